package io.github.imagepromotion.environment;

import java.util.List;
import java.util.Optional;

/**
 * The services that are notified of a promotion to an environment, or asked about it.
 *
 * @param notifications recipients of promotion results
 * @param deployed the running service that reports which build it is
 */
public record Reporting(List<Notification> notifications, Optional<Deployed> deployed) {
    /** No services. */
    public static final Reporting NONE = new Reporting(List.of(), Optional.empty());

    /** Copies the list. */
    public Reporting {
        notifications = List.copyOf(notifications);
    }

    /** {@return the same services, with their addresses reduced to the hosts} */
    Reporting withoutPaths() {
        return new Reporting(
                notifications.stream().map(Notification::withoutPaths).toList(), deployed.map(Deployed::withoutPath));
    }
}
