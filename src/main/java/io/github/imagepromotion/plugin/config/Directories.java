package io.github.imagepromotion.plugin.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * Where relative paths begin; the one place that knows. None of it depends on which modules are selected ({@code -pl},
 * {@code -rf}).
 *
 * <ul>
 *   <li>A path on the command line begins where Maven was called ({@link #called}).
 *   <li>A path in the POM, or in the file of environments, is the same one for all modules: it begins where the topmost
 *       POM is ({@link #root}).
 *   <li>What goes into an image is the module's, as with Maven's own plugins ({@link #project}).
 * </ul>
 */
public final class Directories {
    private final MavenSession session;
    private final MavenProject project;

    /** @param project that the goal runs in */
    public Directories(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    /** Whether there is a POM. */
    public boolean hasProject() {
        return project.getFile() != null;
    }

    /** The directory of the shell in which Maven was called. */
    public Path called() {
        return Optional.ofNullable(session.getSystemProperties().getProperty("user.dir"))
                .map(Path::of)
                .or(this::executionRoot)
                .orElseGet(() -> Path.of("").toAbsolutePath());
    }

    /**
     * The directory of the topmost POM: the one that Maven was called with, or its parent in a directory above, and that one's
     * parent; without a POM, where Maven was called. A {@code .mvn} says nothing: a repository may hold several projects.
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

    /** The directory of the module that the goal runs in; without a POM, where Maven was called. */
    public Path project() {
        return hasProject() ? project.getBasedir().toPath() : called();
    }

    /** The build directory of that module. */
    public Path build() {
        return hasProject() ? Path.of(project.getBuild().getDirectory()) : called().resolve("target");
    }

    /** The build directory of the project that Maven was called with, whether it is selected or not. */
    public Path topBuild() {
        return hasProject() ? Path.of(top().getBuild().getDirectory()) : build();
    }

    /** Where a relative path begins that {@code property} may set: on the command line, or in a POM. */
    public Path of(String property) {
        return of(property, root());
    }

    /** The same, where one in a POM begins in {@code otherwise}. */
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
