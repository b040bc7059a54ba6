package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Inlined;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An environment: where its images are, and the conditions for promoting an image to it. Holds no secret, so that it
 * can be written into the build record.
 *
 * @param id its name, also on the command line
 * @param location of its images
 * @param movingTags tags that follow the newest promotion, in addition to the BuildId tag
 * @param continuousDelivery whether {@code image:publish} promotes to it
 * @param after ids of environments that must have the same digest first
 * @param trust required signatures and documents
 * @param gates further conditions
 * @param reporting services that are notified or asked after a promotion
 */
public record Environment(
        String id,
        @Inlined Location location,
        List<Tag> movingTags,
        boolean continuousDelivery,
        List<String> after,
        Trust trust,
        Gates gates,
        @Inlined Reporting reporting) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * @throws IllegalArgumentException if the id cannot be used in a file name, there is no registry, a gate can never
     *     pass, a moving tag is reserved, or a failed check is to roll back what has no way back
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
        if (reporting.deployed().filter(Deployed::rollsBack).isPresent()) {
            checkRollback(id, movingTags, trust);
        }
        movingTags.stream().filter(Tag::isReserved).findFirst().ifPresent(reserved -> {
            throw new IllegalArgumentException("environment '" + id + "' has the moving tag '" + reserved
                    + "', which is kept for something else than images");
        });
    }

    /** By the id, which hardly two share; the hash of all elements takes a young JVM 20 ms, once for each of their types. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    private static void check(String id, List<String> after, Trust trust, Gates gates) {
        if (gates.times().soak().isPresent() && after.isEmpty()) {
            throw lacks(
                    id,
                    EnvironmentSetting.SOAK,
                    EnvironmentSetting.AFTER,
                    "there is no environment in which an image could stay that long");
        }
        if (gates.consents()
                        .approvals()
                        .filter(asked -> asked.trustedKeys().isEmpty())
                        .isPresent()
                && trust.trustedKeys().isEmpty()) {
            throw lacks(
                    id, EnvironmentSetting.APPROVALS, EnvironmentSetting.TRUSTED_KEYS, "nobody's approval would count");
        }
    }

    /** A rollback moves moving tags, to a build that is known from records. */
    private static void checkRollback(String id, List<Tag> movingTags, Trust trust) {
        if (movingTags.isEmpty()) {
            throw lacks(
                    id,
                    EnvironmentSetting.DEPLOYED_ON_FAILURE,
                    EnvironmentSetting.MOVING_TAGS,
                    "there is no tag that could go back");
        }
        if (trust.withoutRecords()) {
            throw new IllegalSettingException(Message.of("in environment '" + id + "', ")
                    .and(EnvironmentSetting.DEPLOYED_ON_FAILURE.named())
                    .and(" is 'rollback', and ")
                    .and(EnvironmentSetting.WITHOUT_RECORDS.named())
                    .and(" is chosen: no record would say which build to go back to"));
        }
    }

    private static IllegalSettingException lacks(
            String id, EnvironmentSetting one, EnvironmentSetting other, String why) {
        return new IllegalSettingException(Message.of("in environment '" + id + "', ")
                .and(one.lacks(other).said())
                .and(": " + why));
    }

    /** {@return the registries of its images} */
    public List<RegistryAddress> registries() {
        return location.registries();
    }

    /**
     * @param other required signatures and documents
     * @return the same environment with these
     */
    public Environment withTrust(Trust other) {
        return with(other, gates, reporting);
    }

    /**
     * @param other further conditions
     * @return the same environment with them
     */
    public Environment withGates(Gates other) {
        return with(trust, other, reporting);
    }

    private Environment with(Trust trusted, Gates conditions, Reporting services) {
        return new Environment(id, location, movingTags, continuousDelivery, after, trusted, conditions, services);
    }

    /** {@return the same environment without services that are notified or asked} */
    Environment withoutServices() {
        return with(trust, gates.withoutChecks(), Reporting.NONE);
    }

    /** {@return the same environment as it is recorded, with addresses of services reduced to their hosts} */
    public Environment withoutPaths() {
        return with(trust, gates.withoutPaths(), reporting.withoutPaths());
    }

    /** {@return whether there are conditions for promoting an image to it, as for environments close to production} */
    public boolean isGuarded() {
        return !after.isEmpty() || gates.consents().approvals().isPresent();
    }

    /** {@return whether services other than registries may be called without TLS over a network} */
    public boolean tellsPlainly() {
        return reporting.notifications().stream().anyMatch(to -> to.setting("insecure")
                        .filter(Boolean::parseBoolean)
                        .isPresent())
                || reporting
                        .deployed()
                        .filter(deployed -> deployed.service().insecure())
                        .isPresent()
                || gates.consents().checks().stream()
                        .anyMatch(check -> check.service().insecure());
    }

    /** {@return whether no service is notified or asked after a promotion} */
    public boolean isSilent() {
        return reporting.equals(Reporting.NONE);
    }

    /**
     * {@return whether a login may be sent without TLS over a network, other than the loopback interface: plain HTTP is
     * allowed, or is the scheme of an address}
     */
    public boolean isPlain() {
        return location.insecure()
                || registries().stream()
                        .anyMatch(address -> address instanceof RegistryAddress.Host host
                                && host.scheme().filter("http"::equals).isPresent()
                                && !host.isLoopback());
    }
}
