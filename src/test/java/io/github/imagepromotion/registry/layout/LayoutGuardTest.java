package io.github.imagepromotion.registry.layout;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layout on disk that others write, too. */
class LayoutGuardTest {
    private static final RepositoryName NAME = RepositoryName.of("team/app");
    private static final MediaType BINARY = MediaType.of("application/octet-stream");

    private Path directory;
    private Path layout;
    private final MemoryBlobs blobs = new MemoryBlobs();

    @BeforeEach
    void prepare(@TempDir Path temporary) {
        directory = temporary.resolve("registry");
        layout = directory.resolve("team/app");
    }

    private static Repository repository(Path directory) {
        RegistryAddress.Directory address = (RegistryAddress.Directory) RegistryAddress.of("oci:" + directory);
        return LayoutRegistry.open(address).repository(NAME);
    }

    private Repository repository() {
        return repository(directory);
    }

    private static TestImage put(Repository repository, long seed) throws IOException {
        TestImage image = TestImages.twoPlatforms(seed, 100);
        for (Descriptor blob : image.image().blobs()) {
            repository.push(blob, image.blobs(), List.of());
        }
        for (var manifest : image.image().manifests()) {
            repository.put(manifest);
        }
        return image;
    }

    @Test
    void layoutWhenWrittenHasOneEntryPerTagAndNoneForChildren() throws IOException {
        TestImage image = put(repository(), 1);
        repository().tag(Tag.of("1"), image.top());
        repository().tag(Tag.of("latest"), image.top());
        TestImage next = put(repository(), 2);
        repository().tag(Tag.of("latest"), next.top());
        var index = Json.object(Files.readAllBytes(layout.resolve("index.json")), "index");
        assertThat(Json.objects(index, "manifests", "index"))
                .extracting(entry ->
                        Json.requiredString(entry, "digest", "index") + Json.stringMap(entry, "annotations", "index"))
                .containsExactly(
                        image.image().top().digest() + "{org.opencontainers.image.ref.name=1}",
                        next.image().top().digest() + "{org.opencontainers.image.ref.name=latest}");
        assertThat(Files.readString(layout.resolve("oci-layout"))).isEqualTo("{\"imageLayoutVersion\":\"1.0.0\"}");
        try (var files = Files.list(layout)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("blobs", "index.json", "oci-layout", ".lock");
        }
    }

    @Test
    void tagWhenIndexHasEntriesOfOthersKeepsThem() throws IOException {
        TestImage image = put(repository(), 1);
        Files.writeString(
                layout.resolve("index.json"),
                "{\"schemaVersion\":2,\"other\":{\"a\":1},\"manifests\":[{\"mediaType\":\"text/x\",\"digest\":\""
                        + Digest.sha256(new byte[1]) + "\",\"size\":1,\"data\":\"AA==\"}]}");
        repository().tag(Tag.of("1"), image.top());
        assertThat(Files.readString(layout.resolve("index.json")))
                .contains("\"other\":{\"a\":1}", "\"data\":\"AA==\"", "ref.name\":\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blobs", "team/index.json", "oci-layout/app"})
    void repositoryWhenItsNameIsALayoutsOwnIsRefused(String name) {
        RegistryAddress.Directory address = (RegistryAddress.Directory) RegistryAddress.of("oci:" + directory);
        assertThatThrownBy(() -> LayoutRegistry.open(address).repository(RepositoryName.of(name)))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("<repository>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "team/app", "team/app/blobs", "team/app/blobs/sha256"})
    void pushWhenADirectoryIsALinkIsRefused(String link) throws IOException {
        Path outside = Files.createDirectories(directory.resolveSibling("outside"));
        Path linked = directory.resolve(link);
        Files.createDirectories(linked.getParent());
        Files.createSymbolicLink(linked, outside);
        Descriptor blob = blobs.add(BINARY, new byte[] {1});
        assertThatThrownBy(() -> repository().push(blob, blobs, List.of()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("symbolic link");
        assertThat(outside).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.json", "oci-layout", ".lock"})
    void tagWhenAFileIsALinkIsRefused(String link) throws IOException {
        TestImage image = put(repository(), 1);
        Path outside = Files.writeString(directory.resolveSibling("outside"), "{}");
        Files.createSymbolicLink(layout.resolve(link), outside);
        assertThatThrownBy(() -> repository().tag(Tag.of("1"), image.top()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("symbolic link");
        assertThat(outside).hasContent("{}");
    }

    @Test
    void openWhenABlobIsALinkIsRefused() throws IOException {
        Descriptor blob = blobs.add(BINARY, new byte[] {1});
        repository().push(blob, blobs, List.of());
        Path file = layout.resolve("blobs/sha256/" + blob.digest().hex());
        Path outside = Files.move(file, directory.resolveSibling("outside"));
        Files.createSymbolicLink(file, outside);
        assertThatThrownBy(() -> repository().open(blob, 0)).isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> repository().has(blob)).isInstanceOf(ImageException.class);
    }

    @Test
    void registryWhenItsOwnDirectoryIsALinkWorks() throws IOException {
        Files.createDirectories(directory);
        Path link = Files.createSymbolicLink(directory.resolveSibling("link"), directory);
        TestImage image = put(repository(link), 1);
        repository(link).tag(Tag.of("1"), image.top());
        assertThat(repository().resolve(Tag.of("1"))).contains(image.image().top());
    }

    @Test
    void pushWhenSourceBreaksLeavesNothing() throws IOException {
        Descriptor blob = blobs.add(BINARY, new byte[1_000]);
        blobs.replace(blob, new byte[999]);
        assertThatThrownBy(() -> repository().push(blob, blobs, List.of())).isInstanceOf(ImageException.class);
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void pushWhenASiblingsBlobIsDamagedUploads() throws IOException {
        Descriptor blob = blobs.add(BINARY, new byte[1_000]);
        repository().push(blob, blobs, List.of());
        byte[] damaged = new byte[1_000];
        damaged[500] = 1;
        Files.write(layout.resolve("blobs/sha256/" + blob.digest().hex()), damaged);
        RegistryAddress.Directory address = (RegistryAddress.Directory) RegistryAddress.of("oci:" + directory);
        Repository other = LayoutRegistry.open(address).repository(RepositoryName.of("team/other"));
        assertThat(other.push(blob, blobs, List.of(NAME))).isEqualTo(PushResult.UPLOADED);
        assertThatThrownBy(() -> repository().read(blob, 1_000)).isInstanceOf(ImageException.class);
        assertThat(other.read(blob, 1_000)).isEqualTo(new byte[1_000]);
    }

    @Test
    void hasWhenABlobIsCutIsFalse() throws IOException {
        Descriptor blob = blobs.add(BINARY, new byte[1_000]);
        repository().push(blob, blobs, List.of());
        Files.write(layout.resolve("blobs/sha256/" + blob.digest().hex()), new byte[10]);
        assertThat(repository().has(blob)).isFalse();
        repository().push(blob, blobs, List.of());
        assertThat(repository().has(blob)).isTrue();
    }

    @Test
    void tagWhenAnOldUnfinishedFileLiesAboutRemovesIt() throws IOException {
        TestImage image = put(repository(), 1);
        Path old = Files.createFile(layout.resolve(Disk.UNFINISHED + "old"));
        Path young = Files.createFile(layout.resolve(Disk.UNFINISHED + "young"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        repository().tag(Tag.of("1"), image.top());
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void manifestWhenABlobIsNoManifestIsEmpty() throws IOException {
        TestImage image = put(repository(), 1);
        for (Descriptor blob : image.image().blobs()) {
            assertThat(repository().manifest(blob.digest())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"manifests\":{}}", "{\"manifests\":[{\"digest\":\"x\"}]}"})
    void tagsWhenIndexIsMalformedNamesIt(String content) throws IOException {
        Files.createDirectories(layout);
        Files.write(layout.resolve("index.json"), content.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> repository().tags())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("index.json");
    }

    /** Writes tags; run in other processes and class loaders. */
    public static final class Writer {
        private Writer() {}

        /** @param arguments the directory, and the first of twenty tags */
        public static void main(String[] arguments) throws IOException {
            Repository repository = repository(Path.of(arguments[0]));
            TestImage image = TestImages.twoPlatforms(1, 100);
            int first = Integer.parseInt(arguments[1]);
            for (int tag = first; tag < first + 20; tag++) {
                repository.tag(Tag.of("t" + tag), image.top());
            }
        }
    }

    @Test
    void tagWhenOtherProcessesAndClassLoadersWriteTooLosesNone() throws Exception {
        put(repository(), 1);
        String[] paths = System.getProperty("java.class.path").split(File.pathSeparator);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(File.pathSeparator, paths),
                        Writer.class.getName(),
                        directory.toString(),
                        "100")
                .inheritIO()
                .start();
        URL[] urls = new URL[paths.length];
        for (int i = 0; i < paths.length; i++) {
            urls[i] = Path.of(paths[i]).toUri().toURL();
        }
        try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Thread other = new Thread(() -> run(loader));
            other.start();
            Writer.main(new String[] {directory.toString(), "300"});
            other.join();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        List<Tag> expected = IntStream.of(100, 200, 300)
                .flatMap(first -> IntStream.range(first, first + 20))
                .mapToObj(tag -> Tag.of("t" + tag))
                .toList();
        assertThat(repository().tags()).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void run(ClassLoader loader) {
        try {
            Class<?> writer = loader.loadClass(Writer.class.getName());
            assertThat(writer).isNotSameAs(Writer.class);
            writer.getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.asList(directory.toString(), "200").toArray(new String[0]));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.toString(), e);
        }
    }
}
