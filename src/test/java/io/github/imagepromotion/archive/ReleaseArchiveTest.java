package io.github.imagepromotion.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsTools
class ReleaseArchiveTest {
    private static final MediaType NOTE = MediaType.of("application/vnd.example.note");

    @TempDir
    private Path directory;

    private final TestImage shop = TestImages.twoPlatforms(1, 3000, 500);
    private final TestImage billing = TestImages.single(2, 4000);

    @Test
    void writeWhenMembersAreTheSameGivesTheSameBytes() throws IOException {
        Path one = release().write("one.tar");
        Files.createDirectories(directory.resolve("other"));
        Path two = new ReleaseArchives(directory.resolve("other"))
                .with("billing", billing, List.of())
                .with("shop", shop, List.of(note("one")))
                .write("two.tar");

        assertThat(two).hasSameBinaryContentAs(one);
    }

    @Test
    void openWhenWrittenGivesBackLockArchivesAndRecords() throws IOException {
        ReleaseArchives release = release();
        Path file = release.write("november.tar");

        assertThat(ReleaseArchive.isOne(file)).isTrue();
        assertThat(ReleaseArchive.isOne(directory.resolve("shop-image.tar"))).isFalse();
        ReleaseArchive all = ReleaseArchive.open(file);
        assertThat(all.lock()).isEqualTo(Files.readAllBytes(directory.resolve("november-release.json")));
        for (ReleaseMember member : release.lock().members()) {
            assertThat(Digest.sha256(all.record(member))).isEqualTo(member.record());
            Path own = directory.resolve(member.coordinates().artifactId() + "-image.tar");
            try (ImageArchive inside = all.open(member);
                    ImageArchive alone = ImageArchive.open(own)) {
                inside.check(2);
                assertThat(inside.identity()).isEqualTo(alone.identity());
                assertThat(inside.image().top()).isEqualTo(alone.image().top());
                assertThat(inside.contents()).isEqualTo(alone.contents());
                assertThat(inside.documents())
                        .extracting(Document::digest)
                        .isEqualTo(
                                alone.documents().stream().map(Document::digest).toList());
                for (Descriptor blob : alone.image().blobs()) {
                    assertThat(inside.read(blob, 100_000)).isEqualTo(alone.read(blob, 100_000));
                }
            }
        }
    }

    /** The same image under two names, and what both have of it. */
    @Test
    void writeWhenMembersShareBlobsHasThemOnce() throws IOException {
        ReleaseArchives release = new ReleaseArchives(directory)
                .with("shop", shop, List.of(note("one")))
                .with("store", shop, List.of(note("one"), note("two")));
        ReleaseArchive all = ReleaseArchive.open(release.write("november.tar"));

        assertThat(Files.size(directory.resolve("november.tar")))
                .isLessThan(Files.size(directory.resolve("shop-image.tar")) * 3 / 2 + 64 * 1024);
        for (ReleaseMember member : release.lock().members()) {
            try (ImageArchive inside = all.open(member)) {
                inside.check(1);
                assertThat(inside.identity()).isEqualTo(member.identity());
            }
        }
    }

    @Test
    void writeWhenABlobIsNotWhatItsDigestSaysLeavesNothing() throws IOException {
        ReleaseArchives release = release();
        Descriptor layer = billing.image().blobs().get(1);
        billing.blobs().replace(layer, new byte[(int) layer.size()]);

        assertThatThrownBy(() -> release.write(
                        "november.tar",
                        open -> open.identity().repository().value().equals("acme/billing") ? billing.blobs() : open))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("com.acme:billing:1.0", layer.digest().toString());
        try (var files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .noneMatch(name -> name.contains("november.tar") || name.endsWith(".part"));
        }
    }

    /** Behind an air gap there is no other place to take them from. */
    @Test
    void writeWhenAMemberIsThinHasTheLayersOfItsBase() throws IOException {
        Descriptor base = shop.image().blobs().get(1);
        ExternalLayers thin = new ExternalLayers(
                ImageReference.of("localhost:1/base@" + Digest.sha256(new byte[] {1})), Set.of(base.digest()));
        ReleaseArchives release = new ReleaseArchives(directory)
                .with("billing", billing, List.of())
                .with("shop", shop, List.of(), Optional.of(thin));
        Path file = release.write("november.tar", open -> open.externalLayers().isPresent() ? shop.blobs() : open);

        try (ImageArchive inside =
                ReleaseArchive.open(file).open(release.lock().members().get(1))) {
            inside.check(1);
            assertThat(inside.externalLayers()).isEmpty();
            assertThat(inside.read(base, 100_000)).isEqualTo(shop.blobs().read(base, 100_000));
        }
    }

    @Test
    void openWhenANameIsThereTwiceRefuses() throws IOException {
        Path file = release().write("november.tar");
        rewrite(file, (tar, entry) -> {
            tar.accept(entry.getKey(), entry.getValue());
            if (entry.getKey().equals("members/1/index.json")) {
                tar.accept(entry.getKey(), entry.getValue());
            }
        });

        refused(file, "the entry 'members/1/index.json' is there twice");
    }

    @Test
    void openWhenALinkIsInItRefuses() throws IOException {
        Path file = release().write("november.tar");
        Map<String, byte[]> files = ReleaseArchives.read(file);
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : files.entrySet()) {
                boolean link = each.getKey().startsWith("blobs/");
                TarArchiveEntry entry = link
                        ? new TarArchiveEntry(each.getKey(), TarConstants.LF_SYMLINK)
                        : new TarArchiveEntry(each.getKey());
                entry.setLinkName(link ? "/etc/passwd" : "");
                entry.setSize(link ? 0 : each.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(each.getValue(), 0, (int) entry.getSize());
                tar.closeArchiveEntry();
            }
        }

        refused(file, "is not a plain file");
    }

    @Test
    void openWhenAnEntryDoesNotBelongThereRefuses() throws IOException {
        for (String stray : List.of(
                "../outside",
                "members/3/index.json",
                "members/0/index.json",
                "members/1/more.json",
                "members/01/index.json",
                "more.json",
                "blobs/sha256/../x")) {
            Path file = release().write("november.tar");
            ReleaseArchives.change(file, files -> files.put(stray, "{}".getBytes(UTF_8)));

            refused(file, "the entry '" + stray + "' does not belong there");
        }
    }

    @Test
    void openWhenAMembersFileIsMissingNamesTheMember() throws IOException {
        for (String missing : List.of("members/2/", "members/2/build-record.json", "members/2/SHA256SUMS")) {
            Path file = release().write("november.tar");
            ReleaseArchives.change(file, files -> files.keySet().removeIf(name -> name.startsWith(missing)));

            refused(file, "a file of its member 'com.acme:shop:1.0'");
        }
    }

    @Test
    void openWhenAFileIsMissingOrChangedRefuses() throws IOException {
        changed(files -> files.remove("SHA256SUMS"), "'SHA256SUMS' is missing");
        changed(files -> files.remove("index.json"), "'index.json' is missing");
        changed(files -> files.remove("oci-layout"), "its files are not those that 'SHA256SUMS' names");
        changed(
                files -> files.put("manifest.json", "[]".getBytes(UTF_8)),
                "'manifest.json' does not say what it has to of the members");
        changed(
                files -> files.put("index.json", ReleaseArchives.file(files, "members/1/index.json")),
                "'index.json' does not say what it has to of the members");
        changed(files -> files.put("members/1/manifest.json", "[]".getBytes(UTF_8)), "member 'com.acme:billing:1.0'");
    }

    @Test
    void openWhenBlobsAreMissingOrTooManyRefuses() throws IOException {
        Descriptor layer = shop.image().blobs().get(1);
        String name = "blobs/sha256/" + layer.digest().hex();
        changed(files -> files.remove(name), "it lacks " + layer.digest());
        changed(
                files -> files.put(name, new byte[3]),
                layer.digest() + " has 3 bytes where its descriptor says " + layer.size());
        byte[] more = {1, 2, 3};
        changed(
                files -> files.put("blobs/sha256/" + Digest.sha256(more).hex(), more),
                "nothing in it needs " + Digest.sha256(more));
    }

    /** Found where it is used: while it is sent, or by {@code image:verify}. */
    @Test
    void checkWhenABlobHasOtherBytesRefuses() throws IOException {
        Descriptor layer = shop.image().blobs().get(1);
        ReleaseArchives release = release();
        Path file = release.write("november.tar");
        ReleaseArchives.change(
                file,
                files -> ReleaseArchives.file(
                        files, "blobs/sha256/" + layer.digest().hex())[7]++);

        try (ImageArchive inside =
                ReleaseArchive.open(file).open(release.lock().members().get(1))) {
            assertThatThrownBy(() -> inside.check(1))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll(
                            "member 'com.acme:shop:1.0' of the release archive",
                            "the content of " + layer.digest() + " does not have that digest");
        }
    }

    @Test
    void openWhenTheLockIsHugeRefusesToReadIt() throws IOException {
        changed(files -> files.put("release.json", new byte[9 * 1024 * 1024]), "'release.json' is too large");
    }

    @Test
    void openWhenItIsOfALaterVersionSaysWhichPluginReadsIt() throws IOException {
        Path file = release().write("november.tar");
        ReleaseArchives.change(file, files -> {
            files.put("more.json", new byte[0]);
            files.put(
                    "index.json",
                    new String(ReleaseArchives.file(files, "index.json"), UTF_8)
                            .replaceFirst(
                                    "\"annotations\":\\{",
                                    "\"annotations\":{\"io.github.imagepromotion.archive-version\":\"2\",")
                            .getBytes(UTF_8));
        });

        refused(file, "its format has version 2");
    }

    @Test
    void openWhenAnyByteIsFlippedRefuses() throws IOException {
        ReleaseArchives release = release();
        Path file = release.write("november.tar");
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] flipped = whole.clone();
            int position = random.nextInt(whole.length);
            flipped[position] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);

            assertThatThrownBy(() -> openAndCheck(file, release.lock()))
                    .as("bit flipped in byte %d", position)
                    .isInstanceOf(ImageException.class);
        }
        for (int length = 0; length < whole.length; length += 4_999) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> openAndCheck(file, release.lock()))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(ImageException.class);
        }
    }

    /** Each by the name of its repository, with the digest that it is promoted with. */
    @Test
    void archiveWhenReadByOtherToolsHasAllMembers() throws IOException {
        Path file = release().write("november.tar");
        for (Map.Entry<String, TestImage> member :
                Map.of("acme/shop", shop, "acme/billing", billing).entrySet()) {
            Digest digest = member.getValue().image().top().digest();
            String name = file + ":" + member.getKey();

            assertThat(Digest.sha256(
                            Commands.run(Commands.installed("skopeo"), "inspect", "--raw", "oci-archive:" + name)))
                    .isEqualTo(digest);
            assertThat(Digest.sha256(Commands.run(Commands.peer("oras"), "manifest", "fetch", "--oci-layout", name)))
                    .isEqualTo(digest);
        }
        String discovered = new String(
                Commands.run(
                        Commands.peer("oras"), "discover", "--format", "json", "--oci-layout", file + ":acme/shop"),
                UTF_8);
        assertThat(discovered).contains(note("one").digest().toString());
    }

    private ReleaseArchives release() throws IOException {
        return new ReleaseArchives(directory)
                .with("shop", shop, List.of(note("one")))
                .with("billing", billing, List.of());
    }

    private Document note(String text) {
        return Document.of(NOTE, shop.image().top(), NOTE, text.getBytes(UTF_8), Map.of());
    }

    private void changed(Consumer<Map<String, byte[]>> how, String why) throws IOException {
        Path file = release().write("november.tar");
        ReleaseArchives.change(file, how);
        refused(file, why);
    }

    private static void refused(Path file, String why) {
        assertThat(ReleaseArchive.isOne(file)).isTrue();
        assertThatThrownBy(() -> ReleaseArchive.open(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'" + file + "'", why);
    }

    private static void openAndCheck(Path file, ReleaseLock lock) throws IOException {
        ReleaseArchive all = ReleaseArchive.open(file);
        if (!Arrays.equals(
                ReleaseLock.parse(all.lock(), "x").members().toArray(),
                lock.members().toArray())) {
            throw new ImageException("another lock");
        }
        for (ReleaseMember member : lock.members()) {
            try (ImageArchive inside = all.open(member)) {
                inside.check(1);
            }
        }
    }

    private interface Rewriting {
        void entry(Entries tar, Map.Entry<String, byte[]> entry) throws IOException;
    }

    private interface Entries {
        void accept(String name, byte[] content) throws IOException;
    }

    private static void rewrite(Path file, Rewriting how) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(ReleaseArchives.read(file));
        try (OutputStream out = Files.newOutputStream(file);
                TarOutput tar = new TarOutput(out)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                how.entry(tar::add, entry);
            }
        }
    }
}
