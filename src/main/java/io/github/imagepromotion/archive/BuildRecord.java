package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.BuildRecord.Vcs;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.Signatures;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.SigstoreBundle;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a build when it ends. It holds no secret and no time of its own: the same build gives the same
 * record. Where there is a key it is signed: it carries a Sigstore bundle, whose in-toto statement is about the image and
 * has the record, without the bundle, as its predicate.
 *
 * @param schemaVersion of this document, {@value #SCHEMA_VERSION}
 * @param coordinates of the project
 * @param buildId fixed at build
 * @param repository the image goes to in every registry
 * @param digest of the top manifest
 * @param mediaType of the top manifest
 * @param size of the top manifest, in bytes
 * @param images one for each platform
 * @param base what the image was built on, empty for {@code scratch} and for an imported image
 * @param source where the image was imported from, empty for one that was built
 * @param vcs where the sources come from, if the CI or a checkout says it
 * @param environments as configured at build
 * @param signature the bundle; to be believed only as far as {@link #verify} says
 */
public record BuildRecord(
        int schemaVersion,
        Coordinates coordinates,
        BuildId buildId,
        RepositoryName repository,
        Digest digest,
        MediaType mediaType,
        long size,
        List<PlatformImage> images,
        Optional<RecordedBase> base,
        Optional<Source> source,
        Optional<Vcs> vcs,
        List<Environment> environments,
        Optional<JsonObject> signature) {
    /** The type of the predicate that holds a record. A change that old readers would misread gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/build-record/v1";

    /** The version of this document that this plugin writes, and the only one it reads. */
    public static final int SCHEMA_VERSION = 1;

    private static final int LARGEST = 8 * 1024 * 1024;

    /** @throws IllegalArgumentException if the version is another, or the environments do not go together */
    public BuildRecord {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "its schemaVersion is " + schemaVersion + ", this plugin reads " + SCHEMA_VERSION);
        }
        images = List.copyOf(images);
        environments = new Environments(environments).list();
    }

    /**
     * The image of one platform.
     *
     * @param platform it runs on
     * @param digest of its manifest
     * @param config its config's digest, which docker calls the image id
     * @param layers from the base up
     */
    public record PlatformImage(Platform platform, Digest digest, Digest config, List<Layer> layers) {

        /**
         * @param image of one or several platforms
         * @param blobs holds its configs
         * @return the image of each platform
         * @throws IOException if a config cannot be read
         */
        public static List<PlatformImage> allOf(Image image, BlobSource blobs) throws IOException {
            List<PlatformImage> images = new ArrayList<>();
            for (ImageManifest manifest : image.imageManifests()) {
                if (!manifest.isImage()) {
                    continue;
                }
                ImageConfig config =
                        ImageConfig.parse(manifest.config(), blobs.read(manifest.config(), ImageConfig.LARGEST));
                List<Layer> layers = manifest.layers().stream()
                        .map(layer -> new Layer(layer.digest(), layer.mediaType(), layer.size()))
                        .toList();
                images.add(new PlatformImage(
                        config.platform(),
                        manifest.descriptor().digest(),
                        manifest.config().digest(),
                        layers));
            }
            return images;
        }
    }

    /**
     * A layer.
     *
     * @param digest of its compressed bytes
     * @param mediaType of these
     * @param size of these, in bytes
     */
    public record Layer(Digest digest, MediaType mediaType, long size) {}

    /**
     * What an image was built on.
     *
     * @param image as configured
     * @param digest it had at build
     */
    public record RecordedBase(String image, Digest digest) {}

    /**
     * Where an image was imported from.
     *
     * @param image as configured
     * @param digest it had there, empty where it had none, as in a docker archive
     * @param digestPreserved whether it is the same here
     */
    public record Source(String image, Optional<Digest> digest, boolean digestPreserved) {}

    /**
     * A state of the sources.
     *
     * @param revision the commit
     * @param branch if known
     * @param changed that files of the checkout differed from the commit; empty where they did not, or nobody knows
     */
    public record Vcs(String revision, Optional<String> branch, Optional<Boolean> changed) {}

    /** {@return which build made the image, as this record says} */
    public Identity identity() {
        return new Identity(coordinates, repository, buildId);
    }

    /**
     * @param key of the build
     * @return the same record, signed with it; the same key and record give the same bytes
     */
    public BuildRecord signed(SigningKey key) {
        JsonObject said = Json.tree(withSignature(Optional.empty())).getAsJsonObject();
        InTotoStatement statement =
                new InTotoStatement(Optional.of(repository.toString()), digest, PREDICATE_TYPE, said);
        byte[] bundle = SigstoreBundle.sign(statement, key).content();
        return withSignature(Optional.of(Json.object(bundle, "signature")));
    }

    /**
     * @param trusted keys that count; none, and no signature does
     * @return who signed all that this record says, or why nobody did; never an exception, whatever the signature is
     */
    public Verdict verify(List<VerificationKey> trusted) {
        if (signature.isEmpty()) {
            return new Verdict.Untrusted("it is not signed");
        }
        byte[] bundle = Json.compact(signature.get());
        Verdict verdict =
                Signatures.verify(new SignedDocument(SigstoreBundle.MEDIA_TYPE, bundle, Map.of()), trusted, digest);
        return verdict instanceof Verdict.Valid valid && !isSaidBy(valid.statement())
                ? new Verdict.Forged("what was signed is another record than the one it shows")
                : verdict;
    }

    private boolean isSaidBy(InTotoStatement statement) {
        try {
            return statement.predicateType().equals(PREDICATE_TYPE)
                    && Json.read(statement.predicate(), BuildRecord.class, "signed build record")
                            .equals(withSignature(Optional.empty()));
        } catch (ImageException e) {
            return false;
        }
    }

    private BuildRecord withSignature(Optional<JsonObject> other) {
        return new BuildRecord(
                schemaVersion,
                coordinates,
                buildId,
                repository,
                digest,
                mediaType,
                size,
                images,
                base,
                source,
                vcs,
                environments,
                other);
    }

    /** {@return the environments, in order; nobody vouches for them until {@link #verify} says who does} */
    public Environments pipeline() {
        return new Environments(environments, EnvironmentSource.UNSIGNED);
    }

    /**
     * @param file a build record
     * @return what it says
     * @throws ImageException if it is missing, no build record, or one of a newer version
     * @throws IOException if it cannot be read
     */
    public static BuildRecord read(Path file) throws IOException {
        return read(file, Text.quote(file.toString()));
    }

    /**
     * @param file a build record
     * @param name of it in messages, after "build record"
     * @return as of {@link #read(Path)}
     * @throws IOException if it cannot be read
     */
    public static BuildRecord read(Path file, String name) throws IOException {
        String what = "build record " + name;
        Optional<String> refusal = SmallFile.refusal(file, LARGEST);
        if (refusal.isPresent()) {
            throw new ImageException("Cannot read " + what + ": " + refusal.get() + ".");
        }
        JsonObject json = Json.object(Files.readAllBytes(file), what);
        long version = Json.requiredLong(json, "schemaVersion", what);
        if (version > SCHEMA_VERSION) {
            throw ImageException.newerFormat(what, version, SCHEMA_VERSION);
        }
        return Json.read(json, BuildRecord.class, what);
    }

    /**
     * Writes the record under a temporary name and moves it.
     *
     * @param file its directory is made where it is missing, a file of that name is replaced
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(Json.pretty(this)));
    }

    /**
     * Where an image's sources come from, and who says so.
     *
     * @param vcs if it is known
     * @param record that says it, and that nobody has vouched for yet; empty where this call built the image, or where the
     *     record is signed by a key that the operator named
     */
    public record Sources(Optional<Vcs> vcs, Optional<BuildRecord> record) {
        /** Nobody says anything. */
        public static final Sources UNKNOWN = new Sources(Optional.empty(), Optional.empty());

        /**
         * @param record of the build
         * @param vouchedFor whether it is the operator's own word
         * @return what it says
         */
        public static Sources of(BuildRecord record, boolean vouchedFor) {
            return new Sources(record.vcs(), vouchedFor ? Optional.empty() : Optional.of(record));
        }

        /**
         * @param keys that are trusted
         * @return whether it is the operator's own word, or that of one of these keys
         */
        public boolean areSaidBy(List<VerificationKey> keys) {
            return record.isEmpty() || record.get().verify(keys) instanceof Verdict.Valid;
        }
    }
}
