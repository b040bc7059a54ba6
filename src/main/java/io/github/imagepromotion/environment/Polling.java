package io.github.imagepromotion.environment;

import java.time.Duration;

/**
 * How long a service is asked.
 *
 * @param timeout maximum time until the final answer, over all requests
 * @param interval between two requests
 */
public record Polling(Duration timeout, Duration interval) {}
