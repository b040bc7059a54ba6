package io.github.imagepromotion.plugin.project;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.build.ArtifactRequest;
import io.github.imagepromotion.ci.CiJob;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.InputHash;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Provenance.Resource;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.config.ConfiguredAs;
import io.github.imagepromotion.plugin.config.Origins;
import io.github.imagepromotion.plugin.config.SessionProperties;
import io.github.imagepromotion.registry.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/** Creates the documents of an image at build: provenance, signatures, attached files. */
public final class ImageDocuments implements ArtifactRequest.Documents {
    private static final String BUILDER = "https://imagepromotion.github.io/builder/";

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;
    private final Redactor redactor;
    private final Attester attester;
    private final boolean provenance;
    private final List<Attachment> attachments;

    /** @param provenance whether to create provenance */
    public ImageDocuments(
            MavenSession session,
            MavenProject project,
            MojoExecution execution,
            Redactor redactor,
            Attester attester,
            boolean provenance,
            List<Attachment> attachments) {
        this.session = session;
        this.project = project;
        this.execution = execution;
        this.redactor = redactor;
        this.attester = attester;
        this.provenance = provenance;
        this.attachments = attachments;
    }

    @Override
    public void addInputs(InputHash hash) {
        hash.add(
                "signing",
                attester.key().map(key -> key.publicKey().id().toString()).orElse(""),
                attester.form());
        hash.add("provenance", provenance, provenance ? configuration() : "", builder());
        for (Attachment attachment : attachments) {
            hash.add("attachment", attachment.name(), attachment.type(), Digest.sha256(attachment.content()));
        }
    }

    @Override
    public BuildRecord signed(BuildRecord record) {
        return attester.key().map(record::signed).orElse(record);
    }

    @Override
    public List<Document> about(
            Image image, BuildRecord record, List<Document> kept, Optional<IoFunction<Path, Digest>> libraries)
            throws IOException {
        return new BuildDocuments(
                        attester,
                        provenance(record, libraries),
                        attachments,
                        record.identity().repository())
                .about(image, kept);
    }

    private Optional<Provenance> provenance(BuildRecord record, Optional<IoFunction<Path, Digest>> libraries)
            throws IOException {
        if (!provenance) {
            return Optional.empty();
        }
        return Optional.of(new Provenance(
                new Provenance.Builder(builder(), execution.getVersion()),
                record.identity(),
                new Provenance.Parameters("image:" + execution.getGoal(), configuration(), record.environments()),
                new BuildDependencies(project).of(record, libraries),
                attachments.stream()
                        .map(file -> Resource.of(file.name(), "", Digest.sha256(file.content())))
                        .toList()));
    }

    private JsonObject configuration() {
        return new ConfiguredAs(project.getBasedir().toPath(), redactor, new Origins(session, project, execution))
                .json(new SessionProperties(session, project), project, execution);
    }

    private String builder() {
        String server = CiJob.of(CallerEnvironment.of(session), Optional.empty())
                .server()
                .orElse("local");
        return BUILDER + server.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
