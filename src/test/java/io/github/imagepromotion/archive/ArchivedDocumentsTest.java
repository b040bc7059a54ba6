package io.github.imagepromotion.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsTools
class ArchivedDocumentsTest {
    private static final Identity IDENTITY = Archives.identity("shop", "4711");
    private static final MediaType NOTE = MediaType.of("application/vnd.example.note");

    @TempDir
    private Path directory;

    private final TestImage image = TestImages.twoPlatforms(1, 3000, 500);

    @Test
    void writeWhenThereAreNoDocumentsNamesNone() throws IOException {
        Path file = Archives.write(directory.resolve("a.tar"), image, IDENTITY);

        assertThat(names(file))
                .startsWith("oci-layout", "index.json", "manifest.json", "SHA256SUMS")
                .doesNotContain("documents.json");
        try (ImageArchive archive = ImageArchive.open(file)) {
            assertThat(archive.documents()).isEmpty();
        }
    }

    @Test
    void openWhenThereAreDocumentsGivesThemBack() throws IOException {
        Path file = write("a.tar", documents());

        try (ImageArchive archive = ImageArchive.open(file)) {
            archive.check(2);
            assertThat(archive.documents())
                    .extracting(Document::digest, Document::artifactType, Document::subject, Document::tag)
                    .containsExactlyInAnyOrderElementsOf(documents().stream()
                            .map(document -> org.assertj.core.groups.Tuple.tuple(
                                    document.digest(), document.artifactType(), document.subject(), document.tag()))
                            .toList());
            for (Document document : archive.documents()) {
                Descriptor content = document.content().blobs().get(1);
                assertThat(document.blobs().read(content, 1000)).isNotEmpty();
                assertThat(document.descriptor().annotations())
                        .isEqualTo(document.manifest().annotations());
            }
        }
        assertThat(names(file)).startsWith("oci-layout", "index.json", "manifest.json", "documents.json", "SHA256SUMS");
    }

    @Test
    void writeWhenDocumentsComeInAnotherOrderGivesTheSameBytes() throws IOException {
        List<Document> shuffled = new ArrayList<>(documents());
        Collections.shuffle(shuffled, new Random(3));

        assertThat(write("two.tar", shuffled)).hasSameBinaryContentAs(write("one.tar", documents()));
    }

    @Test
    void writeWhenADocumentIsAboutSomethingElseRefuses() {
        Document stray = note(TestImages.single(9, 10).image().top(), "stray");

        assertThatThrownBy(() -> write("a.tar", List.of(stray)))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        stray.digest().toString(), image.image().top().digest().toString());
    }

    @Test
    void checkWhenAnyByteIsFlippedRefuses() throws IOException {
        Path file = write("a.tar", documents());
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < 800; i++) {
            int position = random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[position] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);

            assertThatThrownBy(() -> {
                        try (ImageArchive archive = ImageArchive.open(file)) {
                            archive.check(1);
                        }
                    })
                    .as("bit flipped in byte %d", position)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("a.tar");
        }
    }

    @Test
    void openWhenTheListIsTakenOutRefuses() throws IOException {
        Path file = write("a.tar", documents());
        Path unpacked = unpack(file);
        Files.delete(unpacked.resolve("documents.json"));
        List<String> names = new ArrayList<>(names(file));
        names.remove("documents.json");
        Path without = directory.resolve("without.tar");
        List<String> command = new ArrayList<>(List.of(
                "/bin/tar",
                "--format=ustar",
                "--owner=0",
                "--group=0",
                "-cf",
                without.toString(),
                "-C",
                unpacked.toString()));
        command.addAll(names);
        Commands.run(command.toArray(String[]::new));

        assertThatThrownBy(() -> ImageArchive.open(without))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("SHA256SUMS");
    }

    /** What {@link DocumentList} says of other tools. */
    @Test
    void archiveWhenReadByOtherToolsIsTheImageAlone() throws IOException {
        Path file = write("a.tar", documents());
        Digest top = image.image().top().digest();
        try (DockerRegistry registry = DockerRegistry.anonymous()) {
            String skopeo = Commands.installed("skopeo");
            String to = registry.authority() + "/eyes/app";
            assertThat(Digest.sha256(Commands.run(skopeo, "inspect", "--raw", "oci-archive:" + file)))
                    .isEqualTo(top);
            Commands.run(
                    skopeo, "copy", "--all", "--dest-tls-verify=false", "oci-archive:" + file, "docker://" + to + ":1");
            Commands.run(skopeo, "inspect", "--config", "docker-archive:" + file + ":acme/shop:4711");
            Path unpacked = unpack(file);
            Commands.run(Commands.peer("crane"), "push", "--insecure", unpacked.toString(), to + ":2");
            for (String tag : List.of("1", "2")) {
                assertThat(new String(
                                        Commands.run(Commands.peer("crane"), "digest", "--insecure", to + ":" + tag),
                                        UTF_8)
                                .trim())
                        .isEqualTo(top.toString());
            }
        }
        loadIntoPodman(file);
    }

    @Test
    void unpackedArchiveWhenTheListsAreMergedShowsItsDocumentsToOras() throws IOException {
        Path unpacked = unpack(write("a.tar", documents()));
        byte[] merged = Commands.run(
                Commands.installed("jq"),
                "-s",
                ".[0].manifests += .[1].manifests | .[0]",
                unpacked.resolve("index.json").toString(),
                unpacked.resolve("documents.json").toString());
        Files.write(unpacked.resolve("index.json"), merged);

        byte[] seen =
                Commands.run(Commands.peer("oras"), "discover", "--oci-layout", "--format", "json", unpacked + ":4711");

        JsonObject found = Json.object(seen, "oras");
        assertThat(Json.objects(found, "referrers", "oras"))
                .extracting(entry -> entry.get("digest").getAsString())
                .contains(documents().get(0).digest().toString());
    }

    private void loadIntoPodman(Path file) {
        String podman = Commands.installed("podman");
        String[] command = {
            podman,
            "--root",
            directory.resolve("root").toString(),
            "--runroot",
            directory.resolve("runroot").toString(),
            "--storage-driver",
            "vfs"
        };
        List<String> load = new ArrayList<>(List.of(command));
        load.addAll(List.of("load", "-i", file.toString()));
        assertThat(new String(Commands.run(load.toArray(String[]::new)), UTF_8)).contains("acme/shop:4711");
        List<String> pull = new ArrayList<>(List.of(command));
        pull.addAll(List.of("pull", "oci-archive:" + file));
        Commands.run(pull.toArray(String[]::new));
        List<String> remove = new ArrayList<>(List.of(command));
        remove.addAll(List.of("rmi", "--all", "--force"));
        Commands.run(remove.toArray(String[]::new));
    }

    private List<Document> documents() {
        Document sbom = note(image.image().top(), "sbom");
        Document ofPlatform = note(image.image().manifests().get(0).descriptor(), "one platform");
        Document signature = note(sbom.content().top(), "signature of the sbom");
        Document tagged = new Document(
                signature.content(),
                signature.blobs(),
                Optional.of(DocumentTags.ofCosign(image.image().top().digest()).get(0)));
        return List.of(sbom, ofPlatform, signature, tagged);
    }

    private static Document note(Descriptor subject, String text) {
        return Document.of(NOTE, subject, MediaType.of("text/plain"), text.getBytes(UTF_8), Map.of("note", text));
    }

    private Path write(String name, List<Document> documents) throws IOException {
        Path file = directory.resolve(name);
        new ArchiveWriter(image.image(), IDENTITY, image.blobs(), Optional.empty(), documents).write(file);
        return file;
    }

    private Path unpack(Path file) throws IOException {
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        Commands.run("/bin/tar", "-xf", file.toString(), "-C", unpacked.toString());
        return unpacked;
    }

    private static List<String> names(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return TarReader.read(channel).stream().map(TarEntry::name).toList();
        }
    }
}
