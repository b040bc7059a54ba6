package io.github.imagepromotion.importing;

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
