package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lock of a release: its builds, each by digest, and the environments it may be promoted to. Contains no secrets
 * and no timestamps, and members in a fixed order, so the same release gives the same bytes. If a key is configured it
 * is signed like a {@link BuildRecord}; the statement is about the SHA-256 of the lock without its signature, as
 * compact JSON.
 *
 * @param schemaVersion version of the document, {@value #SCHEMA_VERSION}
 * @param type {@value #TYPE}, which distinguishes it from other documents
 * @param name {@code groupId:artifactId} of the project
 * @param version version of the project
 * @param buildId the BuildId, fixed when the lock was written
 * @param members the builds, by their coordinates
 * @param environments environments as configured when the lock was written
 * @param signature the bundle; only {@link #verify} tells whether it counts
 */
public record ReleaseLock(
        int schemaVersion,
        String type,
        String name,
        String version,
        BuildId buildId,
        List<ReleaseMember> members,
        List<Environment> environments,
        Optional<JsonObject> signature)
        implements RecordedEnvironments {
    /** Predicate type of a lock. A change that older readers would misunderstand gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/release-lock/v1";

    /** The version of this document that this plugin writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** The type of this document. */
    public static final String TYPE = "release";

    /** Maximum size of its file, in bytes. */
    static final int LARGEST = RecordFile.LARGEST;

    private static final String KIND = "release lock";

    /**
     * @throws IllegalArgumentException if the version is not supported, there is no member, or members are inconsistent
     */
    public ReleaseLock {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "its schemaVersion is " + schemaVersion + ", this plugin reads " + SCHEMA_VERSION);
        }
        if (!TYPE.equals(type)) {
            throw new IllegalArgumentException("its type is not '" + TYPE + "'");
        }
        if (!Coordinates.of(name + ":" + version).project().equals(name)) {
            throw new IllegalArgumentException("its name is not groupId:artifactId");
        }
        members = members.stream()
                .sorted(Comparator.comparing(ReleaseMember::name))
                .toList();
        if (members.isEmpty()) {
            throw new IllegalArgumentException("it has no members");
        }
        refuseTwoOfOne(members);
        refuseOthersOwn(members, Coordinates.of(name + ":" + version));
        environments = new Environments(environments).list();
    }

    private static void refuseTwoOfOne(List<ReleaseMember> members) {
        Map<String, ReleaseMember> known = new HashMap<>();
        for (ReleaseMember member : members) {
            Coordinates coordinates = member.coordinates();
            for (String one : List.of(
                    "the repository '" + member.repository() + "'",
                    "'" + coordinates.project() + ":" + coordinates.baseVersion() + "'"
                            + member.classifier()
                                    .map(own -> " with the classifier '" + own + "'")
                                    .orElse(""))) {
                ReleaseMember other = known.putIfAbsent(one, member);
                if (other != null) {
                    throw new IllegalArgumentException("two of its members are of " + one + ", '" + other.name() + "' ("
                            + other.digest() + ") and '" + member.name() + "' (" + member.digest() + ")");
                }
            }
        }
    }

    /** What is attached to the release's project is deployed with its lock, under the same coordinates. */
    private static void refuseOthersOwn(List<ReleaseMember> members, Coordinates release) {
        for (ReleaseMember member : members) {
            if (member.classifier().isPresent() && !member.coordinates().equals(release)) {
                throw new IllegalArgumentException(
                        "its member '" + member.name() + "' is attached to a project that is not its own");
            }
        }
    }

    /**
     * @param coordinates coordinates of the release's project
     * @param buildId configured BuildId; empty to derive it from the members
     * @param members the builds
     * @param environments environments it may be promoted to
     * @return the unsigned lock
     * @throws IllegalArgumentException if there is no member, or members are inconsistent
     */
    public static ReleaseLock of(
            Coordinates coordinates,
            Optional<BuildId> buildId,
            List<ReleaseMember> members,
            List<Environment> environments) {
        List<ReleaseMember> ordered = members.stream()
                .sorted(Comparator.comparing(ReleaseMember::name))
                .toList();
        return new ReleaseLock(
                SCHEMA_VERSION,
                TYPE,
                coordinates.project(),
                coordinates.baseVersion(),
                buildId.orElseGet(() -> BuildId.ofContent(Digest.sha256(Json.compact(ordered)))),
                ordered,
                environments,
                Optional.empty());
    }

    /** {@return the coordinates of the release's project} */
    public Coordinates coordinates() {
        return Coordinates.of(name + ":" + version);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String build() {
        return name + ":" + version;
    }

    @Override
    public Environments pipeline() {
        return new Environments(environments, EnvironmentSource.UNSIGNED);
    }

    /**
     * @param key signing key of the release
     * @return a signed copy
     */
    public ReleaseLock signed(SigningKey key) {
        ReleaseLock unsigned = withSignature(Optional.empty());
        return withSignature(Optional.of(RecordFile.sign(unsigned, build(), digest(unsigned), PREDICATE_TYPE, key)));
    }

    @Override
    public Verdict verify(List<VerificationKey> trusted) {
        ReleaseLock unsigned = withSignature(Optional.empty());
        return RecordFile.verify(signature, unsigned, digest(unsigned), PREDICATE_TYPE, trusted);
    }

    /** {@return whether it equals what was signed, by any key; true if it is unsigned} */
    public boolean isAsSigned() {
        return RecordFile.isAsSigned(signature, withSignature(Optional.empty()), PREDICATE_TYPE);
    }

    /**
     * @param content content of its file
     * @return whether it is as signed, to the byte: decisions are about the bytes, and nobody without the key is to make
     *     others of the same lock; true if it is unsigned
     */
    public boolean isAsSigned(byte[] content) {
        return isAsSigned()
                && signature
                        .filter(bundle -> !RecordFile.isAsWritten(content, bundle))
                        .isEmpty();
    }

    private static Digest digest(ReleaseLock unsigned) {
        return Digest.sha256(Json.compact(unsigned));
    }

    private ReleaseLock withSignature(Optional<JsonObject> other) {
        return new ReleaseLock(schemaVersion, type, name, version, buildId, members, environments, other);
    }

    /**
     * @param file any file
     * @return whether it claims to be the lock of a release, by its content, or if that cannot be read by its name
     */
    public static boolean isOne(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file) || !name.endsWith(".json")) {
            return false;
        }
        try {
            return Json.string(Json.object(RecordFile.content(file, KIND), KIND), "type", KIND)
                    .filter(TYPE::equals)
                    .isPresent();
        } catch (ImageException | IOException e) {
            return name.endsWith(TYPE + ".json");
        }
    }

    /**
     * @param file a lock
     * @param name its name in messages, after "release lock"
     * @return its content, not checked yet
     * @throws ImageException if it is missing or too large
     * @throws IOException if it cannot be read
     */
    public static byte[] content(Path file, String name) throws IOException {
        return RecordFile.content(file, KIND + " " + name);
    }

    /**
     * @param content content of a lock
     * @param name its name in messages, after "release lock"
     * @return the lock
     * @throws ImageException if it is malformed, or has a newer version
     */
    public static ReleaseLock parse(byte[] content, String name) {
        return RecordFile.parse(content, ReleaseLock.class, SCHEMA_VERSION, KIND + " " + name);
    }

    /** {@return the content of its file} */
    public byte[] bytes() {
        return Json.pretty(this);
    }

    /**
     * Writes the lock atomically.
     *
     * @param file the file; missing directories are created, an existing file is replaced
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(bytes()));
    }
}
