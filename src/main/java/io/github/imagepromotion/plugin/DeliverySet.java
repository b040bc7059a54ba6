package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * The modules of one Maven call that bind {@code image:publish}: their images are delivered together, by the one that
 * arrives last. Modules may run in parallel, and in class loaders of their own, so what they tell each other lies in
 * Maven's session and is of the JDK's types only.
 */
final class DeliverySet {
    private static final String ENVIRONMENTS = "image.publish.environments";
    private static final String CLAIM = "image.publish.claim";
    private static final String SKIPPED = "";
    private static final Set<String> GOAL = Set.of("publish");

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;

    private record Configured(List<Environment> environments) {}

    DeliverySet(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
    }

    /** This module's image is ready. */
    void arrive(Environments environments) {
        context(project)
                .put(
                        ENVIRONMENTS,
                        new String(Json.compact(new Configured(environments.list())), StandardCharsets.UTF_8));
    }

    /** This module has nothing to deliver; the others need not wait for it. */
    void skip() {
        context(project).put(ENVIRONMENTS, SKIPPED);
    }

    /** Modules that have not come to this goal yet. */
    List<String> awaited() {
        Reactor reactor = new Reactor(session, project, execution);
        return session.getProjects().stream()
                .filter(module -> reactor.binds(module, GOAL))
                .filter(module -> told(module).isEmpty())
                .map(MavenProject::getArtifactId)
                .toList();
    }

    /** Whether it falls to this module to deliver: of several that end at once, one is told so. */
    boolean claim() {
        return session.getRepositorySession().getData().set(CLAIM, null, project.getId());
    }

    /** The modules with an image, and the environments that each configures. */
    Map<MavenProject, Environments> members() {
        Map<MavenProject, Environments> members = new LinkedHashMap<>();
        for (MavenProject module : session.getProjects()) {
            told(module).filter(text -> !text.equals(SKIPPED)).ifPresent(text -> {
                byte[] json = text.getBytes(StandardCharsets.UTF_8);
                Configured configured = Json.read(json, Configured.class, "environments of " + module.getArtifactId());
                members.put(module, new Environments(configured.environments()));
            });
        }
        return members;
    }

    private Optional<String> told(MavenProject module) {
        return Optional.ofNullable(context(module).get(ENVIRONMENTS)).map(Object::toString);
    }

    private Map<String, Object> context(MavenProject module) {
        return session.getPluginContext(execution.getMojoDescriptor().getPluginDescriptor(), module);
    }
}
