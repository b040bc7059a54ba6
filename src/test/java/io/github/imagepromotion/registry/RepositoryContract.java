package io.github.imagepromotion.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every kind of registry does alike. */
public abstract class RepositoryContract {
    private static final MediaType BINARY = MediaType.of("application/octet-stream");

    /** {@return the registry under test, the same within a test} */
    protected abstract Registry registry();

    private final RepositoryName name = freshName();

    private static RepositoryName freshName() {
        return RepositoryName.of("team/app-" + UUID.randomUUID().toString().substring(0, 8));
    }

    private Repository repository() {
        return registry().writable(name);
    }

    /** {@return bytes of a blob that is sent in several chunks} */
    protected int large() {
        return 40_000_001;
    }

    /** {@return whether a manifest is refused whose blobs are not there} */
    protected boolean checksManifests() {
        return true;
    }

    /** {@return whether blobs are mounted from other repositories} */
    protected boolean mounts() {
        return true;
    }

    /** Brings everything of an image there but a tag. */
    protected static void transfer(TestImage image, Repository to) throws IOException {
        for (Descriptor blob : image.image().blobs()) {
            if (!to.has(blob)) {
                to.push(blob, image.blobs(), List.of());
            }
        }
        for (Manifest manifest : image.image().manifests()) {
            to.put(manifest);
        }
    }

    @Test
    void resolveWhenNothingIsThereIsEmpty() throws IOException {
        assertThat(repository().resolve(Tag.of("latest"))).isEmpty();
        assertThat(repository().resolve(Digest.sha256(new byte[1]))).isEmpty();
        assertThat(repository().manifest(Tag.of("latest"))).isEmpty();
        assertThat(repository().manifest(Digest.sha256(new byte[1]))).isEmpty();
        assertThat(repository().tags()).isEmpty();
        assertThat(repository().referrers(Digest.sha256(new byte[1]))).isEmpty();
    }

    @Test
    void pushWhenBlobIsMissingMakesItReadableFromEveryOffset() throws IOException {
        MemoryBlobs source = new MemoryBlobs();
        Descriptor blob = source.add(BINARY, "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(repository().has(blob)).isFalse();
        assertThat(repository().push(blob, source, List.of())).isEqualTo(PushResult.UPLOADED);
        assertThat(repository().has(blob)).isTrue();
        assertThat(text(blob, 0)).isEqualTo("0123456789");
        assertThat(text(blob, 7)).isEqualTo("789");
        assertThat(text(blob, 10)).isEmpty();
    }

    private String text(Descriptor blob, long offset) throws IOException {
        try (InputStream in = repository().open(blob, offset)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    @Test
    void pushWhenBlobIsEmptyOrLargeArrivesWhole() throws IOException {
        MemoryBlobs source = new MemoryBlobs();
        byte[] content = new byte[large()];
        new java.util.Random(1).nextBytes(content);
        for (Descriptor blob : List.of(source.add(BINARY, new byte[0]), source.add(BINARY, content))) {
            repository().push(blob, source, List.of());
            assertThat(repository().has(blob)).isTrue();
            try (InputStream in = repository().open(blob, 0)) {
                assertThat(Digest.sha256(in.readAllBytes())).isEqualTo(blob.digest());
            }
        }
    }

    @Test
    void pushWhenContentIsNotTheDescriptorsCommitsNothing() throws IOException {
        for (int size : List.of(10, 300_000, 10_000_000)) {
            for (int lie : List.of(-1, 0, 1)) {
                MemoryBlobs source = new MemoryBlobs();
                byte[] content = new byte[size];
                content[3] = (byte) lie;
                Descriptor blob = source.add(BINARY, content);
                byte[] other = java.util.Arrays.copyOf(content, size + lie);
                other[size / 2]++;
                source.replace(blob, other);
                assertThatThrownBy(() -> repository().push(blob, source, List.of()))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining(blob.digest().toString())
                        .hasMessageContaining("not what its descriptor says");
                assertThat(repository().has(blob)).isFalse();
            }
        }
    }

    @Test
    void pushWhenSourceFailsThrowsItsException() {
        MemoryBlobs source = new MemoryBlobs();
        Descriptor blob = source.add(BINARY, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> repository().push(blob, new MemoryBlobs(), List.of()))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void pushWhenAnotherRepositoryHasTheBlobMountsIt() throws IOException {
        MemoryBlobs source = new MemoryBlobs();
        Descriptor blob = source.add(BINARY, new byte[] {1, 2, 3, 4});
        repository().push(blob, source, List.of());
        Repository other = registry().writable(freshName());
        List<RepositoryName> candidates = List.of(freshName(), name);
        assertThat(other.push(blob, mounts() ? new MemoryBlobs() : source, candidates))
                .isEqualTo(mounts() ? PushResult.MOUNTED : PushResult.UPLOADED);
        assertThat(other.has(blob)).isTrue();
    }

    @Test
    void pushWhenNoRepositoryHasTheBlobUploadsIt() throws IOException {
        MemoryBlobs source = new MemoryBlobs();
        Descriptor blob = source.add(BINARY, new byte[] {1, 2, 3, 4, 5});
        List<RepositoryName> candidates = List.of(freshName(), freshName());
        assertThat(repository().push(blob, source, candidates)).isEqualTo(PushResult.UPLOADED);
        assertThat(repository().has(blob)).isTrue();
    }

    @Test
    void openWhenBlobIsMissingSaysSo() {
        Descriptor blob = Descriptor.of(BINARY, new byte[] {9});
        assertThatThrownBy(() -> repository().open(blob, 0).readAllBytes()).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void putWhenContentIsThereKeepsTheBytes() throws IOException {
        for (TestImage image : List.of(TestImages.single(1, 1000, 2000), TestImages.twoPlatforms(2, 3000))) {
            transfer(image, repository());
            for (Manifest manifest : image.image().manifests()) {
                Digest digest = manifest.descriptor().digest();
                Descriptor named = repository().resolve(digest).orElseThrow();
                assertThat(named.digest()).isEqualTo(digest);
                assertThat(named.mediaType()).isEqualTo(manifest.descriptor().mediaType());
                assertThat(repository().manifest(digest).orElseThrow().bytes()).isEqualTo(manifest.bytes());
            }
            Image read = Image.read(image.image().top(), manifestsAndBlobs());
            assertThat(read.blobs()).isEqualTo(image.image().blobs());
        }
        assertThat(repository().tags()).isEmpty();
    }

    private io.github.imagepromotion.image.BlobSource manifestsAndBlobs() {
        return (descriptor, offset) -> new java.io.ByteArrayInputStream(
                repository().manifest(descriptor.digest()).orElseThrow().bytes());
    }

    @Test
    void putWhenAnIndexListsAManifestBeforeItsSubjectPutsTheSubjectFirst() throws IOException {
        TestImage subject = TestImages.single(31, 1000);
        TestImage note = TestImages.artifact(subject.image().top(), 32);
        JsonArray entries = new JsonArray();
        entries.add(DescriptorJson.write(note.image().top()));
        entries.add(DescriptorJson.write(subject.image().top()));
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", MediaType.OCI_INDEX.value());
        json.add("manifests", entries);
        byte[] bytes = Json.compact(json);
        Manifest index = Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes);
        Image image = Image.of(index.descriptor(), List.of(note.top(), subject.top(), index));
        assertThat(image.manifests()).containsExactly(subject.top(), note.top(), index);
        for (TestImage part : List.of(subject, note)) {
            for (Descriptor blob : part.image().blobs()) {
                repository().push(blob, part.blobs(), List.of());
            }
        }
        for (Manifest manifest : image.manifests()) {
            repository().put(manifest);
        }
        repository().tag(Tag.of("1"), index);
        assertThat(repository().manifest(Tag.of("1")).orElseThrow().bytes()).isEqualTo(bytes);
    }

    @Test
    void putWhenContentIsMissingIsRefused() throws IOException {
        TestImage image = TestImages.single(3, 1000);
        if (!checksManifests()) {
            repository().put(image.top());
            assertThat(repository().has(image.image().blobs().get(0))).isFalse();
            return;
        }
        assertThatThrownBy(() -> repository().put(image.top()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(image.top().descriptor().digest().toString());
    }

    @Test
    void tagWhenMovedNamesTheNewManifestOnly() throws IOException {
        TestImage first = TestImages.twoPlatforms(4, 1000);
        TestImage second = TestImages.single(5, 1000);
        transfer(first, repository());
        transfer(second, repository());
        repository().tag(Tag.of("latest"), first.top());
        repository().tag(Tag.of("42"), first.top());
        repository().tag(Tag.of("latest"), second.top());
        repository().tag(Tag.of("latest"), second.top());
        assertThat(repository().resolve(Tag.of("latest")).map(Descriptor::digest))
                .contains(second.image().top().digest());
        assertThat(repository().manifest(Tag.of("latest")).orElseThrow().bytes())
                .isEqualTo(second.top().bytes());
        assertThat(repository().resolve(Tag.of("42")).map(Descriptor::digest))
                .contains(first.image().top().digest());
        assertThat(repository().tags()).containsExactlyInAnyOrder(Tag.of("latest"), Tag.of("42"));
    }

    @Test
    void swapWhenTheTagNamesWhatIsExpectedMovesIt() throws IOException {
        TestImage first = TestImages.single(14, 1000);
        TestImage second = TestImages.single(15, 1000);
        transfer(first, repository());
        transfer(second, repository());
        Tag tag = Tag.of("latest");

        assertThat(repository().swap(tag, Optional.empty(), first.top(), Precondition.NONE))
                .isNotEqualTo(Swap.CONFLICT);
        assertThat(repository().swap(tag, Optional.empty(), first.top(), Precondition.NONE))
                .isNotEqualTo(Swap.CONFLICT);
        assertThat(repository().swap(tag, Optional.of(first.image().top().digest()), second.top(), Precondition.NONE))
                .isNotEqualTo(Swap.CONFLICT);

        assertThat(repository().resolve(tag).map(Descriptor::digest))
                .contains(second.image().top().digest());
        assertThat(repository().tags()).containsExactly(tag);
    }

    @Test
    void tagWhenManyThreadsWriteLosesNone() throws Exception {
        TestImage image = TestImages.single(6, 100);
        transfer(image, repository());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Object>> done = new ArrayList<>();
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Tag tag = Tag.of("build-" + i);
            tags.add(tag);
            Callable<Object> write = () -> {
                repository().tag(tag, image.top());
                return tag;
            };
            done.add(threads.submit(write));
        }
        for (Future<Object> one : done) {
            one.get();
        }
        threads.shutdown();
        assertThat(repository().tags()).containsExactlyInAnyOrderElementsOf(tags);
    }

    @Test
    void referrersWhenArtifactsAreAttachedListsThem() throws IOException {
        TestImage image = TestImages.single(7, 100);
        transfer(image, repository());
        TestImage one = TestImages.artifact(image.image().top(), 8);
        TestImage two = TestImages.artifact(image.image().top(), 9);
        transfer(one, repository());
        transfer(two, repository());
        transfer(two, repository());
        List<Descriptor> referrers = repository().referrers(image.image().top().digest());
        assertThat(referrers)
                .extracting(Descriptor::digest)
                .containsExactlyInAnyOrder(
                        one.image().top().digest(), two.image().top().digest());
        assertThat(referrers)
                .allSatisfy(referrer -> assertThat(referrer.artifactType()).contains("application/vnd.example.note"))
                .allSatisfy(referrer -> assertThat(referrer.annotations()).containsKey("org.example.seed"));
    }

    @Test
    void displayNameStandsBeforeTheTag() {
        assertThat(repository().displayName())
                .endsWith("/" + name)
                .startsWith(registry().address().toString().replaceFirst("https?://", ""));
        assertThat(repository().name()).isEqualTo(name);
    }
}
