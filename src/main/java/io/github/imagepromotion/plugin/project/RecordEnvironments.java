package io.github.imagepromotion.plugin.project;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.RecordedEnvironments;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Reporting;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.access.AllowedRegistries;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.Log;

/**
 * Decides which environments of a build record are accepted. A record signed by a key that the operator configured may
 * contain everything that a POM can. An unsigned record may come from anyone with write access to where it was stored:
 * of it ids, order, tags, gates that call no service, and registries that the operator allows are accepted. Anything
 * else is refused.
 */
public final class RecordEnvironments {
    private final List<VerificationKey> keys;
    private final Predicate<RegistryAddress> known;
    private final Optional<String> serverId;
    private final Log log;

    /**
     * @param keys keys configured by the operator
     * @param known whether the operator allows a registry, or has a login for it
     * @param serverId configured login for registries of environments without {@code <serverId>}
     * @param log receives where the environments come from
     */
    public RecordEnvironments(
            List<VerificationKey> keys, Predicate<RegistryAddress> known, Optional<String> serverId, Log log) {
        this.keys = List.copyOf(keys);
        this.known = known;
        this.serverId = serverId;
        this.log = log;
    }

    /**
     * @param record build record
     * @param name name of the record in messages, such as its file, quoted
     * @param used selects the ids of the environments that are used; their predecessors are read, too
     * @throws ImageException if it is unsigned, and contains what only a signed record may
     */
    public Environments of(RecordedEnvironments record, String name, Function<Environments, List<String>> used) {
        Environments all = record.pipeline();
        if (all.list().isEmpty()) {
            return all;
        }
        Verdict verdict = record.verify(keys);
        if (verdict instanceof Verdict.Valid valid) {
            log.info("The environments come from the " + record.kind() + " of '" + record.build() + "', signed by key "
                    + valid.signers().get(0).id().abbreviated());
            return new Environments(all.list(), EnvironmentSource.SIGNED);
        }
        String unsigned =
                "the " + record.kind() + " " + name + ", which nobody vouches for (" + standing(record, verdict) + ")";
        List<Environment> allowed = allowed(all, used.apply(all));
        boolean otherKey = record.signature().isPresent() && verdict instanceof Verdict.Untrusted;
        refuseElements(all, unsigned, otherKey);
        refuseRegistries(allowed, unsigned);
        log.warn("The environments come from " + unsigned + ": gates may be missing in it. To be sure of them,"
                + " name the key that signs your builds (-Dimage.trustedKeys=FILE), or the environments"
                + " (-Dimage.environments=FILE).");
        return new Environments(allowed, EnvironmentSource.UNSIGNED);
    }

    /** {@return whether a key configured by the operator signed the complete record} */
    boolean isSigned(RecordedEnvironments record) {
        return record.verify(keys) instanceof Verdict.Valid;
    }

    /** @throws ImageException if keys are configured, and none of them signed the lock of a release */
    public void refuseUnsigned(FoundRelease release) {
        if (!keys.isEmpty()) {
            refuseUnsigned(release, "a key is named that it is to be signed by (-Dimage.trustedKeys)", keys);
        }
    }

    /** @throws ImageException if no trusted key of an environment signed the lock of a release */
    void refuseUnsigned(FoundRelease release, Environment environment, List<VerificationKey> trusted) {
        refuseUnsigned(
                release, "environment '" + environment.id() + "' takes nothing else (<requireSignature>)", trusted);
    }

    private void refuseUnsigned(FoundRelease release, String why, List<VerificationKey> trusted) {
        Verdict verdict = release.lock().verify(trusted);
        if (!(verdict instanceof Verdict.Valid)) {
            throw new ImageException("Refused the release lock " + release.name() + ": "
                    + (verdict instanceof Verdict.Forged forged
                            ? "its signature does not count: " + forged.reason()
                            : ((Verdict.Untrusted) verdict).reason())
                    + ", and " + why + "."
                    + (release.lock().signature().isPresent() && verdict instanceof Verdict.Untrusted
                            ? " Name the public key that it was signed with (<trustedKeys>, -Dimage.trustedKeys=FILE), or"
                                    + " sign it with a trusted one where the release is made"
                            : " Sign it where the release is made")
                    + " (<signing><keyFile>, -Dimage.signing.keyFile=FILE), and deploy it again.");
        }
    }

    private String standing(RecordedEnvironments record, Verdict verdict) {
        if (record.signature().isPresent() && keys.isEmpty()) {
            return "it is signed, and no key is named that it is to be signed by";
        }
        return verdict instanceof Verdict.Forged forged
                ? "its signature does not count: " + forged.reason()
                : ((Verdict.Untrusted) verdict).reason();
    }

    /** Only the used environments and their direct predecessors: the others cannot be reached by mistake. */
    private static List<Environment> allowed(Environments all, List<String> used) {
        Set<String> before = all.list().stream()
                .filter(environment -> used.contains(environment.id()))
                .flatMap(environment -> environment.after().stream())
                .collect(Collectors.toSet());
        return all.list().stream()
                .filter(environment -> used.contains(environment.id()) || before.contains(environment.id()))
                .map(environment -> used.contains(environment.id()) ? plain(environment) : place(environment))
                .toList();
    }

    /** {@return the environment's location, which is all that is needed of a predecessor} */
    private static Environment place(Environment environment) {
        return new Environment(
                environment.id(),
                environment.location().withoutSettings(),
                environment.movingTags(),
                environment.continuousDelivery(),
                List.of(),
                Trust.ANYTHING,
                Gates.NONE,
                Reporting.NONE);
    }

    /**
     * {@return a copy with only what an unsigned record may contain; elements added to environments later are excluded
     * by default, but for conditions of time and of builds, which name no key, no address and no variable}
     */
    private static Environment plain(Environment environment) {
        Gates gates = environment.gates();
        return new Environment(
                environment.id(),
                environment.location().withoutSettings(),
                environment.movingTags(),
                environment.continuousDelivery(),
                environment.after(),
                new Trust(List.of(), false, environment.trust().requireDocuments(), false),
                new Gates(
                        gates.times(),
                        gates.builds(),
                        new Gates.Consents(
                                Optional.empty(), List.of(), gates.consents().allowOverride())),
                Reporting.NONE);
    }

    /** @param signed whether only the key has to be named that signed it */
    private void refuseElements(Environments all, String unsigned, boolean signed) {
        List<String> refused = new ArrayList<>();
        for (Environment environment : all.list()) {
            Set<String> elements = notPlain(environment);
            if (!elements.isEmpty()) {
                refused.add("environment '" + environment.id() + "' has " + String.join(", ", elements));
            }
        }
        if (!refused.isEmpty()) {
            throw new ImageException("Refused the environments of " + unsigned + ": " + String.join("; ", refused)
                    + ". Which logins, keys, files and addresses are used is not for such a record to say. "
                    + (signed
                            ? "Name the public key that signed it (<trustedKeys>, -Dimage.trustedKeys=FILE)"
                            : "Sign it where it is built (<signing><keyFile>, -Dimage.signing.keyFile=FILE), and name the"
                                    + " public key here (-Dimage.trustedKeys=FILE)")
                    + "; or name the environments yourself (-Dimage.environments=FILE).");
        }
    }

    /** {@return the elements of an environment that an unsigned record must not contain} */
    static Set<String> notPlain(Environment environment) {
        JsonObject all = Json.tree(environment).getAsJsonObject();
        JsonObject plain = Json.tree(plain(environment)).getAsJsonObject();
        Set<String> names = new LinkedHashSet<>();
        for (String name : all.keySet()) {
            differing(name, all.get(name), plain.get(name)).forEach(names::add);
        }
        environment
                .reporting()
                .notifications()
                .forEach(to -> names.add("<" + to.kind().element() + ">"));
        return names;
    }

    private static Stream<String> differing(
            String name, JsonElement value, @org.jspecify.annotations.Nullable JsonElement plain) {
        if (value.equals(plain)) {
            return Stream.empty();
        }
        return value instanceof JsonObject group && plain instanceof JsonObject other
                ? group.keySet().stream()
                        .filter(member -> !group.get(member).equals(other.get(member)))
                        .map(member -> "<" + member + ">")
                : Stream.of("<" + name + ">");
    }

    private void refuseRegistries(List<Environment> allowed, String unsigned) {
        List<RegistryAddress> registries = allowed.stream()
                .flatMap(environment -> environment.registries().stream())
                .distinct()
                .toList();
        List<RegistryAddress> unknown =
                registries.stream().filter(known.negate()).toList();
        if (!unknown.isEmpty()) {
            throw new ImageException("Refused the environments of " + unsigned + ": they use "
                    + unknown.stream().map(each -> Text.quote(each.toString())).collect(Collectors.joining(", "))
                    + ", which you have not named, and keep no login for. Add, if that is where they are: "
                    + property(unknown) + " (or a <server> of settings.xml with that id); or the key that signs your"
                    + " builds: -Dimage.trustedKeys=FILE");
        }
        if (serverId.isPresent() && registries.stream().anyMatch(RegistryAddress.Host.class::isInstance)) {
            throw new ImageException(
                    "Refused the login of <serverId> (-Dimage.serverId) for the environments of " + unsigned
                            + ": it is bound to no host, so that they would say who gets it. Give that <server> of settings.xml the"
                            + " registry's host as its id, or in <configuration><hosts>; or name the key that signs your builds"
                            + " (-Dimage.trustedKeys=FILE).");
        }
    }

    private static String property(List<RegistryAddress> unknown) {
        return unknown.stream()
                .map(AllowedRegistries::entry)
                .distinct()
                .collect(Collectors.joining(",", "-Dimage.allowRegistries=", ""));
    }
}
