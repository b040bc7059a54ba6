package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.BuildFailure;
import org.apache.maven.execution.MavenExecutionResult;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** The projects of this Maven call, and the images attached to them. */
public final class Reactor {
    private static final Set<String> GOALS_THAT_ATTACH = Set.of("build", "import");

    private static final Set<String> GOAL_THAT_RELEASES = Set.of("release");

    private static final String EXECUTION = executionOf("build");

    /** Phases of Maven's default lifecycle from {@code package} on. */
    private static final Set<String> PACKAGED = Set.of(
            "package",
            "pre-integration-test",
            "integration-test",
            "post-integration-test",
            "verify",
            "install",
            "deploy");

    private final MavenSession session;
    private final MavenProject current;
    private final MojoExecution execution;

    /** @param execution execution of the goal */
    public Reactor(MavenSession session, MavenProject current, MojoExecution execution) {
        this.session = session;
        this.current = current;
        this.execution = execution;
    }

    /** {@return the archives that this call attached; of the current project only, if the goal is bound to a phase} */
    public List<FoundArtifact> attached() {
        return projects()
                .flatMap(project -> ProjectImage.attached(project).stream())
                .toList();
    }

    /** {@return the projects to which this call attached the lock of a release} */
    List<MavenProject> released() {
        return projects()
                .filter(project -> ProjectRelease.attached(project).isPresent())
                .toList();
    }

    /**
     * {@return the archive that this call attached to the project with these coordinates; empty if it is not part of
     * the call}
     *
     * @throws ImageException if the call packaged the project without an image
     */
    Optional<FoundArtifact> built(Coordinates coordinates) {
        Optional<MavenProject> module = session.getProjects().stream()
                .filter(project -> project.getGroupId().equals(coordinates.groupId())
                        && project.getArtifactId().equals(coordinates.artifactId())
                        && project.getVersion().equals(coordinates.version()))
                .findFirst();
        Optional<FoundArtifact> attached = module.flatMap(ProjectImage::attached);
        if (attached.isEmpty()) {
            module.filter(this::isPackaged).ifPresent(this::refuseOlderBuild);
        }
        return attached;
    }

    /** {@return the projects that have an image, built in this call or earlier} */
    public List<MavenProject> imageProjects() {
        List<MavenProject> own =
                projects().filter(project -> project.getFile() != null).toList();
        if (own.isEmpty()) {
            throw new ImageException("There is no POM here, and no image is named. Name the archive (-Dimage.file), the"
                    + " drop and build (-Dimage.drop, -Dimage.buildId), or the coordinates"
                    + " (-Dimage.artifact=groupId:artifactId:version).");
        }
        List<MavenProject> withImage = own.stream().filter(this::buildsImage).toList();
        List<MavenProject> meant = withImage.isEmpty() && own.size() == 1 ? own : withImage;
        if (meant.isEmpty()) {
            throw new ImageException(
                    "No module of this build has an execution of image:build or image:import, so there is"
                            + " no image to promote. Add " + EXECUTION + " to the plugin in the module that has one, or"
                            + " name the image (-Dimage.artifact, -Dimage.file).");
        }
        return meant;
    }

    /** {@return the projects that have an image, if this call has not packaged what would be read from a repository} */
    public List<MavenProject> deployedProjects() {
        List<MavenProject> meant =
                new ArrayList<>(projects().filter(this::makesRelease).toList());
        if (!isOfReleases()) {
            meant.addAll(imageProjects());
        }
        meant.stream().filter(this::isPackaged).findFirst().ifPresent(this::refuseOlderBuild);
        return meant;
    }

    /** An image or a release deployed earlier could be mistaken for the one that this call built. */
    private void refuseOlderBuild(MavenProject project) {
        if (makesRelease(project) || isPom(project)) {
            String why = makesRelease(project)
                    ? "the execution of image:release was skipped, or is bound to a later phase"
                    : "its packaging is pom, and the plugin has no <execution> of image:release there. Add "
                            + executionOf("release") + " to it";
            throw new ImageException(
                    "This call packaged '" + project.getArtifactId() + "', and no release was locked in"
                            + " it: " + why + ". A release that was deployed before is none of this build: name it"
                            + " (-Dimage.artifact, -Dimage.file), or leave the phase out to take what was deployed last.");
        }
        String why = "the plugin has no <execution> of image:build or image:import there. Add " + EXECUTION + " to it";
        if (buildsImage(project)) {
            why = "the execution of image:build or image:import was skipped, or is bound to a later phase";
        } else if (isBound(project, GOAL_THAT_RELEASES)) {
            why = "it has an <execution> of image:release, and its packaging is " + project.getPackaging()
                    + ". Give a release the <packaging>pom</packaging>";
        }
        throw new ImageException(
                "This call packaged '" + project.getArtifactId() + "', and no image was attached to it: "
                        + why + ". An image that was deployed before is none of this build: name it (-Dimage.artifact,"
                        + " -Dimage.file, -Dimage.drop), or leave the phase out to take what was deployed last.");
    }

    /**
     * {@return whether this call packaged a project: its lifecycle ran that far, or its main artifact is a file, which
     * {@code compile} alone sets to a directory}
     */
    private boolean isPackaged(MavenProject project) {
        boolean asked = goalsBefore().stream()
                .map(goal -> goal.replaceFirst("^(before|after):", "").replaceFirst("\\[.*]$", ""))
                .anyMatch(PACKAGED::contains);
        File main = project.getArtifact() == null ? null : project.getArtifact().getFile();
        return asked || (!isPom(project) && main != null && main.isFile());
    }

    private static String executionOf(String goal) {
        return "<executions><execution><goals><goal>" + goal + "</goal></goals></execution></executions>";
    }

    /** {@return whether a project is of packaging {@code pom}, and does not say that it has an image} */
    private boolean isPom(MavenProject project) {
        return ProjectImage.reasonToSkip(session, project).isPresent();
    }

    /** {@return goals and phases before this goal on the command line; all of them if the goal is bound to a phase} */
    private List<String> goalsBefore() {
        List<String> goals = session.getGoals();
        for (int i = goals.size() - 1; i >= 0; i--) {
            if (goals.get(i).replaceFirst("@.*$", "").endsWith(":" + execution.getGoal())) {
                return goals.subList(0, i);
            }
        }
        return goals;
    }

    /**
     * Images of a project belong together, whichever modules are selected ({@code -pl}, {@code -rf}).
     *
     * @param what what the goal does, a verb
     * @throws ImageException if a module with an image is not in this call
     */
    public void refusePart(String what) {
        boolean whole = execution.getLifecyclePhase() != null || isOfReleases();
        List<String> left = whole ? List.of() : names(unselected().stream().filter(this::buildsImage));
        if (!left.isEmpty()) {
            throw new ImageException("Refused to " + what + " a part of this project's images: " + quoted(left)
                    + (left.size() == 1 ? " has one, too, and is" : " have some, too, and are")
                    + " not selected in this call (-pl, -rf). Call Maven for all modules; or, if these alone are meant, add:"
                    + " -Dimage.allowPartial (<allowPartial>)");
        }
    }

    /**
     * Maven continues after a failure with {@code --fail-at-end} and {@code --fail-never}.
     *
     * @param what what the goal does, a verb
     * @throws ImageException if this call has failed before
     */
    public static void refuseAfterFailure(MavenSession session, String what) {
        MavenExecutionResult result = session.getResult();
        if (result == null || !result.hasExceptions()) {
            return;
        }
        List<String> failed = names(session.getProjects().stream()
                .filter(project -> result.getBuildSummary(project) instanceof BuildFailure));
        throw new ImageException("Refused to " + what + ": this call failed before"
                + (failed.isEmpty() ? "" : ", in " + quoted(failed))
                + ", and Maven went on (--fail-at-end, --fail-never). Mend that and call it again.");
    }

    /** {@return modules of the project that are not part of this call} */
    List<MavenProject> unselected() {
        Set<String> selected =
                session.getProjects().stream().map(MavenProject::getId).collect(Collectors.toSet());
        return Optional.ofNullable(session.getAllProjects()).orElse(List.of()).stream()
                .filter(project -> !selected.contains(project.getId()))
                .toList();
    }

    private static List<String> names(Stream<MavenProject> projects) {
        return projects.map(MavenProject::getArtifactId).toList();
    }

    private static String quoted(List<String> names) {
        return "'" + String.join("', '", names) + "'";
    }

    /** {@return whether a project binds a goal of this plugin and does not skip it} */
    boolean binds(MavenProject project, Set<String> goals) {
        return !isPom(project) && isBound(project, goals);
    }

    private boolean isBound(MavenProject project, Set<String> goals) {
        Plugin plugin =
                project.getBuild().getPluginsAsMap().get(execution.getGroupId() + ":" + execution.getArtifactId());
        return plugin != null && plugin.getExecutions().stream().anyMatch(bound -> binds(bound, goals));
    }

    /** {@return whether this call has releases, and no project with an image} */
    boolean isOfReleases() {
        return releases().findAny().isPresent() && projects().noneMatch(this::buildsImage);
    }

    /** {@return the projects of releases} */
    Stream<MavenProject> releases() {
        return projects().filter(this::makesRelease);
    }

    /** {@return whether a project is a release; all of its members belong together, whichever modules are selected} */
    private boolean makesRelease(MavenProject project) {
        return ProjectRelease.PACKAGING.equals(project.getPackaging()) && isBound(project, GOAL_THAT_RELEASES);
    }

    private static boolean binds(PluginExecution bound, Set<String> goals) {
        return !"none".equals(bound.getPhase()) && bound.getGoals().stream().anyMatch(goals::contains);
    }

    /** {@return whether an execution of this plugin creates an image} */
    static boolean makesImage(PluginExecution bound) {
        return binds(bound, GOALS_THAT_ATTACH);
    }

    private boolean buildsImage(MavenProject project) {
        return binds(project, GOALS_THAT_ATTACH);
    }

    private Stream<MavenProject> projects() {
        return execution.getLifecyclePhase() != null ? Stream.of(current) : session.getProjects().stream();
    }
}
