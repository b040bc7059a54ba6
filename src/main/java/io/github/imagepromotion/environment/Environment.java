package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An environment: where its images are, and what has to hold before one goes there. Holds no secret, so that it can be
 * written into the build record.
 *
 * @param id names it, on the command line too
 * @param location of its images
 * @param movingTags that follow the newest promotion, beside the BuildId's own tag
 * @param continuousDelivery whether {@code image:publish} promotes to it
 * @param after ids of the environments that must hold the same digest before
 * @param trust what must be proved about an image
 * @param gates further conditions
 * @param reporting services that are told or asked afterwards
 */
public record Environment(
        String id,
        @Json.Inlined Location location,
        List<Tag> movingTags,
        boolean continuousDelivery,
        List<String> after,
        Trust trust,
        Gates gates,
        @Json.Inlined Reporting reporting) {
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
        if (location.registries().isEmpty()) {
            throw new IllegalArgumentException("environment '" + id + "' has no registry");
        }
        movingTags = List.copyOf(movingTags);
        after = List.copyOf(after);
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

    /** {@return the registries that hold its images} */
    public List<RegistryAddress> registries() {
        return location.registries();
    }

    /**
     * @param other what must be proved about an image
     * @return the same environment with that
     */
    public Environment withTrust(Trust other) {
        return new Environment(id, location, movingTags, continuousDelivery, after, other, gates, reporting);
    }

    /**
     * @param other further conditions
     * @return the same environment with them
     */
    public Environment withGates(Gates other) {
        return new Environment(id, location, movingTags, continuousDelivery, after, trust, other, reporting);
    }

    private Environment with(Reporting other) {
        return new Environment(id, location, movingTags, continuousDelivery, after, trust, gates, other);
    }

    /** {@return the same environment without the services that are asked and told} */
    Environment withoutServices() {
        return withGates(gates.withoutChecks()).with(Reporting.NONE);
    }

    /** {@return the same environment as it is recorded: of the addresses of services no more than the host} */
    public Environment withoutPaths() {
        return withGates(gates.withoutPaths()).with(reporting.withoutPaths());
    }

    /** {@return whether something has to hold before an image goes there: it is nearer to production than others} */
    public boolean isGuarded() {
        return !after.isEmpty() || gates.approvals().isPresent();
    }

    /** {@return whether services that are no registry may be spoken to without TLS over a network} */
    public boolean tellsPlainly() {
        return reporting.notifications().stream().anyMatch(to -> to.setting("insecure")
                        .filter(Boolean::parseBoolean)
                        .isPresent())
                || reporting.deployed().filter(Deployed::insecure).isPresent()
                || gates.checks().stream().anyMatch(HttpCheck::insecure);
    }

    /** {@return whether nobody is told of a promotion, and no service asked} */
    public boolean isSilent() {
        return reporting.equals(Reporting.NONE);
    }

    /**
     * {@return whether a login may pass without TLS over a network: plain HTTP is allowed, or asked for in an address;
     * the loopback interface is none}
     */
    public boolean isPlain() {
        return location.insecure()
                || registries().stream()
                        .anyMatch(address -> address instanceof RegistryAddress.Host host
                                && host.scheme().filter("http"::equals).isPresent()
                                && !host.isLoopback());
    }
}
