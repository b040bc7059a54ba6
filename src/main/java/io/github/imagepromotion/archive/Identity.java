package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What identifies an archive's build: coordinates, repository and BuildId. Stored in annotations of the top descriptor
 * in {@code index.json} and not in the image, so that the same content has the same digest in every build.
 *
 * @param coordinates coordinates of the project that built the image
 * @param repository the image's repository in every registry
 * @param buildId the BuildId, fixed at build
 */
public record Identity(Coordinates coordinates, RepositoryName repository, BuildId buildId) {
    /** The annotation in which tools look for an image's name in a layout (image-spec 1.1, annotations.md). */
    public static final String REF_NAME = "org.opencontainers.image.ref.name";

    private static final String OWN = "io.github.imagepromotion.";
    /** The version of the archive format; absent in the first version. */
    private static final String VERSION = OWN + "archive-version";

    private static final int KNOWN_VERSION = 1;
    private static final String CONTAINERD_NAME = "io.containerd.image.name";

    /** {@return {@code repository:buildId}, the image's name after {@code docker load} or {@code podman load}} */
    public String localName() {
        return repository + ":" + buildId;
    }

    Map<String, String> annotations() {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(REF_NAME, buildId.value());
        annotations.put(CONTAINERD_NAME, localName());
        annotations.put(OWN + "build-id", buildId.value());
        annotations.put(OWN + "coordinates", coordinates.toString());
        annotations.put(OWN + "repository", repository.value());
        return annotations;
    }

    /** {@return the annotations where several images are in one index, in which the name of each is its repository} */
    Map<String, String> annotationsAmongOthers() {
        Map<String, String> annotations = annotations();
        annotations.put(REF_NAME, repository.value());
        return annotations;
    }

    static boolean isIn(Descriptor top) {
        return top.annotations().containsKey(OWN + "build-id");
    }

    /** @throws ImageException if the archive has a newer version */
    static void requireKnown(Descriptor top, String what) {
        String version = top.annotations().getOrDefault(VERSION, "1");
        if (version.matches("[0-9]{1,9}") && Integer.parseInt(version) > KNOWN_VERSION) {
            throw ImageException.newerFormat(what, Integer.parseInt(version), KNOWN_VERSION);
        }
    }

    static Identity read(Descriptor top, String what) {
        try {
            return new Identity(
                    Coordinates.of(annotation(top, "coordinates", what)),
                    RepositoryName.of(annotation(top, "repository", what)),
                    BuildId.of(annotation(top, "build-id", what)));
        } catch (IllegalArgumentException e) {
            throw Json.malformed(what, String.valueOf(e.getMessage()));
        }
    }

    private static String annotation(Descriptor top, String name, String what) {
        String value = top.annotations().get(OWN + name);
        if (value == null) {
            throw Json.malformed(what, "the annotation '" + OWN + name + "' is missing");
        }
        return value;
    }
}
