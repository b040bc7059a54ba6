package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** An {@code <environment>}, as it is written in the POM or in a file of environments. */
public class EnvironmentParameter extends ConnectionParameter {
    private static final Set<String> BY_VALUE = Set.of(
            "registry",
            "registries",
            "movingTags",
            "mountFrom",
            "after",
            "continuousDelivery",
            "insecure",
            "requireSignature",
            "withoutRecords",
            "allowOverride",
            "trustedKeys",
            "only",
            "soak",
            "wait",
            "required",
            "validFor",
            "timeout",
            "interval",
            "retries",
            "on",
            "force",
            "type",
            "maxAge",
            "maxSeverity",
            "until",
            "duration",
            "zone");

    /** Names the environment. */
    @Parameter(required = true)
    @Nullable
    private String id;

    /** The registry that holds its images. */
    @Parameter
    @Nullable
    private String registry;

    /** Several registries instead, separated by commas; all get the same. */
    @Parameter
    @Nullable
    private String registries;

    /** The {@code <server>} in settings.xml whose credential is taken; without it, the one named as the registry's host. */
    @Parameter
    @Nullable
    private String serverId;

    /** Tags that follow the newest promotion, separated by commas. */
    @Parameter
    @Nullable
    private String movingTags;

    /** Whether {@code image:publish} promotes to it. */
    @Parameter
    private @Nullable String continuousDelivery;

    /** Whether plain HTTP will do. */
    @Parameter
    private @Nullable String insecure;

    /** Repositories in the same registry that may hold layers already, separated by commas; they are mounted from there. */
    @Parameter
    @Nullable
    private String mountFrom;

    /** Environments that must hold the same digest before, separated by commas. */
    @Parameter
    @Nullable
    private String after;

    /**
     * Public keys whose signatures count: names of PEM files (cosign's {@code .pub}), {@code env:NAME} for an environment
     * variable with such, or the PEM itself; separated by commas.
     */
    @Parameter
    @Nullable
    private String trustedKeys;

    /**
     * Whether an image and its provenance must each be signed by one of the trusted keys. Where keys are named they must,
     * unless this is {@code false}.
     */
    @Parameter
    private @Nullable String requireSignature;

    /**
     * What must come with an image, separated by commas: {@code provenance}, {@code sbom}, the media type of an artifact,
     * or the type of a predicate.
     */
    @Parameter
    @Nullable
    private String requireDocuments;

    /** Whether promotions are not recorded in this environment's registries. */
    @Parameter
    private @Nullable String withoutRecords;

    /** Who is told how a promotion ended. */
    @Parameter
    @Nullable
    private NotificationsParameter notifications;

    /** Where the running service says which build it is; it is asked after a promotion. */
    @Parameter
    @Nullable
    private DeployedParameter deployed;

    /**
     * Promotion needs where images are and how they are called, and what has a fixed form tells no secret: numbers, times,
     * public keys.
     *
     * @param path of an element, from {@code environments} on
     */
    public static boolean isRecordedByValue(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isFreezesTime =
                path.contains("/freezes/") && Set.of("from", "to", "cron").contains(name);
        return name.equals("id") && !path.contains("/exceptions/") || BY_VALUE.contains(name) || isFreezesTime;
    }

    /**
     * @param parameters as configured
     * @return the environments they describe
     * @throws ImageException if a value is not legal
     */
    public static Environments environments(List<EnvironmentParameter> parameters) {
        try {
            return new Environments(
                    parameters.stream().map(EnvironmentParameter::environment).toList());
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Illegal <environments>: " + e.getMessage()
                            + ". Correct it in the POM, or in the file (-Dimage.environments).",
                    e);
        }
    }

    private Environment environment() {
        if (hasLogin()) {
            throw LoginInPom.refused("<environment> " + Text.quote(Configured.text(id)));
        }
        return new Environment(
                Configured.text(id),
                addresses(),
                Configured.optional(serverId),
                names(movingTags).stream().map(Tag::of).toList(),
                Configured.flag(continuousDelivery, "<continuousDelivery>"),
                Configured.flag(insecure, "<insecure>"),
                names(mountFrom).stream().map(RepositoryName::of).toList(),
                names(after),
                connection(),
                trust(),
                gates(),
                notifications == null ? List.of() : notifications.notifications(),
                Optional.ofNullable(deployed).map(DeployedParameter::deployed));
    }

    private List<RegistryAddress> addresses() {
        return Stream.of(registry, registries)
                .flatMap(text -> names(text).stream())
                .map(RegistryAddress::of)
                .distinct()
                .toList();
    }

    private Trust trust() {
        List<String> keys = names(trustedKeys);
        return new Trust(
                keys,
                requiresSignature(keys),
                names(requireDocuments),
                Configured.flag(withoutRecords, "<withoutRecords>"));
    }

    private boolean requiresSignature(List<String> keys) {
        return Configured.text(requireSignature).isEmpty()
                ? !keys.isEmpty()
                : Configured.flag(requireSignature, "<requireSignature>");
    }

    private static List<String> names(@Nullable String value) {
        return Environments.names(Configured.text(value));
    }
}
