package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An environment: where its images are, and what has to hold before one goes there. Holds no secret, so that it can be
 * written into the build record.
 *
 * @param id names it, on the command line too
 * @param registries that hold its images, at least one; all of them get the same
 * @param serverId of the {@code <server>} in settings.xml whose credential its registries take
 * @param movingTags that follow the newest promotion, beside the BuildId's own tag
 * @param continuousDelivery whether {@code image:publish} promotes to it
 * @param insecure whether plain HTTP will do
 * @param mountFrom repositories, in each of its registries, that may hold layers of its images already
 * @param after ids of the environments that must hold the same digest before
 * @param connection what it takes to be let into its registries
 * @param trust what it takes only with proof
 * @param gates what else has to hold
 * @param notifications who is told afterwards
 * @param deployed where its running service says which build it is
 */
public record Environment(
        String id,
        List<RegistryAddress> registries,
        Optional<String> serverId,
        List<Tag> movingTags,
        boolean continuousDelivery,
        boolean insecure,
        List<RepositoryName> mountFrom,
        List<String> after,
        Connection connection,
        Trust trust,
        Gates gates,
        List<Notification> notifications,
        Optional<Deployed> deployed) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * @throws IllegalArgumentException if the id is not one to be used in a file name, there is no registry, a gate cannot
     *     ever open, or a moving tag is reserved
     */
    public Environment {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an environment's id: " + Text.quote(id)
                    + " (1 to 64 of [A-Za-z0-9._-], a letter or digit first)");
        }
        if (registries.isEmpty()) {
            throw new IllegalArgumentException("environment '" + id + "' has no registry");
        }
        registries = List.copyOf(registries);
        movingTags = List.copyOf(movingTags);
        mountFrom = List.copyOf(mountFrom);
        after = List.copyOf(after);
        notifications = List.copyOf(notifications);
        check(id, after, trust, gates);
        movingTags.stream().filter(Tag::isReserved).findFirst().ifPresent(reserved -> {
            throw new IllegalArgumentException("environment '" + id + "' has the moving tag '" + reserved
                    + "', which is kept for something else than images");
        });
    }

    private static void check(String id, List<String> after, Trust trust, Gates gates) {
        if (gates.soak().isPresent() && after.isEmpty()) {
            throw lacks(
                    id,
                    EnvironmentSetting.SOAK,
                    EnvironmentSetting.AFTER,
                    "there is no environment in which an image could stay that long");
        }
        if (gates.approvals().filter(asked -> asked.trustedKeys().isEmpty()).isPresent()
                && trust.trustedKeys().isEmpty()) {
            throw lacks(
                    id, EnvironmentSetting.APPROVALS, EnvironmentSetting.TRUSTED_KEYS, "nobody's approval would count");
        }
    }

    private static IllegalSettingException lacks(
            String id, EnvironmentSetting one, EnvironmentSetting other, String why) {
        return new IllegalSettingException(Message.of("in environment '" + id + "', ")
                .and(one.lacks(other).said())
                .and(": " + why));
    }

    /** An environment that is reached as the system and the registry's name say, and takes everything. */
    public Environment(
            String id,
            List<RegistryAddress> registries,
            Optional<String> serverId,
            List<Tag> movingTags,
            boolean continuousDelivery,
            boolean insecure,
            List<RepositoryName> mountFrom,
            List<String> after) {
        this(
                id,
                registries,
                serverId,
                movingTags,
                continuousDelivery,
                insecure,
                mountFrom,
                after,
                Connection.STANDARD,
                Trust.ANYTHING,
                Gates.NONE,
                List.of(),
                Optional.empty());
    }

    /**
     * @param other what it takes to be let into its registries
     * @return the same environment with that
     */
    public Environment withConnection(Connection other) {
        return with(other, trust, gates, notifications, deployed);
    }

    /**
     * @param other what it takes only with proof
     * @return the same environment with that
     */
    public Environment withTrust(Trust other) {
        return with(connection, other, gates, notifications, deployed);
    }

    /**
     * @param other what else has to hold
     * @return the same environment with that
     */
    public Environment withGates(Gates other) {
        return with(connection, trust, other, notifications, deployed);
    }

    /**
     * @param others who is told afterwards
     * @return the same environment with them
     */
    public Environment withNotifications(List<Notification> others) {
        return with(connection, trust, gates, others, deployed);
    }

    /**
     * @param other where its running service says which build it is
     * @return the same environment with that
     */
    public Environment withDeployed(Deployed other) {
        return with(connection, trust, gates, notifications, Optional.of(other));
    }

    /** {@return the same environment without the services that are asked and told} */
    Environment withoutServices() {
        return with(connection, trust, gates.withoutChecks(), List.of(), Optional.empty());
    }

    /** {@return the same environment as it is recorded: of the addresses of services no more than the host} */
    public Environment withoutPaths() {
        return with(
                connection,
                trust,
                gates.withoutPaths(),
                notifications.stream().map(Notification::withoutPaths).toList(),
                deployed.map(Deployed::withoutPath));
    }

    private Environment with(
            Connection otherConnection,
            Trust otherTrust,
            Gates otherGates,
            List<Notification> others,
            Optional<Deployed> otherDeployed) {
        return new Environment(
                id,
                registries,
                serverId,
                movingTags,
                continuousDelivery,
                insecure,
                mountFrom,
                after,
                otherConnection,
                otherTrust,
                otherGates,
                others,
                otherDeployed);
    }

    /** {@return whether something has to hold before an image goes there: it is nearer to production than others} */
    public boolean isGuarded() {
        return !after.isEmpty() || gates.approvals().isPresent();
    }

    /** {@return whether services that are no registry may be spoken to without TLS over a network} */
    public boolean tellsPlainly() {
        return notifications.stream().anyMatch(to -> to.setting("insecure")
                        .filter(Boolean::parseBoolean)
                        .isPresent())
                || deployed.filter(Deployed::insecure).isPresent()
                || gates.checks().stream().anyMatch(HttpCheck::insecure);
    }

    /** {@return whether nobody is told of a promotion, and no service asked} */
    public boolean isSilent() {
        return notifications.isEmpty() && deployed.isEmpty();
    }

    /**
     * {@return whether a login may pass without TLS over a network: plain HTTP is allowed, or asked for in an address;
     * the loopback interface is none}
     */
    public boolean isPlain() {
        return insecure
                || registries.stream()
                        .anyMatch(address -> address instanceof RegistryAddress.Host host
                                && host.scheme().filter("http"::equals).isPresent()
                                && !host.isLoopback());
    }
}
