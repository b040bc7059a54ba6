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
 * Recognizes plugins that deploy the artifacts of all modules at the end: maven-deploy-plugin with {@code
 * <deployAtEnd>}, and plugins with a staging area. No environment gets an image before its artifact is deployed.
 */
public final class LateDeployment {
    private static final String DEPLOY = "org.apache.maven.plugins:maven-deploy-plugin";

    /** Plugins that leave releases in a staging area, to be published later. */
    private static final Set<String> STAGING = Set.of(
            "org.sonatype.central:central-publishing-maven-plugin",
            "org.sonatype.plugins:nexus-staging-maven-plugin",
            "org.sonatype.plugins:nxrm3-maven-plugin");

    private static final String EACH_BY_ITSELF =
            "Let each module be deployed by itself (-DdeployAtEnd=false), or let one with an image come last. Otherwise ";

    private final MavenSession session;
    private final MavenProject current;
    private final MojoExecution execution;

    /** @param current project of the goal */
    public LateDeployment(MavenSession session, MavenProject current, MojoExecution execution) {
        this.session = session;
        this.current = current;
        this.execution = execution;
    }

    /**
     * @param isPast whether a module has finished its part of the phase {@code deploy}
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

    /** Plugins run in the order of the POM, after those bound by the packaging. */
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

    /** The plugin's element takes precedence over the property; true by default from version 4 on. */
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

    /** {@return whether maven-deploy-plugin skips the project, and no other plugin is known to deploy it} */
    public boolean isSkipped() {
        List<Plugin> plugins = current.getBuildPlugins();
        return plugins.stream().noneMatch(plugin -> STAGING.contains(plugin.getKey()))
                && plugins.stream()
                        .filter(plugin -> plugin.getKey().equals(DEPLOY))
                        .anyMatch(this::leavesOut);
    }

    /** Version 3 also supports {@code releases} and {@code snapshots}. */
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
