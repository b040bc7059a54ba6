package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
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
import org.eclipse.aether.SessionData;

/**
 * The modules of one Maven call that bind {@code image:publish}: their images are delivered together, by the one that
 * arrives last. Modules may run in parallel, and in class loaders of their own, so what they tell each other lies in
 * Maven's session and is of the JDK's types only.
 */
public final class DeliverySet {
    private static final String ENVIRONMENTS = "image.publish.environments:";
    private static final String CLAIM = "image.publish.claim";
    private static final String SKIPPED = "";
    private static final Set<String> GOAL = Set.of("publish");

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;

    private record Kept(List<Environment> environments, EnvironmentSource source) {}

    /** @param execution of {@code image:publish} in this module */
    public DeliverySet(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
    }

    /** This module's image is ready. */
    public void arrive(Environments environments) {
        tell(new String(Json.compact(new Kept(environments.list(), environments.source())), StandardCharsets.UTF_8));
    }

    /** This module has nothing to deliver; the others need not wait for it. */
    public void skip() {
        tell(SKIPPED);
    }

    /**
     * What this module delivers for all, when it came last; empty otherwise. Of several that come at once, one is told.
     */
    public Optional<Map<MavenProject, Environments>> due() {
        return awaited().isEmpty() && isFirstToAsk() ? Optional.of(members()) : Optional.empty();
    }

    /** Whether a module that has come so far is delivered to any environment. */
    public boolean delivers() {
        return members().values().stream()
                .anyMatch(known -> !known.continuouslyDelivered().isEmpty());
    }

    /** Whether a module has come to this goal, or to its end. */
    public boolean isPast(MavenProject module) {
        return told(module).isPresent() || session.getResult().getBuildSummary(module) != null;
    }

    /** Modules of the project that are to be delivered, too, and are not part of this call. */
    public List<MavenProject> unselected() {
        Reactor reactor = new Reactor(session, project, execution);
        return reactor.unselected().stream()
                .filter(module -> reactor.binds(module, GOAL))
                .toList();
    }

    /** Modules that have not come to this goal yet. */
    public List<String> awaited() {
        Reactor reactor = new Reactor(session, project, execution);
        return session.getProjects().stream()
                .filter(module -> reactor.binds(module, GOAL))
                .filter(module -> told(module).isEmpty())
                .map(MavenProject::getArtifactId)
                .toList();
    }

    private boolean isFirstToAsk() {
        return shared().set(CLAIM, null, project.getId());
    }

    /** The modules with an image that have come, and the environments that each configures. */
    private Map<MavenProject, Environments> members() {
        Map<MavenProject, Environments> members = new LinkedHashMap<>();
        for (MavenProject module : session.getProjects()) {
            told(module).filter(text -> !text.equals(SKIPPED)).ifPresent(text -> {
                byte[] json = text.getBytes(StandardCharsets.UTF_8);
                Kept configured = Json.read(json, Kept.class, "environments of " + module.getArtifactId());
                members.put(module, new Environments(configured.environments(), configured.source()));
            });
        }
        return members;
    }

    private void tell(String text) {
        shared().set(ENVIRONMENTS + project.getId(), text);
    }

    private Optional<String> told(MavenProject module) {
        return Optional.ofNullable(shared().get(ENVIRONMENTS + module.getId())).map(Object::toString);
    }

    /** Safe for several threads; plugin contexts are not, when a module asks for the one of another. */
    private SessionData shared() {
        return session.getRepositorySession().getData();
    }
}
