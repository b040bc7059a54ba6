package io.github.imagepromotion.status;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a registry directory in which an environment has had many builds, each with its record, as if promoted. */
public final class LargeDirectory {
    private static final byte[] CONFIG =
            "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.US_ASCII);

    private final Path layout;
    private final RepositoryName repository;
    private final JsonArray entries = new JsonArray();
    private final StringBuilder subjects = new StringBuilder();

    private LargeDirectory(Path directory, RepositoryName repository) {
        this.layout = directory.resolve(repository.value());
        this.repository = repository;
    }

    /** Arguments: the directory, the repository, how many builds; "old" for one without what newer versions keep. */
    public static void main(String[] arguments) throws IOException {
        write(
                Path.of(arguments[0]),
                RepositoryName.of(arguments[1]),
                Integer.parseInt(arguments[2]),
                arguments.length < 4);
    }

    static void write(Path directory, RepositoryName repository, int builds, boolean withSubjects) throws IOException {
        LargeDirectory large = new LargeDirectory(directory, repository);
        Files.createDirectories(large.layout.resolve("blobs/sha256"));
        large.blob(CONFIG);
        for (int number = 1; number <= builds; number++) {
            large.add(number, number == builds);
        }
        JsonObject index = new JsonObject();
        index.addProperty("schemaVersion", 2);
        index.addProperty("mediaType", MediaType.OCI_INDEX.value());
        index.add("manifests", large.entries);
        Files.write(large.layout.resolve("index.json"), Json.compact(index));
        Files.writeString(large.layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        if (withSubjects) {
            Files.writeString(large.layout.resolve(".subjects"), large.subjects);
        }
    }

    private void add(int number, boolean last) throws IOException {
        ImageManifest image = ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, CONFIG), List.of(), Map.of("build", Integer.toString(number)));
        Document record = record(number, image);
        blob(image.bytes());
        for (Descriptor blob : record.content().blobs()) {
            blob(record.blobs().read(blob, 1024 * 1024));
        }
        blob(record.manifest().bytes());
        named(image, Integer.toString(number));
        if (last) {
            named(image, "latest");
        }
        entries.add(DescriptorJson.write(record.descriptor()));
        subjects.append(image.descriptor().digest()).append(" -\n");
        subjects.append(record.digest()).append(' ').append(record.subject()).append('\n');
    }

    private void named(Manifest image, String tag) {
        entries.add(DescriptorJson.write(
                image.descriptor().withAnnotations(Map.of("org.opencontainers.image.ref.name", tag))));
    }

    private void blob(byte[] content) throws IOException {
        Files.write(
                layout.resolve("blobs/sha256").resolve(Digest.sha256(content).hex()), content);
    }

    private Document record(int number, ImageManifest image) {
        BuildId build = BuildId.of(Integer.toString(number));
        PromotionRecord record = new PromotionRecord(
                "dev",
                "oci:large",
                repository,
                image.descriptor().digest(),
                build,
                new Coordinates("com.acme", "shop", "1.0"),
                List.of(
                        new TagChange(build.tag(), Optional.empty()),
                        new TagChange(Tag.of("latest"), Optional.empty())),
                "a drop",
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number * 3600L),
                new Actor(Optional.of("ada"), Optional.empty(), Optional.empty()),
                "1.0",
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty());
        return Attester.UNSIGNED.statement(
                new InTotoStatement(
                        Optional.empty(),
                        image.descriptor().digest(),
                        PromotionRecord.PREDICATE_TYPE,
                        Json.tree(record).getAsJsonObject()),
                image.descriptor().plain());
    }
}
