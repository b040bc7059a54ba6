package io.github.imagepromotion.build;

import io.github.imagepromotion.build.base.BaseImages;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.build.base.BaseOpener;
import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.registry.RegistryRole;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Directories and settings of a build.
 *
 * @param cacheDirectory cache of base images by digest, shared by all builds of a user, which may run concurrently
 * @param workDirectory directory of this module, kept between builds, with the application's layers
 * @param offline whether no registry may be asked
 * @param registries opens the registry of the base image, when something has to be pulled
 * @param mirrors mirrors of the base image's registry
 * @param answers recent answers of registries
 * @param progress receives lines about steps that take time; called concurrently
 * @param warnings receives warnings; called concurrently
 */
public record Workspace(
        Path cacheDirectory,
        Path workDirectory,
        boolean offline,
        BaseOpener registries,
        Mirrors mirrors,
        RecentAnswers answers,
        Consumer<String> progress,
        Consumer<Message> warnings) {

    /**
     * @param role role of the registries in messages
     * @return opens images of layouts, archives and registries
     */
    public BaseImages images(RegistryRole role) {
        return new BaseImages(cacheDirectory, offline, registries, mirrors, answers, role, progress, warnings);
    }
}
