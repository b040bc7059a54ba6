package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.Workspace;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.registry.RegistryRole;
import java.util.List;
import java.util.Map;

/**
 * What to import.
 *
 * @param source source of the image
 * @param role what it is imported for, which decides how messages name it
 * @param platforms platforms to select; empty for all
 * @param expansionLimit maximum decompressed size of all layers together, in bytes
 * @param documents limit of documents imported with the image
 * @param parallelism maximum number of threads for compression and checks, at least 1
 * @param environment environment variables passed to external tools
 * @param workspace directories and settings of the import
 */
public record ImportRequest(
        ImportSource source,
        RegistryRole role,
        List<Platform> platforms,
        long expansionLimit,
        DocumentLimit documents,
        int parallelism,
        Map<String, String> environment,
        Workspace workspace) {
    public ImportRequest {
        environment = Map.copyOf(environment);
        platforms = List.copyOf(platforms);
    }

    /** With {@link DocumentLimit#STANDARD}. */
    public ImportRequest(
            ImportSource source,
            RegistryRole role,
            List<Platform> platforms,
            long expansionLimit,
            int parallelism,
            Map<String, String> environment,
            Workspace workspace) {
        this(source, role, platforms, expansionLimit, DocumentLimit.STANDARD, parallelism, environment, workspace);
    }

    /**
     * Limits the documents imported with an image.
     *
     * @param count maximum number of documents, at most {@link io.github.imagepromotion.document.DocumentOrder#MOST}
     * @param bytes maximum size of all their manifests, configs and layers together
     */
    public record DocumentLimit(int count, long bytes) {
        /** Far more than real images have. */
        public static final DocumentLimit STANDARD = new DocumentLimit(200, 64L * 1024 * 1024);
    }
}
