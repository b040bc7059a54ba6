package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;

/** The running service of an environment did not report the promoted build in time. */
public final class NotDeployedException extends ImageException {
    private static final long serialVersionUID = 1L;

    private final transient EnvironmentChange change;
    private final transient Message finding;

    /**
     * @param change the change of the environment
     * @param message the complete failure, if the environment is not rolled back
     * @param finding the finding alone, as a clause: the service, what it should report, and what it reports; may be
     *     sent to others
     */
    public NotDeployedException(EnvironmentChange change, Message message, Message finding) {
        super(message);
        this.change = change;
        this.finding = finding;
    }

    /** {@return what the service reports, as a clause without remedy} */
    public Message finding() {
        return finding;
    }

    /** {@return id of the environment} */
    public String environment() {
        return change.environment().id();
    }

    /** {@return whether the environment is configured to be rolled back automatically} */
    public boolean rollsBack() {
        return change.kind() == EnvironmentChange.Kind.PROMOTION
                && change.environment()
                        .reporting()
                        .deployed()
                        .filter(deployed -> deployed.rollsBack())
                        .isPresent();
    }
}
