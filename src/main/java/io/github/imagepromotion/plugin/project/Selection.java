package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.plugin.config.NamedArtifacts;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Parameters that select the build.
 *
 * @param file the archive
 * @param drop directory to which {@code image:publish} copied it
 * @param buildId BuildId; without a drop an assertion
 * @param artifacts artifacts named by coordinates; with a file or a drop an assertion
 * @param remoteRepositories comma-separated repositories in addition to the project's
 * @param allowLocal whether artifacts that were only installed are allowed
 * @param need what is needed of a release
 */
public record Selection(
        Optional<Path> file,
        Optional<Path> drop,
        Optional<String> buildId,
        NamedArtifacts artifacts,
        String remoteRepositories,
        boolean allowLocal,
        Need need) {

    /** What a goal needs of a release. */
    public enum Need {
        /** Its lock and its members. */
        MEMBERS,
        /** Its lock; members are not looked for. */
        LOCK,
        /** Its lock, which may be missing for a project of this call. */
        LOCK_IF_THERE
    }
}
