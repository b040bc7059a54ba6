package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.image.ImageException;
import java.io.File;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.DefaultDependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.DependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionResult;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.graph.DependencyFilter;
import org.eclipse.aether.graph.DependencyNode;

/**
 * Resolves a project's dependencies as Maven does for a goal with {@code requiresDependencyResolution}, but only when
 * it is called. Maven resolves for such a goal in every project that binds it, even where it does nothing: in the
 * project of a release, whose members may have been built of libraries that no repository of it has.
 */
public final class RuntimeDependencies {
    /** What {@code ResolutionScope.RUNTIME_PLUS_SYSTEM} leaves out. */
    private static final Set<String> OTHER_SCOPES = Set.of(Artifact.SCOPE_PROVIDED, Artifact.SCOPE_TEST);

    private static final DependencyFilter RUNTIME = (node, parents) -> node.getDependency() == null
            || !OTHER_SCOPES.contains(node.getDependency().getScope());

    private static final int MOST_REASONS = 5;

    private final MavenSession session;
    private final ProjectDependenciesResolver resolver;

    /** @param resolver Maven's own */
    public RuntimeDependencies(MavenSession session, ProjectDependenciesResolver resolver) {
        this.session = session;
        this.resolver = resolver;
    }

    /**
     * Makes the project's artifacts ({@link MavenProject#getArtifacts}) those of the scopes compile, runtime and
     * system until this goal ends: Maven resets them before each goal, and what it resolved for others stays.
     *
     * @throws ImageException if one cannot be resolved
     */
    public void resolve(MavenProject project) {
        Set<Artifact> artifacts = new LinkedHashSet<>();
        RepositoryUtils.toArtifacts(
                artifacts, nodes(project), List.of(project.getArtifact().getId()), RUNTIME);
        setReactorFiles(artifacts);
        project.setArtifacts(artifacts);
    }

    private List<DependencyNode> nodes(MavenProject project) {
        DependencyResolutionRequest request =
                new DefaultDependencyResolutionRequest(project, session.getRepositorySession());
        request.setResolutionFilter(RUNTIME);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        if (project.getClassRealm() != null) {
            // Transports and resolvers of <extensions> are found by it.
            thread.setContextClassLoader(project.getClassRealm());
        }
        try {
            DependencyNode root = resolver.resolve(request).getDependencyGraph();
            return root == null ? List.of() : root.getChildren();
        } catch (DependencyResolutionException e) {
            throw new ImageException(
                    "Cannot resolve the libraries of the image of '" + project.getArtifactId() + "': " + reasons(e)
                            + ". Correct <dependencies> or <repositories> in its POM.",
                    e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The exception's own message names the project alone in some versions of Maven. */
    private static String reasons(DependencyResolutionException failure) {
        DependencyResolutionResult result = failure.getResult();
        return Stream.concat(
                        result.getCollectionErrors().stream(),
                        result.getUnresolvedDependencies().stream()
                                .flatMap(dependency -> result.getResolutionErrors(dependency).stream()))
                .map(error -> String.valueOf(error.getMessage()))
                .distinct()
                .limit(MOST_REASONS)
                .reduce((all, next) -> all + "; " + next)
                .orElseGet(() -> String.valueOf(failure.getMessage()));
    }

    /** As Maven's LifecycleDependencyResolver does: a goal may have replaced the file of a module since. */
    private void setReactorFiles(Set<Artifact> artifacts) {
        Map<Artifact, File> files = new HashMap<>();
        for (MavenProject module : session.getProjects()) {
            if (module.getArtifact().getFile() != null) {
                files.put(module.getArtifact(), module.getArtifact().getFile());
            }
        }
        for (Artifact artifact : artifacts) {
            artifact.setFile(files.getOrDefault(artifact, artifact.getFile()));
        }
    }
}
