package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.BuildRecord.Vcs;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Inlined;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Describes a build. Contains no secrets and no timestamps: the same build gives the same record. If a key is
 * configured it is signed: it contains a Sigstore bundle, whose in-toto statement is about the image and has the
 * record, without the bundle, as its predicate.
 *
 * @param schemaVersion version of the document, {@value #SCHEMA_VERSION}
 * @param identity the project, the repository and the BuildId
 * @param top the top manifest
 * @param images the image of each platform; empty for an artifact that is no image, such as a chart
 * @param inputs what the image was made of
 * @param environments environments as configured at build
 * @param signature the bundle; only {@link #verify} tells whether it counts
 */
public record BuildRecord(
        int schemaVersion,
        @Inlined Identity identity,
        @Inlined Top top,
        List<PlatformImage> images,
        @Inlined Inputs inputs,
        List<Environment> environments,
        Optional<JsonObject> signature)
        implements RecordedEnvironments {
    /** Predicate type of a record. A change that older readers would misunderstand gets another number. */
    public static final String PREDICATE_TYPE = "https://imagepromotion.github.io/build-record/v1";

    /** The version of this document that this plugin writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** @throws IllegalArgumentException if the version is another, or the environments are inconsistent */
    public BuildRecord {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "its schemaVersion is " + schemaVersion + ", this plugin reads " + SCHEMA_VERSION);
        }
        images = List.copyOf(images);
        environments = new Environments(environments).list();
    }

    /**
     * The top manifest of an image.
     *
     * @param digest its digest
     * @param mediaType its media type
     * @param size its size, in bytes
     */
    public record Top(Digest digest, MediaType mediaType, long size) {
        /** {@return type, digest and size of a descriptor} */
        public static Top of(Descriptor descriptor) {
            return new Top(descriptor.digest(), descriptor.mediaType(), descriptor.size());
        }
    }

    /**
     * What an image was made of.
     *
     * @param base base image; empty for {@code scratch} and for an imported image
     * @param source source of an imported image; empty for one that was built
     * @param vcs revision of the sources, if known from the CI server or a checkout
     */
    public record Inputs(Optional<RecordedBase> base, Optional<Source> source, Optional<Vcs> vcs) {
        /** Nothing is known of it. */
        public static final Inputs UNKNOWN = new Inputs(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The image of one platform.
     *
     * @param platform platform
     * @param digest digest of its manifest
     * @param config digest of its config, which docker calls the image ID
     * @param layers layers from the base up
     */
    public record PlatformImage(Platform platform, Digest digest, Digest config, List<Layer> layers) {

        /**
         * @param image image of one or several platforms
         * @param blobs source of its configs
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
                if (config.isEmpty()) {
                    continue;
                }
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
     * @param digest digest of its stored bytes
     * @param mediaType media type of the stored bytes
     * @param size number of stored bytes
     */
    public record Layer(Digest digest, MediaType mediaType, long size) {}

    /**
     * The base image.
     *
     * @param image reference as configured
     * @param digest its digest at build
     */
    public record RecordedBase(String image, Digest digest) {}

    /**
     * The source of an imported image.
     *
     * @param image reference as configured
     * @param digest its digest there; empty if it had none, as in a docker archive
     * @param digestPreserved whether the digest is the same here
     */
    public record Source(String image, Optional<Digest> digest, boolean digestPreserved) {}

    /**
     * The revision of the sources.
     *
     * @param revision commit
     * @param branch branch, if known
     * @param changed true if the working tree differed from the commit; empty if it did not, or this is unknown
     */
    public record Vcs(String revision, Optional<String> branch, Optional<Boolean> changed) {}

    /**
     * @param key signing key of the build
     * @return a signed copy; the same key and record give the same bytes
     */
    public BuildRecord signed(SigningKey key) {
        return withSignature(Optional.of(RecordFile.sign(
                withSignature(Optional.empty()), identity.repository().toString(), top.digest(), PREDICATE_TYPE, key)));
    }

    @Override
    public Verdict verify(List<VerificationKey> trusted) {
        return RecordFile.verify(signature, withSignature(Optional.empty()), top.digest(), PREDICATE_TYPE, trusted);
    }

    private BuildRecord withSignature(Optional<JsonObject> other) {
        return new BuildRecord(schemaVersion, identity, top, images, inputs, environments, other);
    }

    @Override
    public String kind() {
        return "build record";
    }

    @Override
    public String build() {
        return identity().localName();
    }

    @Override
    public Environments pipeline() {
        return new Environments(environments, EnvironmentSource.UNSIGNED);
    }

    /**
     * @param file a build record
     * @return the record
     * @throws ImageException if it is missing, malformed, or has a newer version
     * @throws IOException if it cannot be read
     */
    public static BuildRecord read(Path file) throws IOException {
        return read(file, Text.quote(file.toString()));
    }

    /**
     * @param file a build record
     * @param name its name in messages, after "build record"
     * @return the record, as {@link #read(Path)}
     * @throws IOException if it cannot be read
     */
    public static BuildRecord read(Path file, String name) throws IOException {
        return parse(content(file, name), name);
    }

    /**
     * @param file a build record
     * @param name its name in messages, after "build record"
     * @return its content, not checked yet
     * @throws ImageException if it is missing or too large
     * @throws IOException if it cannot be read
     */
    public static byte[] content(Path file, String name) throws IOException {
        return RecordFile.content(file, "build record " + name);
    }

    /**
     * @param content content of a build record
     * @param name its name in messages, after "build record"
     * @return the record
     * @throws ImageException if it is malformed, or has a newer version
     */
    public static BuildRecord parse(byte[] content, String name) {
        return RecordFile.parse(content, BuildRecord.class, SCHEMA_VERSION, "build record " + name);
    }

    /**
     * Writes the record atomically.
     *
     * @param file the file; missing directories are created, an existing file is replaced
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write(Json.pretty(this)));
    }

    /**
     * The revision of an image's sources, and who claims it.
     *
     * @param vcs revision, if known
     * @param record the unverified record that claims it; empty if this call built the image, or the record is signed
     *     by a key that the operator configured
     */
    public record Sources(Optional<Vcs> vcs, Optional<BuildRecord> record) {
        /** Nothing is known. */
        public static final Sources UNKNOWN = new Sources(Optional.empty(), Optional.empty());

        /**
         * @param record build record
         * @param vouchedFor whether the record is trusted: of this call, or signed by a key that the operator
         *     configured
         * @return its revision
         */
        public static Sources of(BuildRecord record, boolean vouchedFor) {
            return new Sources(record.inputs().vcs(), vouchedFor ? Optional.empty() : Optional.of(record));
        }

        /**
         * @param keys trusted keys
         * @return whether the revision is trusted already, or its record is signed by one of these keys
         */
        public boolean areSaidBy(List<VerificationKey> keys) {
            return record.isEmpty() || record.get().verify(keys) instanceof Verdict.Valid;
        }
    }
}
