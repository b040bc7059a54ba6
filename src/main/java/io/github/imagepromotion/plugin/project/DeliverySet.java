package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.access.CallData;
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
 * The modules of one Maven call that bind {@code image:publish}: the last one delivers the images of all. Modules may
 * run concurrently and in different class loaders, so the shared state is in Maven's session and has only types of the
 * JDK.
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

    /** @param execution execution of {@code image:publish} in this module */
    public DeliverySet(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
    }

    /** Registers this module's image as ready. */
    public void arrive(Environments environments) {
        tell(new String(Json.compact(new Kept(environments.list(), environments.source())), StandardCharsets.UTF_8));
    }

    /** Registers that this module has nothing to deliver. */
    public void skip() {
        tell(SKIPPED);
    }

    /**
     * {@return all modules to deliver, if this is the last module; empty otherwise} Only one of several concurrent
     * modules gets them.
     */
    public Optional<Map<MavenProject, Environments>> due() {
        return awaited().isEmpty() && CallData.of(session).isFirst(CLAIM) ? Optional.of(members()) : Optional.empty();
    }

    /** {@return whether any module that has arrived is delivered to an environment} */
    public boolean delivers() {
        return members().values().stream()
                .anyMatch(known -> !known.continuouslyDelivered().isEmpty());
    }

    /** {@return whether a module has reached or finished this goal} */
    public boolean isPast(MavenProject module) {
        return told(module).isPresent() || session.getResult().getBuildSummary(module) != null;
    }

    /** {@return modules of the project that should be delivered and are not part of this call} */
    public List<MavenProject> unselected() {
        Reactor reactor = new Reactor(session, project, execution);
        return reactor.unselected().stream()
                .filter(module -> reactor.binds(module, GOAL))
                .toList();
    }

    /** {@return modules that have not reached this goal yet} */
    public List<String> awaited() {
        Reactor reactor = new Reactor(session, project, execution);
        return session.getProjects().stream()
                .filter(module -> reactor.binds(module, GOAL))
                .filter(module -> told(module).isEmpty())
                .map(MavenProject::getArtifactId)
                .toList();
    }

    /** {@return the modules with an image that have arrived, with their environments} */
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
        CallData.of(session).tell(ENVIRONMENTS + project.getId(), text);
    }

    private Optional<String> told(MavenProject module) {
        return CallData.of(session).told(ENVIRONMENTS + module.getId()).map(Object::toString);
    }
}
