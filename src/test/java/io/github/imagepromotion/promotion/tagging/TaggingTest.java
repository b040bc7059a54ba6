package io.github.imagepromotion.promotion.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Latency;
import io.github.imagepromotion.faults.proxy.Operation;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tags of a set, whose times are a tenth of the plugin's. */
@NeedsTools
class TaggingTest {
    private static final Tag LATEST = Tag.of("latest");
    private static final LockTimes FAST = new LockTimes(
            Duration.ofMillis(30),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMillis(40));

    @TempDir
    private Path directory;

    private final TestImage older = TestImages.single(1, 100);
    private final TestImage newer = TestImages.single(2, 100);
    private final TestImage other = TestImages.single(3, 100);

    @Test
    void runWhenTenImagesAreFarAwayAHolderIsNotTakenOver() throws Exception {
        try (DockerRegistry docker = DockerRegistry.anonymous();
                FaultProxy proxy = FaultProxy.start(
                        docker.url(), Faults.NONE, new Latency(() -> Duration.ofMillis(25), this::slowly));
                Registry near = Registries.open(docker.address(), Accesses.anonymous());
                Registry one = Registries.open(RegistryAddress.of(proxy.url()), Accesses.anonymous());
                Registry two = Registries.open(RegistryAddress.of(proxy.url()), Accesses.anonymous())) {
            List<Repository> ten = ten(near);
            for (Repository repository : ten) {
                for (TestImage image : List.of(older, newer, other)) {
                    push(image, repository);
                }
                repository.tag(LATEST, older.top());
            }
            CompletableFuture<Optional<String>> first =
                    running(moves(ten(one), "1", newer), moves(ten(one), "latest", newer));
            CompletableFuture<Optional<String>> second =
                    running(moves(ten(two), "2", other), moves(ten(two), "latest", other));

            List<Optional<String>> refusals = List.of(first.get(2, TimeUnit.MINUTES), second.get(2, TimeUnit.MINUTES));

            assertThat(refusals)
                    .as("%s", refusals)
                    .filteredOn(Optional::isEmpty)
                    .hasSize(1);
            assertThat(refusals).filteredOn(Optional::isPresent).allSatisfy(refusal -> assertThat(refusal.orElseThrow())
                    .startsWith("Tagged nothing"));
            TestImage winner = refusals.get(0).isEmpty() ? newer : other;
            for (Repository repository : ten(near)) {
                assertThat(named(repository, LATEST))
                        .contains(winner.image().top().digest());
                assertThat(named(repository, Tag.of(winner == newer ? "2" : "1")))
                        .isEmpty();
            }
        }
    }

    private static List<Repository> ten(Registry registry) {
        return IntStream.range(0, 10)
                .mapToObj(i -> registry.repository(RepositoryName.of("far/image-" + i)))
                .toList();
    }

    /** Each image's tag takes a quarter of the time after which a holder counts as dead. */
    private Duration slowly(Head request) {
        boolean tags =
                Operation.of(request) == Operation.TAG_PUT && !request.target().endsWith("promotion-lock");
        return tags ? Duration.ofMillis(750) : Duration.ZERO;
    }

    @Test
    void runWhenATagThatWasRightIsAnotherOnesMeanwhileTagsNothing() throws IOException {
        Repository a = prepared("a", older);
        Repository b = prepared("b", older);
        List<TagMove> moving = List.of(
                new TagMove(a, LATEST, Optional.of(digest(older)), newer.top()),
                new TagMove(b, LATEST, Optional.of(digest(older)), older.top()));
        b.tag(LATEST, other.top());

        assertThatThrownBy(() -> run(List.of(), moving))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Tagged nothing", "b:latest' was moved from", "by another promotion");
        assertThat(named(a, LATEST)).contains(digest(older));
    }

    @Test
    void runWhenATagThatWasRightChangesWhileOthersAreSetSaysSo() throws IOException {
        Repository a = prepared("a", older);
        Repository b = prepared("b", older);
        Repository meddling = new DelegatingRegistry.Delegate(a) {
            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                if (tag.equals(LATEST)) {
                    b.tag(LATEST, other.top());
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };

        assertThatThrownBy(() -> run(
                        List.of(),
                        List.of(
                                new TagMove(meddling, LATEST, Optional.of(digest(older)), newer.top()),
                                new TagMove(b, LATEST, Optional.of(digest(older)), older.top()))))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "b:latest' named " + digest(older), digest(other).toString());
    }

    @Test
    void runWhenABuildIdTagWasRemovedMeanwhileSetsItAgain() throws IOException {
        Repository a = prepared("a", older);

        run(
                List.of(new TagMove(a, Tag.of("1"), Optional.of(digest(newer)), newer.top())),
                List.of(new TagMove(a, LATEST, Optional.of(digest(older)), newer.top())));

        assertThat(named(a, Tag.of("1"))).contains(digest(newer));
    }

    @Test
    void runWhenNothingIsDueWritesNothing() throws IOException {
        Repository a = prepared("a", older);
        List<Tag> before = a.tags();

        run(List.of(), List.of(new TagMove(a, LATEST, Optional.of(digest(older)), older.top())));

        assertThat(a.tags()).isEqualTo(before).noneMatch(tag -> LockTag.isLock(tag.name()));
    }

    @Test
    void runWhenOneTagIsDueHoldsTheLockWhileItIsSet() throws IOException {
        AtomicReference<String> note = new AtomicReference<>("");
        Repository a = new DelegatingRegistry.Delegate(prepared("a", older)) {
            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                if (tag.equals(Tag.of("1"))) {
                    note.set(manifest(LockTag.TAG).map(LockNote::holder).orElse(""));
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };

        run(List.of(new TagMove(a, Tag.of("1"), Optional.empty(), newer.top())), List.of());

        assertThat(note).hasValue("a test");
        assertThat(a.manifest(LockTag.TAG).filter(LockNote::isTaken)).isEmpty();
    }

    /** Who follows the release finds its members. */
    @Test
    void runWhenThereIsAReleaseSetsItsTagsAfterThoseOfItsMembers() throws IOException {
        List<String> order = new CopyOnWriteArrayList<>();
        Repository one = noting("one", order);
        Repository release = noting("release", order);
        Manifest lock = ImageManifest.artifact(
                ReleaseArtifact.ARTIFACT_TYPE,
                ImageManifest.EMPTY,
                newer.image().imageManifests().get(0).layers(),
                Optional.empty(),
                Map.of());
        release.push(ImageManifest.EMPTY, BlobSource.inMemory(List.of(ImageManifest.emptyContent())), List.of());

        run(
                List.of(
                        new TagMove(release, Tag.of("1.0"), Optional.empty(), lock),
                        new TagMove(one, Tag.of("7"), Optional.empty(), newer.top())),
                List.of(
                        new TagMove(release, LATEST, Optional.of(digest(older)), lock),
                        new TagMove(one, LATEST, Optional.of(digest(older)), newer.top())));

        assertThat(order).containsExactly("one:7", "release:1.0", "one:latest", "release:latest");
    }

    private Repository noting(String name, List<String> order) throws IOException {
        return new DelegatingRegistry.Delegate(prepared(name, older)) {
            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                if (!LockTag.isLock(tag.name())) {
                    order.add(name + ":" + tag);
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };
    }

    @Test
    void runWhenTheLockIsLostSetsNoMoreTagsAndSaysWhichAreSet() throws IOException {
        AtomicBoolean stands = new AtomicBoolean();
        Repository real = prepared("a", older);
        Repository a = new DelegatingRegistry.Delegate(real) {
            @Override
            public Optional<Descriptor> resolve(Reference reference) throws IOException {
                if (stands.get() && reference.equals(LockTag.TAG)) {
                    throw new IOException("no way through");
                }
                return super.resolve(reference);
            }

            @Override
            public Optional<Manifest> manifest(Reference reference) throws IOException {
                if (stands.get() && reference.equals(LockTag.TAG)) {
                    throw new IOException("no way through");
                }
                return super.manifest(reference);
            }

            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                if (tag.equals(LATEST)) {
                    stands.set(true);
                    takeOver(real);
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };

        assertThatThrownBy(() -> run(
                        List.of(new TagMove(a, Tag.of("1"), Optional.empty(), newer.top())),
                        List.of(new TagMove(a, LATEST, Optional.of(digest(older)), newer.top()))))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "Stopped before all tags were set ('" + real.displayName() + ":1' is set)", "took over in '");
        assertThat(named(real, LATEST)).contains(digest(older));
    }

    private static void takeOver(Repository repository) throws IOException {
        try (TagLock lock = new TagLock("another one", Clock.systemUTC(), FAST)) {
            lock.begin(List.of(repository), Precondition.NONE, failure -> {});
            lock.await();
        }
    }

    private static CompletableFuture<Optional<String>> running(List<TagMove> numbers, List<TagMove> moving) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                run(numbers, moving);
                return Optional.empty();
            } catch (ImageException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void run(List<TagMove> numbers, List<TagMove> moving) throws IOException {
        try (Tagging tagging =
                new Tagging(numbers, moving, new TagLock("a test", Clock.systemUTC(), FAST), Accesses.unlimited())) {
            tagging.set();
            tagging.readBack();
        }
    }

    private List<TagMove> moves(List<Repository> repositories, String tag, TestImage image) {
        Optional<Digest> before = tag.equals("latest") ? Optional.of(digest(older)) : Optional.empty();
        return repositories.stream()
                .map(repository -> new TagMove(repository, Tag.of(tag), before, image.top()))
                .toList();
    }

    private Repository prepared(String name, TestImage latest) throws IOException {
        Repository repository = Registries.open(
                        RegistryAddress.of("oci:" + directory.resolve("prod")), Accesses.anonymous())
                .repository(RepositoryName.of("acme/" + name));
        for (TestImage image : List.of(older, newer, other)) {
            push(image, repository);
        }
        repository.tag(LATEST, latest.top());
        return repository;
    }

    private static void push(TestImage image, Repository repository) throws IOException {
        for (Descriptor blob : image.image().blobs()) {
            repository.push(blob, image.blobs(), List.of());
        }
        repository.put(image.top());
    }

    private static Optional<Digest> named(Repository repository, Tag tag) throws IOException {
        return repository.resolve(tag).map(Descriptor::digest);
    }

    private static Digest digest(TestImage image) {
        return image.image().top().digest();
    }
}
