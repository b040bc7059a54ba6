package io.github.imagepromotion.status;

import java.time.Duration;
import java.util.Optional;

/**
 * How far an environment is behind the one before it.
 *
 * @param before id of that environment
 * @param builds that were promoted there after the build that is here, not more than its current one; 0 if both have the
 *     same
 * @param atLeast whether there may be more, since not every build was looked at there
 * @param time between the promotions, there, of the build that is here and of the current one
 */
public record Lag(String before, int builds, boolean atLeast, Optional<Duration> time) {}
