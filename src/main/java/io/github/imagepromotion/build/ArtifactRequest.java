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
 * The build artifact that is wanted of an image: what it is called, what is said about it, and where archive and build
 * record go.
 *
 * @param coordinates of the project
 * @param repository in every registry
 * @param buildId that is given, empty if the content is to give it
 * @param vcs the commit that is built
 * @param environments as the build record tells them
 * @param documents made about the image
 * @param archive the file that takes it
 * @param record the file that takes the build record
 * @param lastBuild the file in which builds of the module are remembered
 * @param claim told name and digest of the image before a file is written; refuses what would replace another image
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

    /** What is said about the image beside it. */
    public interface Documents {
        /** Adds all that they depend on and the image does not. */
        void addInputs(InputHash hash) throws IOException;

        /** {@return the record, signed where there is a key} */
        BuildRecord signed(BuildRecord record);

        /**
         * @param image that they are about
         * @param record of it
         * @param kept what others said about it before
         * @param libraries hashes files of the project's libraries; empty if none went into the image
         * @return provenance, signatures, attached files
         * @throws IOException if the disk fails
         */
        List<Document> about(
                Image image, BuildRecord record, List<Document> kept, Optional<IoFunction<Path, Digest>> libraries)
                throws IOException;
    }

    /** Adds what goes into archive and record beside the image. */
    void addInputs(InputHash hash) throws IOException {
        hash.add("identity", coordinates, repository, buildId)
                .add("vcs", vcs)
                .addAll("recorded environments", environments);
        documents.addInputs(hash);
    }
}
