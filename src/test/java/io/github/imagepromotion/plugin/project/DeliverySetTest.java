package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.environment.Environments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliverySetTest {
    private static final int MODULES = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(MODULES);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void dueWhenOthersAreAwaitedIsEmptyAndForTheLastIsEveryMember() {
        List<MavenProject> modules = modules(3);
        MavenSession session = session(modules);
        set(session, modules.get(0)).arrive(new Environments(List.of()));
        set(session, modules.get(1)).skip();

        assertThat(set(session, modules.get(0)).due()).isEmpty();
        assertThat(set(session, modules.get(1)).awaited()).containsExactly("module2");
        set(session, modules.get(2)).arrive(new Environments(List.of()));

        assertThat(set(session, modules.get(2)).due().map(Map::keySet))
                .hasValueSatisfying(
                        members -> assertThat(members).containsExactlyInAnyOrder(modules.get(0), modules.get(2)));
        assertThat(set(session, modules.get(0)).due()).isEmpty();
    }

    /** Whoever delivers has every module, whichever came in between its questions. */
    @Test
    void dueWhenModulesEndAtOnceTellsOneOfThemEveryMember() throws Exception {
        for (int round = 0; round < 300; round++) {
            List<MavenProject> modules = modules(MODULES);
            MavenSession session = session(modules);
            CyclicBarrier start = new CyclicBarrier(MODULES);
            List<Future<Optional<Map<MavenProject, Environments>>>> answers = new ArrayList<>();
            for (MavenProject module : modules) {
                answers.add(threads.submit(() -> {
                    DeliverySet set = set(session, module);
                    start.await();
                    set.arrive(new Environments(List.of()));
                    return set.due();
                }));
            }
            List<Map<MavenProject, Environments>> deliveries = new ArrayList<>();
            for (Future<Optional<Map<MavenProject, Environments>>> answer : answers) {
                answer.get().ifPresent(deliveries::add);
            }
            assertThat(deliveries).hasSize(1);
            assertThat(deliveries.get(0).keySet()).containsExactlyElementsOf(modules);
        }
    }

    private static DeliverySet set(MavenSession session, MavenProject module) {
        PluginDescriptor plugin = new PluginDescriptor();
        plugin.setGroupId("it");
        plugin.setArtifactId("image");
        MojoDescriptor mojo = new MojoDescriptor();
        mojo.setPluginDescriptor(plugin);
        mojo.setGoal("publish");
        Plugin model = new Plugin();
        model.setGroupId("it");
        model.setArtifactId("image");
        MojoExecution execution = new MojoExecution(model, "publish", "default");
        execution.setMojoDescriptor(mojo);
        return new DeliverySet(session, module, execution);
    }

    @SuppressWarnings("deprecation") // the only constructor that wants no container
    private static MavenSession session(List<MavenProject> modules) {
        MavenSession session =
                new MavenSession(null, new DefaultRepositorySystemSession(), new DefaultMavenExecutionRequest(), null);
        session.setProjects(modules);
        return session;
    }

    private static List<MavenProject> modules(int count) {
        List<MavenProject> modules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PluginExecution publish = new PluginExecution();
            publish.addGoal("publish");
            Plugin plugin = new Plugin();
            plugin.setGroupId("it");
            plugin.setArtifactId("image");
            plugin.addExecution(publish);
            Build build = new Build();
            build.addPlugin(plugin);
            Model model = new Model();
            model.setGroupId("it");
            model.setArtifactId("module" + i);
            model.setVersion("1");
            model.setPackaging("jar");
            model.setBuild(build);
            modules.add(new MavenProject(model));
        }
        return modules;
    }
}
