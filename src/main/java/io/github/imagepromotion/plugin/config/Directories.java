package io.github.imagepromotion.plugin.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The directories that relative paths are resolved against. They do not depend on which modules are selected ({@code
 * -pl}, {@code -rf}).
 * <ul>
 * <li>A path on the command line: the directory where Maven was called ({@link #called}).
 * <li>A path in the POM or a file of environments: the directory of the topmost POM, so that it is the same for all
 * modules ({@link #root}).
 * <li>Files for an image: the module's directory, as with Maven's own plugins ({@link #project}).
 * </ul>
 */
public final class Directories {
    private final MavenSession session;
    private final MavenProject project;

    /** @param project project of the goal */
    public Directories(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    /** {@return whether there is a POM} */
    public boolean hasProject() {
        return project.getFile() != null;
    }

    /** {@return the working directory of the Maven call} */
    public Path called() {
        return Optional.ofNullable(session.getSystemProperties().getProperty("user.dir"))
                .map(Path::of)
                .or(this::executionRoot)
                .orElseGet(() -> Path.of("").toAbsolutePath());
    }

    /**
     * {@return the directory of the topmost POM: follows parents in directories above, from the POM that Maven was
     * called with; without a POM, where Maven was called} A {@code .mvn} directory does not count, since a repository
     * may have several projects.
     */
    public Path root() {
        if (!hasProject()) {
            return called();
        }
        MavenProject top = top();
        while (isAbove(top.getParent(), top)) {
            top = top.getParent();
        }
        return top.getBasedir().toPath();
    }

    private static boolean isAbove(@Nullable MavenProject parent, MavenProject project) {
        return parent != null
                && parent.getBasedir() != null
                && project.getBasedir().toPath().startsWith(parent.getBasedir().toPath());
    }

    /** {@return the directory of the goal's module; without a POM, where Maven was called} */
    public Path project() {
        return hasProject() ? project.getBasedir().toPath() : called();
    }

    /** {@return the build directory of the module} */
    public Path build() {
        return hasProject() ? Path.of(project.getBuild().getDirectory()) : called().resolve("target");
    }

    /** {@return the build directory of the project that Maven was called with, whether selected or not} */
    public Path topBuild() {
        return hasProject() ? Path.of(top().getBuild().getDirectory()) : build();
    }

    /**
     * {@return the directory for relative paths of {@code property}: depends on whether it is set on the command line
     * or in a POM}
     */
    public Path of(String property) {
        return of(property, root());
    }

    /** {@return the same, but {@code otherwise} if it is set in a POM} */
    public Path of(String property, Path otherwise) {
        return new SessionProperties(session, project).said(property).isPresent() ? called() : otherwise;
    }

    private MavenProject top() {
        return Optional.ofNullable(session.getAllProjects()).orElse(List.of()).stream()
                .filter(each -> each.getBasedir() != null
                        && executionRoot().equals(Optional.of(each.getBasedir().toPath())))
                .findFirst()
                .or(() -> Optional.ofNullable(session.getTopLevelProject()))
                .orElse(project);
    }

    private Optional<Path> executionRoot() {
        return Optional.ofNullable(session.getExecutionRootDirectory()).map(Path::of);
    }
}
