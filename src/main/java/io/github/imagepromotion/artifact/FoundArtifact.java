package io.github.imagepromotion.artifact;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.ArchiveProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A build artifact that was found. Nothing vouches for where it lay: {@link #check} holds what it says of itself against
 * what was asked for.
 *
 * @param archive the image archive
 * @param record the build record, if it lies beside it
 * @param origin where they came from, for people
 * @param requested which build was asked for
 */
public record FoundArtifact(Path archive, Optional<Path> record, String origin, Requested requested) {
    private static final String ARCHIVE_ENDING = ".tar";
    private static final String FILE = "file ";

    /**
     * @param archive a file that someone names
     * @return it, with the build record {@code <same name>.json} if there is one
     */
    public static FoundArtifact file(Path archive) {
        String name = String.valueOf(archive.getFileName());
        Optional<Path> record = Optional.of(name)
                .filter(file -> file.endsWith(ARCHIVE_ENDING))
                .map(file ->
                        archive.resolveSibling(file.substring(0, file.length() - ARCHIVE_ENDING.length()) + ".json"))
                .filter(Files::isRegularFile);
        return new FoundArtifact(archive, record, FILE + archive, Requested.ANYTHING);
    }

    /** {@return its build record in messages: by the file that was named, or by where it was found} */
    public String recordName() {
        return origin.equals(FILE + archive) ? Text.quote(recordFile().toString()) : "of " + origin;
    }

    /**
     * @param other which build was asked for
     * @return the same artifact, found for that
     */
    public FoundArtifact asking(Requested other) {
        return new FoundArtifact(archive, record, origin, other);
    }

    /**
     * Request, archive and build record speak of the same project, version, build and image. Signed provenance is held
     * against the archive where an environment asks for it ({@link ArchiveProof}).
     *
     * @param open this artifact's archive
     * @return what the build record says, if there is one
     * @throws ImageException if they do not, with what each of them says
     * @throws IOException if record or archive cannot be read
     */
    public Optional<BuildRecord> check(ImageArchive open) throws IOException {
        Optional<BuildRecord> read =
                record.isPresent() ? Optional.of(BuildRecord.read(record.get(), recordName())) : Optional.empty();
        boolean agreed = requested.isFor(open.identity())
                && read.filter(said -> !said.identity().equals(open.identity())
                                || !said.digest().equals(digest(open)))
                        .isEmpty();
        if (!agreed) {
            throw refused(open, read);
        }
        return read;
    }

    /** Where the build record is, or would be. */
    private Path recordFile() {
        return record.orElseGet(() ->
                archive.resolveSibling(String.valueOf(archive.getFileName()).replaceFirst("\\.tar$", ".json")));
    }

    /**
     * The same of a build record whose archive is not there.
     *
     * @return what it says
     * @throws ImageException if that is not what was asked for
     * @throws IOException if it cannot be read
     */
    public BuildRecord checkRecord() throws IOException {
        BuildRecord read = BuildRecord.read(recordFile(), recordName());
        if (!requested.isFor(read.identity())) {
            throw new ImageException(Message.of("Refused the build record " + recordName() + ": asked for was "
                            + requested + "; it says " + describe(read.identity(), read.digest()) + ".")
                    .because(ArtifactReason.MIXED));
        }
        return read;
    }

    private ImageException refused(ImageArchive open, Optional<BuildRecord> read) throws IOException {
        List<String> said = new ArrayList<>();
        if (!requested.equals(Requested.ANYTHING)) {
            said.add("asked for was " + requested);
        }
        said.add("the archive says " + describe(open.identity(), digest(open)));
        read.ifPresent(saying -> said.add("its build record says " + describe(saying.identity(), saying.digest())));
        ArchiveProof.claims(open.documents(), digest(open))
                .forEach(claim -> said.add("its provenance says " + claim.describe()));
        return new ImageException(Message.of("Refused the artifact from " + origin + ", which is not of one build: "
                        + String.join("; ", said)
                        + ".")
                .because(ArtifactReason.MIXED));
    }

    private static Digest digest(ImageArchive open) {
        return open.image().top().digest();
    }

    private static String describe(Identity identity, Digest digest) {
        return "build '" + identity.buildId() + "' of '" + identity.coordinates() + "' for '" + identity.repository()
                + "' (" + digest + ")";
    }

    /** Why a build artifact is not taken. */
    public enum ArtifactReason implements Reason {
        /** A drop has no such build. */
        NOT_IN_DROP,
        /** A drop is no directory. */
        NO_DROP,
        /** A drop cannot be read. */
        DROP_UNREADABLE,
        /** A drop holds another build of this number. */
        DROP_HOLDS_OTHER,
        /** Archive, record and what was asked for are not of one build. */
        MIXED,
        /** A repository does not say which snapshot is the newest. */
        NEWEST_UNKNOWN,
        /** A repository failed. */
        REPOSITORY_FAILED,
        /** No repository has it. */
        NOT_DEPLOYED,
        /** It was only installed locally. */
        INSTALLED_ONLY
    }
}
