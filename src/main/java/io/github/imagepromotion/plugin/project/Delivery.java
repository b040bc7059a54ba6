package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.RepositoryArtifacts;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.plugin.config.ConfiguredEnvironments;
import io.github.imagepromotion.plugin.console.RedactingLog;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;

/**
 * The images that {@code image:publish} delivers in one call: those of its modules, and those deployed by earlier calls
 * of the same build.
 */
public final class Delivery {
    private final MavenSession session;
    private final RepositorySystem repositorySystem;
    private final ConfiguredEnvironments configured;
    private final Candidates candidates;
    private final RedactingLog log;

    /**
     * @param configured the environments of this call
     * @param candidates opens the images
     */
    public Delivery(
            MavenSession session,
            RepositorySystem repositorySystem,
            ConfiguredEnvironments configured,
            Candidates candidates,
            RedactingLog log) {
        this.session = session;
        this.repositorySystem = repositorySystem;
        this.configured = configured;
        this.candidates = candidates;
        this.log = log;
    }

    /**
     * @param members modules of this call, with their environments
     * @param others modules that belong to the same project and are not in this call
     * @return images by the ids of their environments
     * @throws ImageException if the image of another module was not deployed
     */
    public Map<List<String>, List<Candidate>> of(Map<MavenProject, Environments> members, List<MavenProject> others)
            throws IOException {
        for (Map.Entry<MavenProject, Environments> member : members.entrySet()) {
            candidates.add(ProjectImage.attached(member.getKey()).orElseThrow(), Optional.of(member.getValue()));
        }
        Set<BuildId> build = candidates.list().stream()
                .map(candidate -> candidate.identity().buildId())
                .collect(Collectors.toSet());
        for (MavenProject other : others) {
            Environments environments = configured.of(other);
            if (!environments(environments).isEmpty()) {
                addDeployed(other, build, environments);
            }
        }
        return byEnvironments();
    }

    /** After a failure that was resumed with {@code -rf}, earlier modules were deployed by another call. */
    private void addDeployed(MavenProject other, Set<BuildId> build, Environments environments) throws IOException {
        try {
            if (build.size() != 1 || build.iterator().next().isOfContent()) {
                throw new ImageException(
                        "It is unknown which build it is of, since no number tells which modules are of one"
                                + " build: set one (-Dimage.buildId).");
            }
            FoundArtifact deployed = new RepositoryArtifacts(
                            repositorySystem,
                            session.getRepositorySession(),
                            new RemoteRepositories(session, repositorySystem).of(other, ""),
                            false,
                            remark -> log.warn(remark))
                    .find(ProjectImage.coordinates(other));
            candidates.add(
                    deployed.asking(
                            deployed.requested().withBuildId(build.iterator().next())),
                    Optional.of(environments));
        } catch (ImageException e) {
            throw new ImageException(
                    Message.of("Refused to deliver a part of this project's images: '" + other.getArtifactId()
                                    + "' binds image:publish, too, is not selected in this call (-pl, -rf), and no image of this build"
                                    + " was deployed of it. Call Maven for all modules; or, if these alone are meant, add:"
                                    + " -Dimage.allowPartial (<allowPartial>). ")
                            .and(e),
                    e);
        }
        log.info("Delivered together with " + other.getArtifactId() + ", as this build deployed it before");
    }

    private Map<List<String>, List<Candidate>> byEnvironments() {
        Map<List<String>, List<Candidate>> groups = new LinkedHashMap<>();
        for (Candidate candidate : candidates.list()) {
            List<String> names = environments(candidate.environments());
            if (!names.isEmpty()) {
                groups.computeIfAbsent(names, key -> new ArrayList<>()).add(candidate);
            }
        }
        return groups;
    }

    /** {@return ids of the environments with continuous delivery} */
    public static List<String> environments(Environments environments) {
        return environments.continuouslyDelivered().stream()
                .map(Environment::id)
                .toList();
    }
}
