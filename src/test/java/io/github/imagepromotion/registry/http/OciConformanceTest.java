package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of OCI's own conformance suite (distribution-spec 1.1, "conformance": pull, push, content discovery), from the
 * other side: that this client asks as the suite does, and understands the answers. Management (DELETE) is none of ours,
 * since a promotion deletes nothing.
 */
@ParameterizedClass
@ValueSource(booleans = {true, false})
@NeedsTools
class OciConformanceTest {
    private static final RepositoryName NAME = RepositoryName.of("conformance/one");
    private static final int CHUNK = 1_000_000;

    /** Whether the registry is docker-registry, or one with the referrers API. */
    @Parameter
    private boolean docker;

    private final TestImage image = TestImages.twoPlatforms(41, 2000);
    private AutoCloseable server = () -> {};
    private Registry registry;
    private Repository repository;

    @BeforeEach
    void start() {
        RegistryAddress address;
        if (docker) {
            DockerRegistry real = DockerRegistry.anonymous();
            server = real;
            address = RegistryAddress.of(real.url());
        } else {
            QuirkyRegistry fake = new QuirkyRegistry();
            server = fake;
            address = fake.address();
        }
        registry = TestRegistries.open((RegistryAddress.Host) address, Accesses.anonymous(), CHUNK);
        repository = registry.writable(NAME);
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
        server.close();
    }

    private static Descriptor blob(MemoryBlobs blobs, int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return blobs.add(MediaType.of("application/octet-stream"), content);
    }

    private void push(TestImage image) throws IOException {
        for (Descriptor blob : image.image().blobs()) {
            repository.push(blob, image.blobs(), List.of());
        }
        for (Manifest manifest : image.image().manifests()) {
            repository.put(manifest);
        }
    }

    // 01 pull

    @Test
    void pullWhenBlobIsNonexistentIsNotThere() throws IOException {
        Descriptor nonexistent = Descriptor.of(MediaType.of("application/octet-stream"), new byte[] {1});
        assertThat(repository.has(nonexistent)).isFalse();
        assertThatThrownBy(() -> repository.open(nonexistent, 0)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void pullWhenManifestIsNonexistentIsNotThere() throws IOException {
        assertThat(repository.resolve(Tag.of("nonexistent"))).isEmpty();
        assertThat(repository.manifest(Tag.of("nonexistent"))).isEmpty();
        assertThat(repository.manifest(Digest.sha256(new byte[3]))).isEmpty();
    }

    @Test
    void pullWhenManifestIsThereGivesItByTagAndDigest() throws IOException {
        push(image);
        repository.tag(Tag.of("tagtest0"), image.top());
        Digest digest = image.top().descriptor().digest();
        assertThat(repository.resolve(digest)).contains(image.top().descriptor());
        assertThat(repository.resolve(Tag.of("tagtest0"))).contains(image.top().descriptor());
        assertThat(repository.manifest(digest).orElseThrow().bytes())
                .isEqualTo(image.top().bytes());
        assertThat(repository.manifest(Tag.of("tagtest0")).orElseThrow().bytes())
                .isEqualTo(image.top().bytes());
    }

    // 02 push

    @Test
    void pushWhenMonolithicIsPostThenPut() throws IOException {
        MemoryBlobs blobs = new MemoryBlobs();
        roundTrip(blob(blobs, CHUNK), blobs);
    }

    @Test
    void pushWhenChunkedIsPostThenPatchesThenPut() throws IOException {
        MemoryBlobs blobs = new MemoryBlobs();
        roundTrip(blob(blobs, 3 * CHUNK + 17), blobs);
    }

    private void roundTrip(Descriptor blob, MemoryBlobs blobs) throws IOException {
        assertThat(repository.push(blob, blobs, List.of())).isEqualTo(PushResult.UPLOADED);
        assertThat(repository.push(blob, blobs, List.of())).as("again").isEqualTo(PushResult.UPLOADED);
        try (InputStream in = repository.open(blob, 0)) {
            assertThat(Digest.sha256(in.readAllBytes())).isEqualTo(blob.digest());
        }
    }

    @Test
    void pushWhenMountedFromAnotherRepositoryIsThere() throws IOException {
        MemoryBlobs blobs = new MemoryBlobs();
        Descriptor blob = blob(blobs, 1234);
        repository.push(blob, blobs, List.of());
        Repository other = registry.writable(RepositoryName.of("conformance/two"));
        assertThat(other.push(blob, new MemoryBlobs(), List.of(NAME))).isEqualTo(PushResult.MOUNTED);
        assertThat(other.has(blob)).isTrue();
    }

    @Test
    void pushWhenMountIsOfANonexistentRepositoryUploads() throws IOException {
        MemoryBlobs blobs = new MemoryBlobs();
        Descriptor blob = blob(blobs, 1235);
        assertThat(repository.push(blob, blobs, List.of(RepositoryName.of("conformance/none"))))
                .isEqualTo(PushResult.UPLOADED);
    }

    @Test
    void pushWhenManifestHasACustomArtifactTypeKeepsItsBytes() throws IOException {
        push(image);
        TestImage artifact = TestImages.artifact(image.image().top(), 5);
        push(artifact);
        assertThat(repository
                        .manifest(artifact.top().descriptor().digest())
                        .orElseThrow()
                        .bytes())
                .isEqualTo(artifact.top().bytes());
    }

    @Test
    void pushWhenTagIsMovedNamesTheNewOne() throws IOException {
        push(image);
        repository.tag(Tag.of("latest"), image.image().manifests().get(0));
        repository.tag(Tag.of("latest"), image.top());
        assertThat(repository.resolve(Tag.of("latest"))).contains(image.top().descriptor());
    }

    // 03 content discovery

    @Test
    void tagsWhenThereAreSeveralListsThem() throws IOException {
        push(image);
        List<Tag> tags = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tags.add(Tag.of("test" + i));
            repository.tag(tags.get(i), image.top());
        }
        assertThat(repository.tags()).containsExactlyInAnyOrderElementsOf(tags);
    }

    @Test
    void referrersWhenSubjectHasNoneIsEmpty() throws IOException {
        assertThat(repository.referrers(Digest.sha256(new byte[4]))).isEmpty();
        push(image);
        assertThat(repository.referrers(image.top().descriptor().digest())).isEmpty();
    }

    @Test
    void referrersWhenTheSubjectComesLaterOrNeverAreListed() throws IOException {
        TestImage first = TestImages.artifact(image.image().top(), 6);
        push(first);
        assertThat(repository.referrers(image.top().descriptor().digest()))
                .extracting(Descriptor::digest)
                .containsExactly(first.top().descriptor().digest());
        push(image);
        TestImage second = TestImages.artifact(image.image().top(), 7);
        push(second);
        List<Descriptor> listed = repository.referrers(image.top().descriptor().digest());
        assertThat(listed)
                .extracting(Descriptor::digest)
                .containsExactlyInAnyOrder(
                        first.top().descriptor().digest(),
                        second.top().descriptor().digest());
        assertThat(listed).allSatisfy(entry -> {
            assertThat(entry.artifactType()).contains("application/vnd.example.note");
            assertThat(entry.annotations()).containsKey("org.example.seed");
        });
    }
}
