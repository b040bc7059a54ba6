package io.github.imagepromotion.plugin;

import io.github.imagepromotion.ci.CiServer;
import io.github.imagepromotion.ci.GitCheckout;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.record.BuildRecord.Vcs;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/** The BuildId and the commit of a build: as they are given, else as the CI server says, else found out. */
final class BuildNumber {
    private final Map<String, String> environment;
    private final Optional<CiServer> server;

    BuildNumber(MavenSession session) {
        this.environment = CallerEnvironment.of(session);
        this.server = CiServer.detect(environment);
    }

    /** Fails early where the number that the build will get is no legal tag; empty where the content decides. */
    Optional<BuildId> given(Optional<String> parameter) {
        if (parameter.isPresent()) {
            return Optional.of(legal(parameter.get(), "<buildId> (-Dimage.buildId)"));
        }
        return server.flatMap(ci -> ci.buildNumber(environment)
                .map(number -> legal(number, ci.numberVariable() + " of " + ci.displayName())));
    }

    /** The number given, else one that the content gives. */
    static BuildId orOfContent(Optional<BuildId> given, Digest digest) {
        return given.orElseGet(() -> BuildId.ofContent(digest));
    }

    Optional<Vcs> vcs(Path directory) {
        Optional<Vcs> ofServer = server.flatMap(
                ci -> ci.revision(environment).map(revision -> new Vcs(revision, ci.branch(environment))));
        return ofServer.or(
                () -> GitCheckout.find(directory).map(checkout -> new Vcs(checkout.revision(), checkout.branch())));
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
