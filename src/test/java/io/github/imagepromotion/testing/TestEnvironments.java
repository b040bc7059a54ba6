package io.github.imagepromotion.testing;

import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Reporting;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import java.util.List;
import java.util.Optional;

/** Environments without gates, and what tests change in them. */
public final class TestEnvironments {
    private TestEnvironments() {}

    /** An environment that takes everything and tells nobody. */
    public static Environment of(
            String id, List<RegistryAddress> registries, List<Tag> movingTags, List<String> after) {
        return of(id, new Location(registries), movingTags, after);
    }

    /** An environment that takes everything and tells nobody. */
    public static Environment of(String id, Location location, List<Tag> movingTags, List<String> after) {
        return new Environment(id, location, movingTags, false, after, Trust.ANYTHING, Gates.NONE, Reporting.NONE);
    }

    /** The environment with another connection. */
    public static Environment with(Environment environment, Connection connection) {
        Location location = environment.location();
        return with(
                environment,
                new Location(
                        location.registries(),
                        location.serverId(),
                        location.insecure(),
                        location.mountFrom(),
                        location.releaseRepository(),
                        connection),
                environment.reporting());
    }

    /** The environment with other recipients. */
    public static Environment with(Environment environment, List<Notification> notifications) {
        Reporting reporting =
                new Reporting(notifications, environment.reporting().deployed());
        return with(environment, environment.location(), reporting);
    }

    /** The environment with a running service. */
    public static Environment with(Environment environment, Deployed deployed) {
        Reporting reporting = new Reporting(environment.reporting().notifications(), Optional.of(deployed));
        return with(environment, environment.location(), reporting);
    }

    private static Environment with(Environment environment, Location location, Reporting reporting) {
        return new Environment(
                environment.id(),
                location,
                environment.movingTags(),
                environment.continuousDelivery(),
                environment.after(),
                environment.trust(),
                environment.gates(),
                reporting);
    }
}
