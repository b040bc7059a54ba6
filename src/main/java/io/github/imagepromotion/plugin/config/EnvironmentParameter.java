package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.environment.Reporting;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
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

/** An {@code <environment>} in the POM or a file of environments. */
public class EnvironmentParameter extends ConnectionParameter {
    private static final Set<String> BY_VALUE = Set.of(
            "registry",
            "registries",
            "movingTags",
            "mountFrom",
            "releaseRepository",
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
            "onFailure",
            "force",
            "type",
            "maxAge",
            "maxSeverity",
            "until",
            "duration",
            "zone");

    /** Id of the environment. */
    @Parameter(required = true)
    @Nullable
    private String id;

    /** Registry that holds the environment's images. */
    @Parameter
    @Nullable
    private String registry;

    /** Comma-separated registries, instead of {@code <registry>}; each gets the same images. */
    @Parameter
    @Nullable
    private String registries;

    /** Id of the {@code <server>} in settings.xml with the login; defaults to the registry's host. */
    @Parameter
    @Nullable
    private String serverId;

    /** Comma-separated tags that move to the promoted build. */
    @Parameter
    @Nullable
    private String movingTags;

    /** Promotes to this environment in {@code image:publish}. */
    @Parameter
    private @Nullable String continuousDelivery;

    /** Allows plain HTTP. */
    @Parameter
    private @Nullable String insecure;

    /** Comma-separated repositories in the same registry from which existing layers are mounted. */
    @Parameter
    @Nullable
    private String mountFrom;

    /**
     * Repository of releases, in which the lock of each is kept under its version and the moving tags. Defaults to one
     * that is named like the release's artifactId.
     */
    @Parameter
    @Nullable
    private String releaseRepository;

    /** Comma-separated environments that must have the same digest first. */
    @Parameter
    @Nullable
    private String after;

    /**
     * Comma-separated public keys whose signatures count: PEM files (cosign's {@code .pub}), {@code env:NAME} for an
     * environment variable that holds one, or the PEM text itself.
     */
    @Parameter
    @Nullable
    private String trustedKeys;

    /**
     * Requires a signature of a trusted key on the image and on its provenance. Defaults to {@code true} if
     * {@code <trustedKeys>} is set.
     */
    @Parameter
    private @Nullable String requireSignature;

    /**
     * Comma-separated documents that must be attached to an image: {@code provenance}, {@code sbom}, the media type of
     * an artifact, or a predicate type.
     */
    @Parameter
    @Nullable
    private String requireDocuments;

    /** Does not record promotions in the registries of this environment. */
    @Parameter
    private @Nullable String withoutRecords;

    /** Recipients of promotion results. */
    @Parameter
    @Nullable
    private NotificationsParameter notifications;

    /** Running service that must report the promoted build after a promotion. */
    @Parameter
    @Nullable
    private DeployedParameter deployed;

    /**
     * Elements that a promotion needs, and elements of fixed formats, which cannot contain secrets: numbers, times,
     * public keys.
     *
     * @param path path of an element, beginning with {@code environments}
     */
    public static boolean isRecordedByValue(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isFreezesTime =
                path.contains("/freezes/") && Set.of("from", "to", "cron").contains(name);
        return name.equals("id") && !path.contains("/exceptions/") || BY_VALUE.contains(name) || isFreezesTime;
    }

    /**
     * @param parameters configured elements
     * @return the environments
     * @throws ImageException if a value is invalid
     */
    public static Environments environments(List<EnvironmentParameter> parameters) {
        try {
            return new Environments(
                    parameters.stream().map(EnvironmentParameter::environment).toList());
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of("Illegal <environments>: ")
                            .and(e)
                            .and(". Correct it in the POM, or in the file (-Dimage.environments)."),
                    e);
        }
    }

    private Environment environment() {
        if (hasLogin()) {
            throw LoginInPom.refused("<environment> " + Text.quote(Configured.text(id)));
        }
        return new Environment(
                Configured.text(id),
                new Location(
                        addresses(),
                        Configured.optional(serverId),
                        Configured.flag(insecure, "<insecure>"),
                        names(mountFrom).stream().map(RepositoryName::of).toList(),
                        Configured.optional(releaseRepository).map(RepositoryName::of),
                        connection()),
                names(movingTags).stream().map(Tag::of).toList(),
                Configured.flag(continuousDelivery, "<continuousDelivery>"),
                names(after),
                trust(),
                gates(),
                new Reporting(
                        notifications == null ? List.of() : notifications.notifications(),
                        Optional.ofNullable(deployed).map(DeployedParameter::deployed)));
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
