package io.github.imagepromotion.build;

import io.github.imagepromotion.build.application.Application;
import io.github.imagepromotion.build.application.ContainerSettings;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.image.Platform;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is to be built, and where.
 *
 * @param base image it is built on
 * @param platforms wanted; empty: of a base with several linux/amd64, as jib has it, else the base's only one; for
 *     scratch linux/amd64
 * @param application what goes in
 * @param container settings of the container
 * @param annotations of every manifest and of the index, in their order; they win over the base's
 * @param checksStart whether an image that certainly cannot start is refused; otherwise that is a warning
 * @param thin whether layers of the base, which has to be in a registry then, are left out of the archive
 * @param recordedBase how a base image is called in the build record of a full archive
 * @param builder of the image: this program's version, and what else tells it from another one
 * @param workspace where the build finds and leaves things
 */
public record BuildRequest(
        BaseImageReference base,
        List<Platform> platforms,
        Application application,
        ContainerSettings container,
        Map<String, String> annotations,
        boolean checksStart,
        boolean thin,
        UnaryOperator<String> recordedBase,
        String builder,
        Workspace workspace) {
    public BuildRequest {
        platforms = List.copyOf(platforms);
        if (thin && !(base instanceof BaseImageReference.Remote) && !(base instanceof BaseImageReference.Scratch)) {
            throw new IllegalArgumentException("thin, on a base in no registry: " + base);
        }
        annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
    }
}
