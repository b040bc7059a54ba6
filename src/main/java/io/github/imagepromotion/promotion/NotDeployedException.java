package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;

/** The running service of an environment did not come to report in time what was promoted to it. */
public final class NotDeployedException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient EnvironmentChange change;
    private final transient Message finding;

    /**
     * @param change that the service was asked about
     * @param message the whole failure, where the environment stays as it is
     * @param finding what was found out alone, as a clause: the service, what it was to report, and what it says; fit to be
     *     told to others
     */
    public NotDeployedException(EnvironmentChange change, Message message, Message finding) {
        super(message);
        this.change = change;
        this.finding = finding;
    }

    /** {@return what the service says, as a clause without remedy} */
    public Message finding() {
        return finding;
    }

    /** {@return id of the environment} */
    public String environment() {
        return change.environment().id();
    }

    /** {@return whether the environment goes back by itself, as it is configured} */
    public boolean rollsBack() {
        return change.kind() == EnvironmentChange.Kind.PROMOTION
                && change.environment()
                        .reporting()
                        .deployed()
                        .filter(deployed -> deployed.rollsBack())
                        .isPresent();
    }
}
