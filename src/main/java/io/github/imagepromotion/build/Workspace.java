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
 * Where a build finds and leaves things.
 *
 * @param cacheDirectory shared by all builds of a user, at the same time, too: base images, by digest
 * @param workDirectory of this module alone, kept between builds: the application's layers
 * @param offline whether no registry may be asked
 * @param registries opens the registry of the base image, when something has to be pulled
 * @param mirrors asked before it
 * @param answers of registries that need not be asked again
 * @param progress told what takes time, one line each, by several threads
 * @param warnings told what the user may not expect, likewise
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
     * @param role of the registries
     * @return takes images of layouts, archives and registries
     */
    public BaseImages images(RegistryRole role) {
        return new BaseImages(cacheDirectory, offline, registries, mirrors, answers, role, progress, warnings);
    }
}
