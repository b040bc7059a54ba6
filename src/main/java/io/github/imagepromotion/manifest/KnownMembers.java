package io.github.imagepromotion.manifest;

import io.github.imagepromotion.json.Members;

/** Known members of an image's documents, by the programs that read them. */
public final class KnownMembers {
    private static final Members PLATFORM =
            Members.of("architecture", "os", "os.version", "os.features", "variant", "features");

    /** image-spec 1.1, descriptor.md. */
    private static final Members DESCRIPTOR = Members.of(
                    "mediaType", "digest", "size", "urls", "annotations", "data", "artifactType")
            .with("platform", PLATFORM);

    /**
     * Members of all types of manifests together, including docker's first one: a document must not be of different
     * types for different programs.
     */
    static final Members MANIFEST = Members.of(
                    "schemaVersion",
                    "mediaType",
                    "artifactType",
                    "annotations",
                    "blobs",
                    "fsLayers",
                    "history",
                    "signatures",
                    "name",
                    "tag")
            .with("config", DESCRIPTOR)
            .with("layers", DESCRIPTOR)
            .with("manifests", DESCRIPTOR)
            .with("subject", DESCRIPTOR);

    /** image-spec 1.1, image-layout.md: {@code index.json}, or a list in the same format. */
    public static final Members INDEX = MANIFEST;

    /** image-spec 1.1, image-layout.md: {@code oci-layout}. */
    public static final Members LAYOUT = Members.of("imageLayoutVersion");

    private static final Members HEALTHCHECK =
            Members.of("Test", "Interval", "Timeout", "StartPeriod", "StartInterval", "Retries");

    /** image-spec 1.1, config.md, "Properties" of {@code config}; docker's {@code container.Config}. */
    private static final Members CONTAINER = Members.of(
                    "Hostname",
                    "Domainname",
                    "User",
                    "AttachStdin",
                    "AttachStdout",
                    "AttachStderr",
                    "ExposedPorts",
                    "Tty",
                    "OpenStdin",
                    "StdinOnce",
                    "Env",
                    "Cmd",
                    "ArgsEscaped",
                    "Image",
                    "Volumes",
                    "WorkingDir",
                    "Entrypoint",
                    "NetworkDisabled",
                    "MacAddress",
                    "OnBuild",
                    "Labels",
                    "StopSignal",
                    "StopTimeout",
                    "Shell",
                    "Memory",
                    "MemorySwap",
                    "CpuShares")
            .with("Healthcheck", HEALTHCHECK);

    /** image-spec 1.1, config.md; docker's {@code image.Image} and {@code image.V1Image}. */
    public static final Members CONFIG = Members.of(
                    "created",
                    "author",
                    "architecture",
                    "os",
                    "os.version",
                    "os.features",
                    "variant",
                    "id",
                    "parent",
                    "comment",
                    "container",
                    "docker_version",
                    "Size")
            .with("config", CONTAINER)
            .with("container_config", CONTAINER)
            .with("rootfs", Members.of("type", "diff_ids"))
            .with("history", Members.of("created", "created_by", "author", "comment", "empty_layer"));

    /** {@code manifest.json} of {@code docker save}. */
    public static final Members DOCKER_ARCHIVE = Members.of("Config", "RepoTags", "Layers", "Parent", "LayerSources");

    private KnownMembers() {}
}
