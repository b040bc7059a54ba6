package io.github.imagepromotion.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.http.TestRegistries;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.Quirk;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image all of whose digests are SHA-512 (image-spec 1.1, descriptor.md, "Registered Algorithms") keeps them. */
class Sha512ImageTest {
    @TempDir
    Path directory;

    private Path layout = Path.of("");

    private Descriptor blob(MediaType type, byte[] content) throws IOException {
        Digest digest = sha512(content);
        Path directory = Files.createDirectories(layout.resolve("blobs/sha512"));
        Files.write(directory.resolve(digest.hex()), content);
        return Descriptor.of(type, digest, content.length);
    }

    private static Digest sha512(byte[] content) {
        try {
            return new Digest(
                    "sha512",
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-512").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private Manifest write(boolean diffIds) throws IOException {
        layout = directory.resolve("layout");
        byte[] text = TarMaker.layer("opt/text");
        String config = new String(TarMaker.config(text), StandardCharsets.UTF_8);
        if (diffIds) {
            config = config.replace(Digest.sha256(text).toString(), sha512(text).toString());
        }
        ImageManifest manifest = ImageManifest.of(
                blob(MediaType.OCI_CONFIG, config.getBytes(StandardCharsets.UTF_8)),
                List.of(blob(MediaType.OCI_LAYER_GZIP, TarMaker.gzip(text))),
                Map.of());
        Descriptor top = blob(MediaType.OCI_MANIFEST, manifest.bytes());
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.write(
                layout.resolve("index.json"),
                ImageIndex.of(List.of(top), Map.of()).bytes());
        return Manifest.parse(top, manifest.bytes());
    }

    @Test
    void importWhenDigestsAreSha512KeepsThem() throws IOException {
        Manifest manifest = write(false);
        archiveHolds(manifest, "oci:" + layout);
    }

    @Test
    void importWhenDiffIdsAreSha512KeepsThem() throws IOException {
        Manifest manifest = write(true);
        archiveHolds(manifest, "oci:" + layout);
    }

    @Test
    void importWhenARegistryHasSha512KeepsIt() throws IOException {
        Manifest manifest = write(true);
        try (QuirkyRegistry server = new QuirkyRegistry(Quirk.OWN_SHA256, Quirk.NO_REFERRERS_API)) {
            try (Registry registry =
                    TestRegistries.open((RegistryAddress.Host) server.address(), Accesses.anonymous(), 1_000_000)) {
                Repository repository = registry.writable(RepositoryName.of("team/app"));
                for (Descriptor blob : manifest.blobs()) {
                    repository.push(
                            blob,
                            (asked, offset) -> Files.newInputStream(layout.resolve("blobs/sha512")
                                    .resolve(asked.digest().hex())),
                            List.of());
                }
                repository.put(manifest);
                repository.tag(Tag.of("1"), manifest);
            }
            archiveHolds(
                    manifest,
                    "docker://" + server.authority() + "/team/app@"
                            + manifest.descriptor().digest());
        }
    }

    /** What is said about it, the record of a promotion included, names it by that digest. */
    @Test
    void promoteWhenDigestsAreSha512RecordsIt() throws IOException {
        Manifest manifest = write(false);
        Descriptor top = manifest.descriptor();
        try (QuirkyRegistry server = new QuirkyRegistry(Quirk.OWN_SHA256);
                ImageArchive archive = new ImportFixture(directory, "oci:" + layout).archived()) {
            RegistryAddress address = server.address();
            Environment dev = TestEnvironments.of("dev", List.of(address), List.of(Tag.of("latest")), List.of());
            SigningKey key = TestKeys.next();
            RecordSettings records = PromotionFixture.records(
                    new Attester(Optional.of(key), SignatureForm.BUNDLE), directory.resolve("state"));
            PromotionFixture.of(new Candidate(archive, "a test", new Environments(List.of(dev))))
                    .to("dev")
                    .through((where, environment) ->
                            TestRegistries.open((RegistryAddress.Host) where, Accesses.anonymous(), 1_000_000))
                    .recorded(records)
                    .promote();
            assertThat(server.stored("shop", "latest")).hasValue(manifest.bytes());
            try (Registry registry =
                    TestRegistries.open((RegistryAddress.Host) address, Accesses.anonymous(), 1_000_000)) {
                Repository shop = registry.repository(RepositoryName.of("shop"));
                assertThat(Ledger.records(
                                new Ledger(shop, 2).findings(top.digest(), List.of(key.publicKey())), top.digest()))
                        .singleElement()
                        .satisfies(recorded ->
                                assertThat(recorded.record().digest()).isEqualTo(top.digest()));
            }
        }
    }

    private void archiveHolds(Manifest manifest, String source) throws IOException {
        try (ImageArchive archive = new ImportFixture(directory, source).archived()) {
            archive.check(2);
            assertThat(archive.image().top().digest())
                    .isEqualTo(manifest.descriptor().digest());
            assertThat(archive.image().blobs()).containsExactlyElementsOf(manifest.blobs());
        }
    }
}
