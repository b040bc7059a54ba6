package io.github.imagepromotion.artifact;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseArchive;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseMember;
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
 * A build artifact. Its location is not trusted: {@link #check} compares its content with what was asked for.
 *
 * @param archive the image archive, or the release archive that it is in
 * @param record the build record, if it is a file of its own
 * @param origin where they were found, for messages
 * @param requested what was asked for
 * @param membership the release that it was found for
 */
public record FoundArtifact(
        Path archive, Optional<Path> record, String origin, Requested requested, Optional<Membership> membership) {
    private static final String ARCHIVE_ENDING = ".tar";
    private static final String FILE = "file ";

    /** A build that is not a member of a release. */
    public FoundArtifact(Path archive, Optional<Path> record, String origin, Requested requested) {
        this(archive, record, origin, requested, Optional.empty());
    }

    /**
     * Membership of a build in a release.
     *
     * @param release the release
     * @param member the build's entry in its lock
     */
    public record Membership(FoundRelease release, ReleaseMember member) {}

    /**
     * @param archive a file
     * @return the artifact, with the build record {@code <same name>.json} if it exists
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

    /** {@return the name of the build record in messages: its file, or where it was found} */
    public String recordName() {
        return origin.equals(FILE + archive) ? Text.quote(recordFile().toString()) : "of " + origin;
    }

    /**
     * @param other what was asked for
     * @return a copy with this request
     */
    public FoundArtifact asking(Requested other) {
        return new FoundArtifact(archive, record, origin, other, membership);
    }

    /**
     * @param release release with the build as a member
     * @param member the build's entry in its lock
     * @return a copy with this membership
     */
    public FoundArtifact of(FoundRelease release, ReleaseMember member) {
        return new FoundArtifact(archive, record, origin, requested, Optional.of(new Membership(release, member)));
    }

    /**
     * {@return the open archive, not checked yet; the caller closes it}
     *
     * @throws ImageException if it is missing, truncated, or not an image archive
     * @throws IOException if it cannot be read
     */
    public ImageArchive open() throws IOException {
        return inside().isPresent()
                ? inside().get().open(membership.orElseThrow().member())
                : ImageArchive.open(archive);
    }

    /** {@return the content of the build record, if there is one} */
    public Optional<byte[]> recordContent() throws IOException {
        if (inside().isPresent()) {
            return Optional.of(inside().get().record(membership.orElseThrow().member()));
        }
        return record.isPresent() ? Optional.of(BuildRecord.content(record.get(), recordName())) : Optional.empty();
    }

    /**
     * Checks that request, archive and build record have the same project, version, BuildId and image. Whether
     * provenance matches the archive is checked if an environment requires it ({@link ArchiveProof}).
     *
     * @param open the open archive
     * @return the build record, if there is one
     * @throws ImageException if they differ, with the differences
     * @throws IOException if record or archive cannot be read
     */
    public Optional<BuildRecord> check(ImageArchive open) throws IOException {
        if (open.image().artifactType().equals(Optional.of(ReleaseArtifact.ARTIFACT_TYPE))) {
            throw new ImageException(Message.of("Refused the artifact from " + origin
                            + ": it is the lock of a release as an image, and a release is promoted with its members.")
                    .because(ArtifactReason.LOCK_AS_IMAGE));
        }
        Optional<byte[]> content = recordContent();
        Optional<BuildRecord> read = content.map(bytes -> BuildRecord.parse(bytes, recordName()));
        boolean agreed = requested.isFor(open.identity())
                && read.filter(said -> !said.identity().equals(open.identity())
                                || !said.top().digest().equals(digest(open)))
                        .isEmpty();
        if (!agreed) {
            throw refused(open, read);
        }
        if (membership.isPresent()) {
            membership.get().release().checkMember(membership.get().member(), open, content, read, origin);
        }
        return read;
    }

    /** {@return the release archive that it is in} */
    private Optional<ReleaseArchive> inside() {
        return membership.flatMap(each -> each.release().archive());
    }

    /** {@return whether both archive and build record exist} */
    public boolean isComplete() {
        return inside().isPresent() || (record.isPresent() && Files.isRegularFile(archive));
    }

    /** {@return where it is: its archive, or for one in a release archive its place in that} */
    public Path location() {
        return inside().isPresent()
                ? archive.resolve(membership.orElseThrow().member().repository().value())
                : archive;
    }

    /** {@return the file of the build record, which may not exist} */
    private Path recordFile() {
        return record.orElseGet(() ->
                archive.resolveSibling(String.valueOf(archive.getFileName()).replaceFirst("\\.tar$", ".json")));
    }

    /**
     * The same check for a build record without its archive.
     *
     * @return the build record
     * @throws ImageException if it is not what was asked for
     * @throws IOException if it cannot be read
     */
    public BuildRecord checkRecord() throws IOException {
        BuildRecord read = BuildRecord.read(recordFile(), recordName());
        if (!requested.isFor(read.identity())) {
            throw new ImageException(Message.of(
                            "Refused the build record " + recordName() + ": asked for was " + requested + "; it says "
                                    + describe(read.identity(), read.top().digest()) + ".")
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
        read.ifPresent(saying -> said.add("its build record says "
                + describe(saying.identity(), saying.top().digest())));
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

    /** Reasons why a build artifact is refused. */
    public enum ArtifactReason implements Reason {
        /** The drop does not have the build. */
        NOT_IN_DROP,
        /** The drop is not a directory. */
        NO_DROP,
        /** The drop cannot be read. */
        DROP_UNREADABLE,
        /** The drop has another build with this BuildId. */
        DROP_HOLDS_OTHER,
        /** Archive, record and request are of different builds. */
        MIXED,
        /** The lock of a release was changed after it was signed. */
        LOCK_CHANGED,
        /** The lock of a release was deployed as if it were a build. */
        LOCK_AS_IMAGE,
        /** A build is not the released one. */
        NOT_RELEASED,
        /** A repository failed, so the newest snapshot is unknown. */
        NEWEST_UNKNOWN,
        /** A repository failed. */
        REPOSITORY_FAILED,
        /** No repository has the artifact. */
        NOT_DEPLOYED,
        /** The artifact was only installed locally. */
        INSTALLED_ONLY
    }
}
