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
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RepositoryName;
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
 * The lock of a release: which builds it is made of, each by its digest, and where it may be promoted to. It holds no secret and
 * no time, and its members stand in one order, so the same release gives the same bytes. Where there is a key it is signed as a
 * {@link BuildRecord} is; the statement is about the SHA-256 of the lock without its signature, as compact JSON.
 *
 * @param schemaVersion of this document, {@value #SCHEMA_VERSION}
 * @param type {@value #TYPE}, by which it is told from other documents
 * @param name {@code groupId:artifactId} of the project
 * @param version of the project
 * @param buildId fixed when the lock was written
 * @param members the builds, by their coordinates
 * @param environments as configured then
 * @param signature the bundle; to be believed only as far as {@link #verify} says
 */
public record ReleaseLock(
        int schemaVersion,
        String type,
        String name,
        String version,
        BuildId buildId,
        List<Member> members,
        List<Environment> environments,
        Optional<JsonObject> signature)
        implements RecordedEnvironments {
    /** The type of the predicate that holds a lock. A change that old readers would misread gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/release-lock/v1";

    /** The version of this document that this plugin writes, and the only one it reads. */
    public static final int SCHEMA_VERSION = 1;

    /** What this document says that it is. */
    public static final String TYPE = "release";

    private static final String KIND = "release lock";

    /** @throws IllegalArgumentException if it is no lock of this version, has no member, or two that do not go together */
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
                .sorted(Comparator.comparing(member -> member.coordinates().toString()))
                .toList();
        if (members.isEmpty()) {
            throw new IllegalArgumentException("it has no members");
        }
        refuseTwoOfOne(members);
        environments = new Environments(environments).list();
    }

    /**
     * A build that belongs to a release.
     *
     * @param coordinates under which it was deployed; of a snapshot the timestamped ones, where it was deployed by then
     * @param buildId of it
     * @param repository of its image in every registry
     * @param digest of the top manifest
     * @param mediaType of the top manifest
     * @param size of the top manifest, in bytes
     * @param platforms of the image; none where it is another artifact
     * @param record digest of the build record's file
     */
    public record Member(
            Coordinates coordinates,
            BuildId buildId,
            RepositoryName repository,
            Digest digest,
            MediaType mediaType,
            long size,
            List<Platform> platforms,
            Digest record) {
        /** @throws NullPointerException if there is a {@code null} among the platforms */
        public Member {
            platforms = List.copyOf(platforms);
        }

        /**
         * @param coordinates under which the build was found
         * @param record what its build record says
         * @param file the build record
         * @return the member that it is
         * @throws IOException if the file cannot be read
         */
        public static Member of(Coordinates coordinates, BuildRecord record, Path file) throws IOException {
            return new Member(
                    coordinates,
                    record.identity().buildId(),
                    record.identity().repository(),
                    record.top().digest(),
                    record.top().mediaType(),
                    record.top().size(),
                    record.images().stream()
                            .map(BuildRecord.PlatformImage::platform)
                            .toList(),
                    Digest.sha256(Files.readAllBytes(file)));
        }

        /** {@return which build it is, as its archive has to say} */
        public Identity identity() {
            return new Identity(
                    new Coordinates(coordinates.groupId(), coordinates.artifactId(), coordinates.baseVersion()),
                    repository,
                    buildId);
        }
    }

    private static void refuseTwoOfOne(List<Member> members) {
        Map<String, Member> known = new HashMap<>();
        for (Member member : members) {
            Coordinates coordinates = member.coordinates();
            for (String one : List.of(
                    "the repository '" + member.repository() + "'",
                    "'" + coordinates.project() + ":" + coordinates.baseVersion() + "'")) {
                Member other = known.putIfAbsent(one, member);
                if (other != null) {
                    throw new IllegalArgumentException("two of its members are of " + one + ", '" + other.coordinates()
                            + "' (" + other.digest() + ") and '" + coordinates + "' (" + member.digest() + ")");
                }
            }
        }
    }

    /**
     * @param coordinates of the release's project
     * @param buildId that is given, empty if the members are to give it
     * @param members the builds
     * @param environments where it may be promoted to
     * @return the lock, unsigned
     * @throws IllegalArgumentException if there is no member, or two do not go together
     */
    public static ReleaseLock of(
            Coordinates coordinates, Optional<BuildId> buildId, List<Member> members, List<Environment> environments) {
        List<Member> ordered = members.stream()
                .sorted(Comparator.comparing(member -> member.coordinates().toString()))
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
     * @param key of the release
     * @return the same lock, signed with it
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

    /** {@return whether it is as it was signed, by whomever; one without a signature is} */
    public boolean isAsSigned() {
        return RecordFile.isAsSigned(signature, withSignature(Optional.empty()), PREDICATE_TYPE);
    }

    private static Digest digest(ReleaseLock unsigned) {
        return Digest.sha256(Json.compact(unsigned));
    }

    private ReleaseLock withSignature(Optional<JsonObject> other) {
        return new ReleaseLock(schemaVersion, type, name, version, buildId, members, environments, other);
    }

    /**
     * @param file any file
     * @return whether it can be read and says that it is the lock of a release
     */
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file) || !String.valueOf(file.getFileName()).endsWith(".json")) {
            return false;
        }
        try {
            return Json.string(RecordFile.json(file, KIND), "type", KIND)
                    .filter(TYPE::equals)
                    .isPresent();
        } catch (ImageException | IOException e) {
            return false;
        }
    }

    /**
     * @param file the lock
     * @param name of it in messages, after "release lock"
     * @return what it says
     * @throws ImageException if it is missing, no lock, or one of a newer version
     * @throws IOException if it cannot be read
     */
    public static ReleaseLock read(Path file, String name) throws IOException {
        return RecordFile.read(file, ReleaseLock.class, SCHEMA_VERSION, KIND + " " + name);
    }

    /**
     * Writes the lock under a temporary name and moves it.
     *
     * @param file its directory is made where it is missing, a file of that name is replaced
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(Json.pretty(this)));
    }
}
