package io.github.imagepromotion.report.history;

import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Holding;

/**
 * A build in an environment.
 *
 * @param holding the place
 * @param build as it is there
 * @param current whether it is the one that the environment runs
 */
public record Presence(Holding holding, Build build, boolean current) {}
