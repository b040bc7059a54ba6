package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Reason;

/** Why an environment cannot be used. */
public enum EnvironmentReason implements Reason {
    /** No environment is configured. */
    NONE,
    /** No environment is named; argument: those that are known. */
    NONE_NAMED,
    /** There is no such environment. */
    UNKNOWN,
    /** A build record does not tell all of an environment. */
    WITHHELD
}
