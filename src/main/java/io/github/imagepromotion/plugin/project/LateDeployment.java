package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.PomConfiguration;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Plugins that keep the artifacts of all modules until the last one, and deploy them then: maven-deploy-plugin with
 * {@code <deployAtEnd>}, and those that publish by way of a staging area. No environment gets an image before that.
 */
public final class LateDeployment {
    private static final String DEPLOY = "org.apache.maven.plugins:maven-deploy-plugin";

    /** They leave releases in a staging area, from which somebody, or something, publishes them later. */
    private static final Set<String> STAGING = Set.of(
            "org.sonatype.central:central-publishing-maven-plugin",
            "org.sonatype.plugins:nexus-staging-maven-plugin",
            "org.sonatype.plugins:nxrm3-maven-plugin");

    private static final String EACH_BY_ITSELF =
            "Let each module be deployed by itself (-DdeployAtEnd=false), or let one with an image come last. Otherwise ";

    private final MavenSession session;
    private final MavenProject current;
    private final MojoExecution execution;

    /** @param current project that the goal runs in */
    public LateDeployment(MavenSession session, MavenProject current, MojoExecution execution) {
        this.session = session;
        this.current = current;
        this.execution = execution;
    }

    /**
     * @param isPast whether a module has done its part of the phase {@code deploy}
     * @throws ImageException if artifacts are not deployed yet
     */
    public void refuseBefore(Predicate<MavenProject> isPast) {
        for (MavenProject module : session.getProjects()) {
            for (Plugin plugin : late(module)) {
                refuseStaged(module, plugin);
                if (!isPast.test(module) || isAfterUs(module, plugin)) {
                    throw refused(plugin, "it has not come to '" + module.getArtifactId() + "'");
                }
            }
        }
    }

    private void refuseStaged(MavenProject module, Plugin plugin) {
        if (STAGING.contains(plugin.getKey()) && !module.getArtifact().isSnapshot()) {
            throw refused(plugin, "it leaves releases in a staging area, from which they are published later");
        }
    }

    private static ImageException refused(Plugin plugin, String why) {
        return new ImageException(
                "Refused to deliver images whose artifacts are not deployed yet: "
                        + plugin.getArtifactId() + " deploys those of all modules at the end, and " + why + ". "
                        + (STAGING.contains(plugin.getKey()) ? "" : EACH_BY_ITSELF)
                        + "take <continuousDelivery> out of the environments, and call image:promote when the artifacts are deployed.");
    }

    /** A plugin of the POM comes in its order there; what a packaging binds comes before all of them. */
    private boolean isAfterUs(MavenProject module, Plugin plugin) {
        if (!module.equals(current) || !STAGING.contains(plugin.getKey())) {
            return false;
        }
        List<String> order =
                module.getBuildPlugins().stream().map(Plugin::getKey).toList();
        return order.indexOf(plugin.getKey())
                > order.indexOf(Plugin.constructKey(execution.getGroupId(), execution.getArtifactId()));
    }

    private List<Plugin> late(MavenProject module) {
        List<Plugin> late = new ArrayList<>();
        for (Plugin plugin : module.getBuildPlugins()) {
            if (STAGING.contains(plugin.getKey()) || (plugin.getKey().equals(DEPLOY) && isAtEnd(module, plugin))) {
                late.add(plugin);
            }
        }
        return late;
    }

    /** As the plugin takes it: its element, else the property; from version 4 on it is so by default. */
    private boolean isAtEnd(MavenProject module, Plugin plugin) {
        SessionProperties properties = new SessionProperties(session, module);
        if (properties.said("maven.deploy.skip").filter("true"::equals).isPresent()) {
            return false;
        }
        String standard = Optional.ofNullable(plugin.getVersion()).orElse("").startsWith("4.") ? "true" : "false";
        return element(plugin, "deployAtEnd")
                .or(() -> properties.find("deployAtEnd"))
                .orElse(standard)
                .trim()
                .equals("true");
    }

    /** Whether maven-deploy-plugin leaves out the project that the goal runs in, and no other plugin is known to deploy it. */
    public boolean isSkipped() {
        List<Plugin> plugins = current.getBuildPlugins();
        return plugins.stream().noneMatch(plugin -> STAGING.contains(plugin.getKey()))
                && plugins.stream()
                        .filter(plugin -> plugin.getKey().equals(DEPLOY))
                        .anyMatch(this::leavesOut);
    }

    /** Its version 3 also knows {@code releases} and {@code snapshots}. */
    private boolean leavesOut(Plugin plugin) {
        String skip = element(plugin, "skip")
                .or(() -> new SessionProperties(session, current).find("maven.deploy.skip"))
                .orElse("")
                .trim();
        return skip.equals("true") || skip.equals(current.getArtifact().isSnapshot() ? "snapshots" : "releases");
    }

    private static Optional<String> element(Plugin plugin, String name) {
        return plugin.getExecutions().stream()
                .flatMap(bound -> PomConfiguration.elements(bound).stream())
                .filter(element -> element.getName().equals(name))
                .map(Xpp3Dom::getValue)
                .findFirst();
    }
}
