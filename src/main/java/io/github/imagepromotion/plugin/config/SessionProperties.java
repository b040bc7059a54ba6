package io.github.imagepromotion.plugin.config;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/**
 * Properties of a call, in the order in which Maven asks for them: the command line (and {@code .mvn/maven.config}), the
 * JVM that runs Maven ({@code MAVEN_OPTS}), the project and the active profiles.
 */
public final class SessionProperties {
    private final MavenSession session;
    private final MavenProject project;

    /** @param project whose properties come last */
    public SessionProperties(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    /** As it was said, wherever. */
    public Optional<String> find(String name) {
        return said(name).or(() -> Optional.ofNullable(project.getProperties().getProperty(name)));
    }

    /** As it was said for this call. */
    public Optional<String> said(String name) {
        return Optional.ofNullable(session.getUserProperties().getProperty(name))
                .or(() -> Optional.ofNullable(session.getSystemProperties().getProperty(name)));
    }

    /** The names of all that was said for this call. */
    Stream<String> names() {
        return Stream.concat(
                        session.getUserProperties().stringPropertyNames().stream(),
                        session.getSystemProperties().stringPropertyNames().stream())
                .distinct();
    }
}
