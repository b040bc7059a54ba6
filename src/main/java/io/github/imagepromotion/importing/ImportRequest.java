package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.Workspace;
import io.github.imagepromotion.image.Platform;
import java.util.List;
import java.util.Map;

/**
 * What is to be imported, and where.
 *
 * @param source where the image is
 * @param platforms that are wanted; empty: all that the source has
 * @param expansionLimit how much all layers together may expand to, in bytes
 * @param documents how many documents about the image may come with it
 * @param parallelism how many threads compress and check at once, at least 1
 * @param environment variables of the caller, for tools that are called
 * @param workspace where the import finds and leaves things
 */
public record ImportRequest(
        ImportSource source,
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

    /** As many documents as {@link DocumentLimit#STANDARD} says. */
    public ImportRequest(
            ImportSource source,
            List<Platform> platforms,
            long expansionLimit,
            int parallelism,
            Map<String, String> environment,
            Workspace workspace) {
        this(source, platforms, expansionLimit, DocumentLimit.STANDARD, parallelism, environment, workspace);
    }

    /**
     * How much may come with an image that is said about it.
     *
     * @param count of documents, at most {@link io.github.imagepromotion.document.DocumentOrder#MOST}
     * @param bytes of all their manifests, configs and layers together
     */
    public record DocumentLimit(int count, long bytes) {
        /** More than that has nobody's image. */
        public static final DocumentLimit STANDARD = new DocumentLimit(200, 64L * 1024 * 1024);
    }
}
