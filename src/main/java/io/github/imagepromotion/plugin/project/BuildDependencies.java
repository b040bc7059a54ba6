package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Provenance.Resource;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Scm;
import org.apache.maven.project.MavenProject;

/** What an image was built from, as package URLs (purl-spec) with digests. */
final class BuildDependencies {
    private final MavenProject project;

    BuildDependencies(MavenProject project) {
        this.project = project;
    }

    /**
     * {@return the base image or the imported image, the sources and the libraries}
     *
     * @param libraries hashes them; empty if the image has none
     */
    List<Resource> of(BuildRecord record, Optional<IoFunction<Path, Digest>> libraries) throws IOException {
        List<Resource> resources = new ArrayList<>();
        record.inputs()
                .base()
                .ifPresent(base -> resources.add(image("base image", base.image(), Optional.of(base.digest()))));
        record.inputs()
                .source()
                .ifPresent(source -> resources.add(image("imported image", source.image(), source.digest())));
        record.inputs()
                .vcs()
                .ifPresent(vcs ->
                        resources.add(new Resource("sources", sources(vcs), Map.of("gitCommit", vcs.revision()))));
        if (libraries.isPresent()) {
            resources.addAll(libraries(libraries.get()));
        }
        return resources;
    }

    private static Resource image(String name, String image, Optional<Digest> digest) {
        return new Resource(
                name + " " + image,
                "",
                digest.map(known -> Map.of(known.algorithm(), known.hex())).orElse(Map.of()));
    }

    private String sources(BuildRecord.Vcs vcs) {
        String connection = Optional.ofNullable(project.getScm())
                .map(Scm::getConnection)
                .filter(text -> text.startsWith("scm:git:"))
                .map(text -> text.substring("scm:git:".length()))
                .filter(text -> text.contains("://"))
                .map(Text::withoutUser)
                .orElse("");
        return connection.isEmpty()
                ? ""
                : "git+" + connection
                        + vcs.branch().map(branch -> "@refs/heads/" + branch).orElse("");
    }

    private List<Resource> libraries(IoFunction<Path, Digest> contents) throws IOException {
        List<Resource> resources = new ArrayList<>();
        for (Artifact artifact : project.getArtifacts()) {
            File file = artifact.getFile();
            if (file != null && file.isFile()) {
                resources.add(Resource.of(name(artifact), purl(artifact), contents.apply(file.toPath())));
            }
        }
        resources.sort(Comparator.comparing(Resource::uri));
        return resources;
    }

    private static String name(Artifact artifact) {
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + ":" + artifact.getVersion();
    }

    private static String purl(Artifact artifact) {
        String classifier = artifact.hasClassifier() ? "classifier=" + encoded(artifact.getClassifier()) + "&" : "";
        return "pkg:maven/" + encoded(artifact.getGroupId()) + "/" + encoded(artifact.getArtifactId()) + "@"
                + encoded(artifact.getVersion()) + "?" + classifier + "type=" + encoded(artifact.getType());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
