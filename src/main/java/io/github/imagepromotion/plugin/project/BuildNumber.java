package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord.Vcs;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.ci.CiServer;
import io.github.imagepromotion.ci.GitCheckout;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.access.CallData;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.config.Configured;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** The BuildId and the commit of a build: configured, otherwise from the CI server, otherwise derived. */
public final class BuildNumber {
    private final MavenSession session;
    private final Map<String, String> environment;
    private final Optional<CiServer> server;

    /** @param session session, whose environment may have the CI server's build number */
    public BuildNumber(MavenSession session) {
        this.session = session;
        this.environment = CallerEnvironment.of(session);
        this.server = CiServer.detect(environment);
    }

    /** {@return the BuildId, checked early for being a legal tag; empty if it is derived from the content} */
    public Optional<BuildId> given(Optional<String> parameter) {
        if (parameter.isPresent()) {
            return Optional.of(Configured.buildId(parameter.get(), "<buildId> (-Dimage.buildId)"));
        }
        return server.flatMap(ci -> ci.buildNumber(environment)
                .map(number -> legal(number, ci.numberVariable() + " of " + ci.displayName())));
    }

    /**
     * Checks that an archive attached by another plugin than this one, such as a build cache, is of this call's build.
     *
     * @param attached an archive attached in this call
     * @return it, with the CI server's build number as an assertion unless this call built it
     */
    public FoundArtifact asserting(FoundArtifact attached) {
        return asserting(attached, Optional.empty());
    }

    /** The same, where {@code parameter} overrides the number. */
    public FoundArtifact asserting(FoundArtifact attached, Optional<String> parameter) {
        boolean built = attached.record()
                .flatMap(record -> BuiltEnvironments.of(session, record))
                .isPresent();
        return built
                ? attached
                : given(parameter)
                        .map(number -> new FoundArtifact(
                                attached.archive(),
                                attached.record(),
                                attached.origin()
                                        + ", where something else than this plugin attached it, such as a build cache"
                                        + " (-Dmaven.build.cache.enabled=false)",
                                attached.requested().withBuildId(number)))
                        .orElse(attached);
    }

    /** The same for a release. */
    FoundRelease asserting(FoundRelease attached) {
        return BuiltEnvironments.of(session, attached.file()).isPresent()
                ? attached
                : given(Optional.empty())
                        .map(number -> attached.asking(attached.requested().withBuildId(number)))
                        .orElse(attached);
    }

    /** {@return the commit from the CI server, otherwise from git; and whether the working tree differs from it} */
    public Optional<Vcs> vcs(Path directory) {
        Optional<GitCheckout> checkout = GitCheckout.find(directory);
        Optional<Vcs> ofServer = server.flatMap(ci -> ci.revision(environment)
                .map(revision -> new Vcs(
                        revision,
                        ci.branch(environment),
                        checkout.filter(known -> known.revision().equals(revision))
                                .flatMap(this::changed))));
        return ofServer.or(() -> checkout.map(known -> new Vcs(known.revision(), known.branch(), changed(known))));
    }

    /** Git is called once per Maven call, for all modules. */
    private Optional<Boolean> changed(GitCheckout checkout) {
        CallData call = CallData.of(session);
        String key = "image.checkout.changed:" + checkout.root();
        boolean changed = call.told(key).map(Boolean.class::cast).orElseGet(checkout::isChanged);
        call.tell(key, changed);
        return Optional.of(changed).filter(differs -> differs);
    }

    private static BuildId legal(String number, String source) {
        try {
            return BuildId.of(number);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Illegal BuildId from " + source + ": " + e.getMessage()
                            + ". Set another one (<buildId>, -Dimage.buildId).",
                    e);
        }
    }
}
