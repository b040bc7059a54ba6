package io.github.imagepromotion.build;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.InputHash;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.manifest.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The build artifact to write for an image.
 *
 * @param coordinates coordinates of the project
 * @param repository the image's repository in every registry
 * @param buildId configured BuildId; empty to derive it from the content
 * @param vcs commit of the sources
 * @param environments environments for the build record
 * @param documents creates the documents of the image
 * @param archive file for the archive
 * @param record file for the build record
 * @param lastBuild file with the state of the module's last build
 * @param claim called with name and digest of the image before a file is written; throws if it would replace another
 *     image
 */
public record ArtifactRequest(
        Coordinates coordinates,
        RepositoryName repository,
        Optional<BuildId> buildId,
        Optional<BuildRecord.Vcs> vcs,
        List<Environment> environments,
        Documents documents,
        Path archive,
        Path record,
        Path lastBuild,
        Consumer<String> claim) {
    public ArtifactRequest {
        environments = List.copyOf(environments);
    }

    /** Creates the documents of an image. */
    public interface Documents {
        /** Adds all inputs of the documents that are not inputs of the image. */
        void addInputs(InputHash hash) throws IOException;

        /** {@return the record, signed if a key is configured} */
        BuildRecord signed(BuildRecord record);

        /**
         * @param image the image
         * @param record its build record
         * @param kept documents that the source of an imported image has
         * @param libraries hashes the project's libraries; empty if the image has none
         * @return provenance, signatures, attached files
         * @throws IOException on an error of the disk
         */
        List<Document> about(
                Image image, BuildRecord record, List<Document> kept, Optional<IoFunction<Path, Digest>> libraries)
                throws IOException;
    }

    /** Adds all inputs of archive and record that are not inputs of the image. */
    void addInputs(InputHash hash) throws IOException {
        hash.add("identity", coordinates, repository, buildId)
                .add("vcs", vcs)
                .addAll("recorded environments", environments);
        documents.addInputs(hash);
    }
}
