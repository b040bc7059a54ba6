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
 * What to build.
 *
 * @param base base image
 * @param platforms platforms to build for; empty for the default: linux/amd64 of a base with several platforms (as in
 *     jib) and of scratch, otherwise the only platform of the base
 * @param application the application
 * @param container settings of the container
 * @param annotations annotations of every manifest and of the index, in order; they override those of the base
 * @param checksStart whether to refuse an image that certainly cannot start; otherwise it is a warning
 * @param thin whether the archive leaves out the base's layers; the base must be in a registry then
 * @param recordedBase name of the base image in the build record of a full archive
 * @param builder version of this plugin, with what else identifies it
 * @param workspace directories and settings of the build
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
