package io.github.imagepromotion.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sixteen writers at once, each with a client of its own, as sixteen machines would be. */
@NeedsTools
class ConcurrentWritersTest {
    private static final int WRITERS = 16;
    private static final int ROUNDS = 10;
    private static final long SEED = 4;
    private static final MediaType TYPE = MediaType.of("application/vnd.example.note");
    private static final RepositoryName NAME = RepositoryName.of("team/app");

    @TempDir
    Path directory;

    @Test
    void attachWhenSixteenWriteTheFallbackTagLosesNone() throws Exception {
        try (DockerRegistry docker = DockerRegistry.anonymous()) {
            for (int round = 0; round < ROUNDS; round++) {
                attachAtOnce(docker.address(), round);
            }
        }
    }

    @Test
    void attachWhenSixteenWriteADirectoryLosesNone() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            attachAtOnce(RegistryAddress.of("oci:" + directory), round);
        }
    }

    @Test
    void attachWhenSixteenSignUnderOneTagLosesNone() throws Exception {
        try (DockerRegistry docker = DockerRegistry.anonymous()) {
            for (RegistryAddress address : List.of(docker.address(), RegistryAddress.of("oci:" + directory))) {
                signAtOnce(address);
            }
        }
    }

    @Test
    void attachWhenFourProcessesWriteLosesNone() throws Exception {
        try (DockerRegistry docker = DockerRegistry.anonymous();
                Registry registry = Registries.open(docker.address(), Accesses.anonymous())) {
            Repository repository = registry.repository(NAME);
            Descriptor subject = image(repository, SEED);
            List<Process> processes = new ArrayList<>();
            for (int number = 0; number < 4; number++) {
                processes.add(AttachingProcess.start(docker.address(), number));
            }
            for (Process process : processes) {
                assertThat(process.waitFor()).isZero();
            }
            assertThat(repository.referrers(subject.digest())).hasSize(4 * AttachingProcess.DOCUMENTS);
        }
    }

    /** A process that attaches documents one after the other. */
    static final class AttachingProcess {
        static final int DOCUMENTS = 4;

        private AttachingProcess() {}

        static Process start(RegistryAddress address, int number) throws IOException {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            AttachingProcess.class.getName(),
                            address.toString(),
                            Integer.toString(number))
                    .inheritIO()
                    .start();
        }

        public static void main(String[] arguments) throws IOException {
            Descriptor subject = TestImages.single(SEED, 200).image().top();
            try (Registry registry = Registries.open(RegistryAddress.of(arguments[0]), Accesses.anonymous())) {
                for (int i = 0; i < DOCUMENTS; i++) {
                    attach(note(subject, arguments[1] + "-" + i), registry.repository(NAME));
                }
            }
        }
    }

    @Test
    void attachWhenAnotherWritesWhatItReadBeforePutsOursBack() throws Exception {
        try (DockerRegistry docker = DockerRegistry.anonymous();
                Registry another = Registries.open(docker.address(), Accesses.anonymous())) {
            Repository others = another.repository(NAME);
            Descriptor subject = image(others, SEED);
            Tag tag = DocumentTags.fallback(subject.digest());
            attach(note(subject, "theirs"), others);
            JsonObject readBefore =
                    Json.object(others.manifest(tag).orElseThrow().bytes(), "index");
            // The same bytes as before could be the late answer of a registry.
            readBefore.add("annotations", Json.object("{\"by\":\"another\"}".getBytes(UTF_8), "annotations"));
            byte[] bytes = Json.compact(readBefore);
            Manifest overwriting = Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes);
            AtomicInteger writes = new AtomicInteger();
            Document ours = note(subject, "ours");

            try (FaultProxy proxy = FaultProxy.start(docker.url(), Faults.NONE, new Traffic() {
                        @Override
                        public void answered(Head request, int status) {
                            if (request.method().equals("PUT")
                                    && request.target().endsWith("/" + tag)
                                    && writes.getAndIncrement() == 0) {
                                tag(others, tag, overwriting);
                            }
                        }
                    });
                    Registry registry = Registries.open(RegistryAddress.of(proxy.url()), Accesses.anonymous())) {
                attach(ours, registry.repository(NAME));
            }

            assertThat(writes).hasValue(2);
            assertThat(others.referrers(subject.digest()))
                    .extracting(Descriptor::digest)
                    .containsExactlyInAnyOrder(note(subject, "theirs").digest(), ours.digest());
        }
    }

    private static void tag(Repository repository, Tag tag, Manifest manifest) {
        try {
            repository.tag(tag, manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void attachWhenAnImageStandsUnderTheTagRefuses() throws IOException {
        try (DockerRegistry docker = DockerRegistry.anonymous();
                Registry registry = Registries.open(docker.address(), Accesses.anonymous())) {
            Repository repository = registry.repository(NAME);
            Descriptor subject = image(repository, SEED);
            Tag tag = DocumentTags.fallback(subject.digest());
            Manifest manifest = repository.manifest(subject.digest()).orElseThrow();
            repository.tag(tag, manifest);

            assertThatThrownBy(() -> attach(note(subject, "ours"), repository))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("is not a list");
            assertThat(repository.resolve(tag)).contains(manifest.descriptor());
        }
    }

    @Test
    void attachWhenTheListHasNoRoomSaysSo() throws IOException {
        try (DockerRegistry docker = DockerRegistry.anonymous();
                Registry registry = Registries.open(docker.address(), Accesses.anonymous())) {
            Repository repository = registry.repository(NAME);
            Descriptor subject = image(repository, SEED);
            ImageIndex full = ImageIndex.of(List.of(), Map.of("filled", "x".repeat(Manifest.LARGEST - 300)));
            repository.tag(DocumentTags.fallback(subject.digest()), full);

            assertThatThrownBy(() -> attach(note(subject, "ours"), repository))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("registries take " + Manifest.LARGEST, "referrers API");
        }
    }

    @Test
    void attachWhenOthersEntriesAreInTheIndexKeepsTheirMembers() throws IOException {
        try (DockerRegistry docker = DockerRegistry.anonymous();
                Registry registry = Registries.open(docker.address(), Accesses.anonymous())) {
            Repository repository = registry.repository(NAME);
            Descriptor subject = image(repository, 1);
            Document theirs = note(subject, "theirs");
            push(theirs, repository);
            repository.put(theirs.manifest());
            JsonObject entry = DescriptorJson.write(theirs.manifest().descriptor());
            entry.add("x-of-others", Json.object("{\"a\":[1.50,null,\"<ü>\"]}".getBytes(UTF_8), "entry"));
            JsonObject index = Json.object(
                    "{\"schemaVersion\":2,\"x\":1e3,\"manifests\":[],\"annotations\":{\"k\":\"v\"}}".getBytes(UTF_8),
                    "index");
            index.addProperty("mediaType", MediaType.OCI_INDEX.value());
            index.getAsJsonArray("manifests").add(entry);
            byte[] bytes = Json.compact(index);
            Tag tag = DocumentTags.fallback(subject.digest());
            repository.tag(tag, Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes));

            attach(note(subject, "ours"), repository);

            String now = new String(repository.manifest(tag).orElseThrow().bytes(), UTF_8);
            assertThat(now)
                    .contains(new String(Json.compact(entry), UTF_8))
                    .contains("\"x\":1e3", "\"annotations\":{\"k\":\"v\"}")
                    .contains(note(subject, "ours").digest().toString());
        }
    }

    private void attachAtOnce(RegistryAddress address, int round) throws Exception {
        try (Registry registry = Registries.open(address, Accesses.anonymous())) {
            Repository repository = registry.repository(NAME);
            Descriptor subject = image(repository, round);
            Document first = note(subject, "was there before");
            attach(first, repository);
            List<Document> documents = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> note(subject, "note " + writer))
                    .toList();
            atOnce(address, documents);

            List<Document> all = new ArrayList<>(documents);
            all.add(first);
            assertThat(repository.referrers(subject.digest()))
                    .as("round %d", round)
                    .extracting(Descriptor::digest)
                    .containsExactlyInAnyOrderElementsOf(
                            all.stream().map(Document::digest).toList());
        }
    }

    private void signAtOnce(RegistryAddress address) throws Exception {
        try (Registry registry = Registries.open(address, Accesses.anonymous())) {
            Repository repository = registry.repository(NAME);
            Descriptor subject = image(repository, 99);
            List<Document> documents = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> signature(subject, "signature " + writer))
                    .toList();
            atOnce(address, documents);

            Manifest now =
                    repository.manifest(documents.get(0).tag().orElseThrow()).orElseThrow();
            assertThat(((ImageManifest) now).layers())
                    .containsExactlyInAnyOrderElementsOf(documents.stream()
                            .map(document -> ((ImageManifest) document.manifest())
                                    .layers()
                                    .get(0))
                            .toList());
            byte[] config = repository.read(((ImageManifest) now).config(), 1_000_000);
            assertThat(Json.object(config, "config").getAsJsonObject("rootfs").getAsJsonArray("diff_ids"))
                    .hasSize(WRITERS);
        }
    }

    private static void atOnce(RegistryAddress address, List<Document> documents) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(documents.size());
        CyclicBarrier together = new CyclicBarrier(documents.size());
        try {
            List<Callable<Void>> writers = new ArrayList<>();
            for (Document document : documents) {
                writers.add(() -> {
                    try (Registry registry = Registries.open(address, Accesses.anonymous())) {
                        together.await();
                        attach(document, registry.repository(NAME));
                        return null;
                    }
                });
            }
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void attach(Document document, Repository repository) throws IOException {
        push(document, repository);
        repository.attach(List.of(document));
        repository.awaitReferrers();
    }

    private static void push(Document document, Repository repository) throws IOException {
        for (Descriptor blob : document.content().blobs()) {
            if (!repository.has(blob)) {
                repository.push(blob, document.blobs(), List.of());
            }
        }
    }

    private static Descriptor image(Repository repository, long seed) throws IOException {
        TestImage image = TestImages.single(seed, 200);
        for (Descriptor blob : image.image().blobs()) {
            repository.push(blob, image.blobs(), List.of());
        }
        repository.put(image.top());
        return image.image().top();
    }

    private static Document note(Descriptor subject, String text) {
        return Document.of(TYPE, subject, MediaType.of("text/plain"), text.getBytes(UTF_8), Map.of("note", text));
    }

    /** As cosign writes it: the same payload for each, and the signature in an annotation. */
    private static Document signature(Descriptor subject, String value) {
        MemoryBlobs blobs = new MemoryBlobs();
        Descriptor payload = blobs.add(
                MediaType.of("application/vnd.dev.cosign.simplesigning.v1+json"),
                ("{\"critical\":\"" + subject.digest() + "\"}").getBytes(UTF_8));
        Descriptor config = blobs.add(
                MediaType.OCI_CONFIG,
                ("{\"architecture\":\"\",\"os\":\"\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                                + payload.digest() + "\"]},\"config\":{}}")
                        .getBytes(UTF_8));
        Manifest manifest = ImageManifest.of(
                config,
                List.of(payload.withAnnotations(Map.of("dev.cosignproject.cosign/signature", value))),
                Map.of());
        Digest digest = subject.digest();
        return new Document(
                Image.of(manifest.descriptor(), List.of(manifest)),
                blobs,
                Optional.of(DocumentTags.ofCosign(digest).get(0)));
    }
}
