package io.github.imagepromotion.plugin;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.project.Reactor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.CandidateSource;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Reads the image archive of a build and pushes it, with its BuildId tag, to the registries of the named environments.
 *
 * <p>The archive is the one attached in this reactor ({@code mvn package image:promote}), the file, drop or coordinates
 * that are named, or the one that was deployed under the project's own coordinates. All images of a reactor go together
 * or not at all. The goal needs no POM when the archive is named.
 */
@Mojo(name = "promote", aggregator = true, requiresProject = false, threadSafe = true)
public class PromoteMojo extends AbstractFoundArtifactMojo {

    /** Prints what would be done, and writes nothing. */
    @Parameter(property = "image.dryRun", defaultValue = "false")
    private boolean dryRun;

    /**
     * Whether a build may go to an environment that had it before and left it: its moving tags go back to it then.
     * Without, that is refused.
     */
    @Parameter(property = "image.again", defaultValue = "false")
    private boolean again;

    /**
     * Whether the images of selected modules ({@code -pl}, {@code -rf}) may go without those of the others, and images of
     * several builds together.
     */
    @Parameter(property = "image.allowPartial", defaultValue = "false")
    private boolean allowPartial;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public PromoteMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void check(Reactor reactor, boolean named) {
        Reactor.refuseAfterFailure(session, "promote");
        if (!named && !allowPartial) {
            reactor.refusePart("promote");
        }
    }

    @Override
    protected void run(CandidateSource source, List<String> names) throws IOException {
        promote(() -> ofOneBuild(source.resolve()), names, dryRun, again);
    }

    /** What was deployed of a build that failed half-way is not a set with what was deployed before. */
    private List<Candidate> ofOneBuild(List<Candidate> candidates) {
        boolean numbered = candidates.stream()
                .anyMatch(candidate -> !candidate.identity().buildId().isOfContent());
        long builds = candidates.stream()
                .map(candidate -> candidate.identity().buildId())
                .distinct()
                .count();
        if (!allowPartial && numbered && builds > 1) {
            throw new ImageException("Refused to promote images of several builds as one: "
                    + candidates.stream()
                            .map(candidate -> "'" + candidate.name() + "' from " + candidate.origin())
                            .collect(Collectors.joining(", "))
                    + ". Name the build that all are of (-Dimage.buildId), or deploy all modules in one; or, if these are"
                    + " meant, add: -Dimage.allowPartial (<allowPartial>)");
        }
        return candidates;
    }
}
