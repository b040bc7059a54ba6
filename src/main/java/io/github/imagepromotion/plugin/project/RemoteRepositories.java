package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.SessionProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.maven.RepositoryUtils;
import org.apache.maven.artifact.repository.ArtifactRepository;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.RepositoryPolicy;

/** The Maven repositories to search for deployed archives. */
public final class RemoteRepositories {
    /** Properties of maven-deploy-plugin that override the POM's repository. */
    private static final List<String> ALTERNATIVES =
            List.of("altDeploymentRepository", "altReleaseDeploymentRepository", "altSnapshotDeploymentRepository");

    /** Prefix of the id of a repository without an id, which is followed by its URL. */
    private static final String UNNAMED = "image.remoteRepositories-";

    private final MavenSession session;
    private final RepositorySystem system;

    /** @param system applies the mirrors and proxies of settings.xml */
    public RemoteRepositories(MavenSession session, RepositorySystem system) {
        this.session = session;
        this.system = system;
    }

    /**
     * {@return repositories of the command line, the project's deployment repository, and the repositories it reads
     * from}
     */
    public List<RemoteRepository> of(MavenProject project, String named) {
        List<RemoteRepository> raw = new ArrayList<>();
        SessionProperties properties = new SessionProperties(session, project);
        List<String> specifications = Environments.names(named);
        for (int i = 0; i < specifications.size(); i++) {
            raw.add(asked(specifications.get(i), i));
        }
        ALTERNATIVES.stream()
                .flatMap(name -> properties.find(name).stream())
                .filter(text -> text.contains("::"))
                .map(text -> named(text, raw.size()))
                .forEach(raw::add);
        if (project.getFile() != null && project.getDistributionManagement() != null) {
            ArtifactRepository deployment = project.getDistributionManagementArtifactRepository();
            if (deployment != null) {
                raw.add(RepositoryUtils.toRepo(deployment));
            }
        }
        Map<String, RemoteRepository> all = new LinkedHashMap<>();
        system.newResolutionRepositories(session.getRepositorySession(), raw)
                .forEach(repository -> all.putIfAbsent(repository.getUrl(), repository));
        project.getRemoteProjectRepositories()
                .forEach(repository -> all.merge(repository.getUrl(), repository, RemoteRepositories::asStrict));
        return List.copyOf(all.values());
    }

    /**
     * The deployment repository has no checksum policy of its own; if the POM also reads from it, that policy applies.
     */
    static RemoteRepository asStrict(RemoteRepository ours, RemoteRepository read) {
        return new RemoteRepository.Builder(ours)
                .setReleasePolicy(asStrict(ours.getPolicy(false), read.getPolicy(false)))
                .setSnapshotPolicy(asStrict(ours.getPolicy(true), read.getPolicy(true)))
                .build();
    }

    private static RepositoryPolicy asStrict(RepositoryPolicy ours, RepositoryPolicy read) {
        return new RepositoryPolicy(ours.isEnabled(), ours.getUpdatePolicy(), read.getChecksumPolicy());
    }

    /** @throws ImageException if it has no URL, such as a path, which Maven takes for a repository that has nothing */
    static RemoteRepository asked(String specification, int position) {
        RemoteRepository repository = named(specification, position);
        if (repository.getProtocol().isEmpty()) {
            throw new ImageException("Illegal <remoteRepositories> (-Dimage.remoteRepositories): "
                    + Text.quote(repository.getUrl())
                    + " is no URL. Write id::url, such as company::https://HOST/PATH or"
                    + " company::file:///DIRECTORY.");
        }
        return repository;
    }

    private static RemoteRepository named(String specification, int position) {
        int separator = specification.indexOf("::");
        String id = separator > 0 ? specification.substring(0, separator) : UNNAMED + (position + 1);
        String url =
                specification.substring(specification.lastIndexOf("::") < 0 ? 0 : specification.lastIndexOf("::") + 2);
        return new RemoteRepository.Builder(id, "default", url).build();
    }
}
