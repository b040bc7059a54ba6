package io.github.imagepromotion.artifact;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseArchive;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.FoundArtifact.ArtifactReason;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lock of a release, and where it was found. Its location is not trusted: {@link #check} compares its content with
 * what was asked for, and {@link #checkMember} each build with the lock.
 *
 * @param file file of the lock, or of the release archive
 * @param origin where it came from, for messages
 * @param requested what was asked for
 * @param lock the lock
 * @param text the lock's file, exactly
 * @param archive the release archive with the lock and all members, if it came from one
 */
public record FoundRelease(
        Path file,
        String origin,
        Requested requested,
        ReleaseLock lock,
        String text,
        Optional<ReleaseArchive> archive) {
    private static final String FILE = "file ";
    private static final String ENDING = "release.json";

    /**
     * @param file file of the lock
     * @param origin where it came from, for messages
     * @param requested what was asked for
     * @return the lock, not checked yet
     * @throws ImageException if it is malformed
     * @throws IOException if it cannot be read
     */
    public static FoundRelease read(Path file, String origin, Requested requested) throws IOException {
        return of(file, origin, requested, "of " + origin);
    }

    /** {@return whether a file claims to be the lock of a release, or a release archive} */
    public static boolean isOne(Path file) {
        return ReleaseArchive.isOne(file) || ReleaseLock.isOne(file);
    }

    /**
     * @param file file of a lock, or a release archive
     * @param requested what was asked for
     * @return the lock, as {@link #read}
     */
    public static FoundRelease file(Path file, Requested requested) throws IOException {
        return of(file, FILE + file, requested, Text.quote(file.toString()));
    }

    /**
     * @param file file that the lock is written for
     * @param lock a lock of this call
     * @return the lock, as it is when it was written
     */
    public static FoundRelease made(Path file, ReleaseLock lock) {
        String text = new String(lock.bytes(), StandardCharsets.UTF_8);
        return new FoundRelease(file, "this build", Requested.ANYTHING, lock, text, Optional.empty());
    }

    private static FoundRelease of(Path file, String origin, Requested requested, String name) throws IOException {
        Optional<ReleaseArchive> archive =
                ReleaseArchive.isOne(file) ? Optional.of(ReleaseArchive.open(file)) : Optional.empty();
        byte[] content = archive.isPresent() ? archive.get().lock() : ReleaseLock.content(file, name);
        ReleaseLock lock = ReleaseLock.parse(content, name);
        return new FoundRelease(file, origin, requested, lock, new String(content, StandardCharsets.UTF_8), archive);
    }

    /**
     * @param other what was asked for
     * @return a copy with this request
     */
    public FoundRelease asking(Requested other) {
        return new FoundRelease(file, origin, other, lock, text, archive);
    }

    /** {@return the bytes of the lock's file; it is UTF-8, or it could not have been read} */
    public byte[] content() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** {@return a member as the lock names it; its content can be opened only in a release archive} */
    public FoundArtifact locked(ReleaseMember member) {
        return new FoundArtifact(file, Optional.empty(), "'" + member.name() + "' in file " + file, Requested.ANYTHING)
                .of(this, member);
    }

    /** {@return the name of the lock in messages, after its kind: its file, or where it was found} */
    public String name() {
        return origin.equals(FILE + file) ? Text.quote(file.toString()) : "of " + origin;
    }

    /** {@return the release, for display} */
    public String release() {
        return "the release '" + lock.build() + "'";
    }

    /**
     * @return this
     * @throws ImageException if it is not the release that was asked for, or was changed after it was signed
     */
    public FoundRelease check() {
        if (!requested.isFor(lock.coordinates(), lock.buildId())) {
            throw new ImageException(Message.of("Refused the release lock " + name() + ": asked for was " + requested
                            + "; it says release '" + lock.buildId() + "' of '" + lock.build() + "'.")
                    .because(ArtifactReason.MIXED));
        }
        if (!lock.isAsSigned(content())) {
            throw new ImageException(
                    Message.of("Refused the release lock " + name() + ": it was changed after it was signed.")
                            .because(ArtifactReason.LOCK_CHANGED));
        }
        return this;
    }

    /**
     * {@return coordinates under which a member lies: if it is attached to the release's own project, those under which
     * the lock was found, which for a deployed snapshot have its time stamp}
     */
    public Coordinates coordinates(ReleaseMember member) {
        return member.classifier().isEmpty()
                ? member.coordinates()
                : requested.coordinates().orElse(member.coordinates());
    }

    /**
     * {@return a member that is attached to the release's own project, if its archive is beside the file of the lock,
     * where a build and a Maven repository put it}
     */
    public Optional<FoundArtifact> beside(ReleaseMember member) {
        String name = String.valueOf(file.getFileName());
        if (member.classifier().isEmpty() || !name.endsWith(ENDING)) {
            return Optional.empty();
        }
        String start = name.substring(0, name.length() - ENDING.length());
        FoundArtifact found = FoundArtifact.file(
                file.resolveSibling(start + member.classifier().get() + ".tar"));
        return Optional.of(found)
                .filter(attached -> Files.isRegularFile(attached.archive()))
                .map(attached -> attached.asking(Requested.of(lock.coordinates())));
    }

    /**
     * @param member a member of the lock
     * @param open open archive of the build
     * @param content content of its build record
     * @param record its build record
     * @param origin where both were found
     * @throws ImageException if it is not the build in the lock
     */
    void checkMember(
            ReleaseMember member,
            ImageArchive open,
            Optional<byte[]> content,
            Optional<BuildRecord> record,
            String origin) {
        List<String> differences = new ArrayList<>();
        if (!open.identity().equals(member.identity())) {
            differences.add("it is build '" + open.identity().buildId() + "' of '"
                    + open.identity().coordinates() + "' for '"
                    + open.identity().repository() + "', and the lock has build '"
                    + member.buildId() + "' of '" + member.identity().coordinates() + "' for '" + member.repository()
                    + "'");
        }
        Digest digest = open.image().top().digest();
        if (!digest.equals(member.digest())) {
            differences.add("its digest is " + digest + ", and the lock has " + member.digest());
        }
        if (differences.isEmpty() && !isRecord(member, content)) {
            differences.add("its build record is not the one that the lock has, " + member.record());
        }
        if (differences.isEmpty()
                && record.filter(known -> !isLocked(member, known)).isPresent()) {
            differences.add("the lock has another media type, size or platforms than its build record");
        }
        if (!differences.isEmpty()) {
            throw new ImageException(Message.of("Refused " + release() + ": its member '" + member.name() + "' from "
                            + origin + " is not the one that was released: " + String.join("; ", differences) + ".")
                    .because(archive.isPresent() ? ArtifactReason.LOCK_CHANGED : ArtifactReason.NOT_RELEASED));
        }
    }

    /** A lock may say anything, and a build without a record would be promoted unlike the others of its release. */
    private static boolean isRecord(ReleaseMember member, Optional<byte[]> content) {
        return content.map(Digest::sha256).filter(member.record()::equals).isPresent();
    }

    /** What the lock repeats of the build record, readers of the lock alone believe. */
    private static boolean isLocked(ReleaseMember member, BuildRecord record) {
        return ReleaseMember.of(member.coordinates(), member.classifier(), record, member.record())
                .equals(member);
    }
}
