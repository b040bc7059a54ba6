package io.github.imagepromotion.promotion.tagging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.formats.Schema;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.tagging.LockNote.Author;
import io.github.imagepromotion.registry.ImmutableTagException;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock by itself, in directories; that it keeps promotions apart in real registries is shown by {@code ContendedSetsTest}. */
@NeedsTools
class TagLockTest {
    private static final Consumer<Optional<Throwable>> UNHEARD = failure -> {};

    /** As in the plugin, but ten times as fast. */
    private static final LockTimes FAST = times(Duration.ofSeconds(3), Duration.ofSeconds(6));

    @TempDir
    private Path directory;

    private final List<TagLock> locks = new ArrayList<>();

    private static LockTimes times(Duration abandonment, Duration longest) {
        return new LockTimes(
                Duration.ofMillis(30),
                Duration.ofSeconds(1),
                Duration.ofMillis(200),
                abandonment,
                longest,
                Duration.ofMinutes(1),
                Duration.ofMillis(40));
    }

    @AfterEach
    void free() {
        locks.forEach(TagLock::close);
    }

    @Test
    void tagIsNoneThatABuildOrAnEnvironmentMayHave() {
        assertThat(LockTag.TAG.isReserved()).isTrue();
    }

    @Test
    void takeWhenFreeSaysWhoHoldsItAndThenNobody() throws Exception {
        List<Repository> set = repositories("a", "b");
        TagLock lock = taken("build 2", FAST, set);
        lock.require();
        for (Repository repository : set) {
            assertThat(note(repository)).hasValueSatisfying(note -> {
                assertThat(LockNote.holder(note)).isEqualTo("build 2");
                assertThat(LockNote.isHeld(note)).isTrue();
            });
        }

        lock.close();

        for (Repository repository : set) {
            assertThat(note(repository)).hasValueSatisfying(note -> assertThat(LockNote.isTaken(note))
                    .isFalse());
        }
    }

    @Test
    void takeWhenAKilledOneLeftItsNotePassesItByAfterTheTimeThatItSays() throws Exception {
        Repository repository = repositories("a").get(0);
        plant(repository, "PT4S");
        long began = System.nanoTime();

        taken("build 2", FAST, List.of(repository));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(30));
    }

    /** With more at once, each step takes longer, and a note that took long to write is trusted seconds later. */
    @Test
    void askWhenTheRegistryAnswersOneAfterTheOtherAsksForFewAtOnce() throws IOException {
        Object registry = new Object();
        // The first of all would take long for classes to be loaded, and so be no measure.
        atOnce(() -> {});

        assertThat(atOnce(() -> {
                    synchronized (registry) {
                        Pause.SLEEP.of(Duration.ofMillis(5), "the registry works");
                    }
                }))
                .isLessThan(16);
    }

    @Test
    void askWhenTheRegistryIsFarAwayAsksForManyAtOnce() throws IOException {
        assertThat(atOnce(() -> Pause.SLEEP.of(Duration.ofMillis(100), "the registry is far away")))
                .isGreaterThan(8);
    }

    /** {@return of how many of 60 locks, at most, notes were being read or written at the same time} */
    private int atOnce(IoRunnable answering) throws IOException {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Repository> set =
                repositories(IntStream.range(0, 60).mapToObj(i -> "r" + i).toArray(String[]::new)).stream()
                        .<Repository>map(real -> new DelegatingRegistry.Delegate(real) {
                            @Override
                            public Optional<Manifest> manifest(Reference reference) throws IOException {
                                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                                answering.run();
                                underWay.decrementAndGet();
                                return super.manifest(reference);
                            }
                        })
                        .toList();
        AtomicLong slowest = new AtomicLong();
        Author author = Author.of("build 1", Clock.systemUTC());
        RepositoryLocks.of(set, (each, count) -> new RepositoryLock(each, author, FAST, count, slowest))
                .ask();
        return most.get();
    }

    /** It asks first whether its note is there, and writes another one later. */
    @Test
    void holdWhenNobodyElseComesLooksAfterItsNoteAndThenRenewsIt() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        CountDownLatch renewed = new CountDownLatch(4);
        Repository watched = new DelegatingRegistry.Delegate(repositories("a").get(0)) {
            @Override
            public Optional<Descriptor> resolve(Reference reference) throws IOException {
                requests.add("look");
                return super.resolve(reference);
            }

            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                requests.add("write");
                renewed.countDown();
                return super.swap(tag, expected, manifest, precondition);
            }
        };

        taken("build 2", FAST, List.of(watched)).require();

        assertThat(renewed.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(requests).startsWith("write", "write", "look").containsSubsequence("look", "write", "look", "write");
    }

    /** Its notes change until it dies, and each repository's counts from when that was seen, not from when it is the next. */
    @Test
    void takeWhenAHolderOfManyDiesPassesByAllItsNotesAtOnce() throws Exception {
        AtomicBoolean dead = new AtomicBoolean();
        List<Repository> set = ten();
        taken("build 1", FAST, set.stream().map(real -> standing(real, dead)).toList())
                .require();
        CompletableFuture<TagLock> waiter = taking("build 2", FAST, set);
        assertThatThrownBy(() -> waiter.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

        dead.set(true);
        long died = System.nanoTime();
        waiter.get(60, TimeUnit.SECONDS).require();

        assertThat(Duration.ofNanos(System.nanoTime() - died))
                .isBetween(Duration.ofSeconds(2), FAST.shortestAbandonment().multipliedBy(2));
    }

    @Test
    void takeWhenAPlantedNoteAsksForADayIsBlockedForTheLongestTimeOnly() throws Exception {
        Repository repository = repositories("a").get(0);
        plant(repository, "P1D");
        long began = System.nanoTime();

        taken("build 2", times(Duration.ofSeconds(1), Duration.ofSeconds(2)), List.of(repository));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(30));
    }

    @Test
    void takeWhenAPlantedNoteMakesNoSensePassesItBy() throws Exception {
        Repository repository = repositories("a").get(0);
        plant(repository, "-PT\u0000");

        taken("build 2", times(Duration.ofSeconds(1), Duration.ofSeconds(2)), List.of(repository));
    }

    @Test
    void takeWhenAHolderIsAtWorkWaitsForItHoweverLong() throws Exception {
        List<Repository> set = ten();
        TagLock holder = taken("build 1", FAST, set);
        CompletableFuture<TagLock> waiter = taking("build 2", FAST, set);

        assertThatThrownBy(() -> waiter.get(7, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        holder.require();
        holder.close();

        waiter.get(30, TimeUnit.SECONDS).require();
    }

    @Test
    void takeWhenSetsOverlapInDifferentOrderNobodyWaitsForEver() throws Exception {
        List<Repository> all = ten();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        List<CompletableFuture<Void>> rounds = new ArrayList<>();
        for (int taker = 0; taker < 6; taker++) {
            // Each two of them have 'repository-4' in common.
            List<Repository> set = taker % 2 == 0 ? all.subList(0, 5 + taker / 2) : all.subList(4 - taker / 2, 9);
            String name = "build " + taker;
            rounds.add(CompletableFuture.runAsync(() -> {
                try (TagLock lock = taken(name, FAST, set)) {
                    lock.require();
                    together.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.sleep(100);
                    inside.decrementAndGet();
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (CompletableFuture<Void> round : rounds) {
            round.get(60, TimeUnit.SECONDS);
        }
        assertThat(together).hasValue(1);
    }

    @Test
    void takeWhenARepositoryHasTwoNamesNobodyWaitsForEver() throws Exception {
        List<Repository> set = repositories("a", "b");
        List<Repository> turned = List.of(named(set.get(0), "z"), named(set.get(1), "y"));
        for (int round = 0; round < 3; round++) {
            CompletableFuture<TagLock> one = taking("build 1", FAST, set);
            CompletableFuture<TagLock> other = taking("build 2", FAST, turned);
            CompletableFuture.anyOf(one, other).get(60, TimeUnit.SECONDS);
            (one.isDone() ? one : other).get().close();
            one.get(60, TimeUnit.SECONDS).close();
            other.get(60, TimeUnit.SECONDS).close();
        }
    }

    @Test
    void requireWhenTheHolderStoodStillAndWasTakenOverSaysSoAndNothingIsFreed() throws Exception {
        AtomicBoolean stands = new AtomicBoolean();
        Repository real = repositories("a").get(0);
        TagLock holder = taken("build 1", FAST, List.of(standing(real, stands)));
        holder.require();
        stands.set(true);
        taken("build 2", FAST, List.of(real)).require();

        assertThatThrownBy(holder::require)
                .isInstanceOf(LockLostException.class)
                .hasMessageContaining("took over in '" + real.displayName());
        stands.set(false);
        assertThatThrownBy(holder::require).isInstanceOf(LockLostException.class);
        holder.close();
        assertThat(note(real))
                .hasValueSatisfying(note -> assertThat(LockNote.holder(note)).isEqualTo("build 2"));
    }

    @Test
    void requireWhenSomebodyTooSlowWroteOverTheNoteHoldsOn() throws Exception {
        Repository repository = repositories("a").get(0);
        TagLock holder = taken("build 1", FAST, List.of(repository));
        holder.require();

        repository.tag(LockTag.TAG, Author.of("a slow one", Clock.systemUTC()).note(false, Duration.ofSeconds(3)));

        for (int wait = 0;
                wait < 200 && !note(repository).map(LockNote::holder).equals(Optional.of("build 1"));
                wait++) {
            Pause.SLEEP.of(Duration.ofMillis(50), "a note ages");
        }
        holder.require();
        assertThat(note(repository))
                .hasValueSatisfying(note -> assertThat(LockNote.holder(note)).isEqualTo("build 1"));
    }

    @Test
    void closeWhenStillWaitingLeavesNothing() throws Exception {
        List<Repository> set = repositories("a", "b");
        TagLock holder = taken("build 1", FAST, set.subList(1, 2));
        holder.require();
        TagLock waiter = lock("build 2", FAST);
        waiter.begin(set, Precondition.NONE, UNHEARD);
        Thread.sleep(500);

        waiter.close();

        assertThat(note(set.get(0)).filter(LockNote::isTaken)).isEmpty();
        assertThatThrownBy(waiter::await).isInstanceOf(IOException.class);
    }

    @Test
    void takeWhenOthersCameFirstIsTheirReason() {
        TagLock lock = lock("build 2", FAST);
        lock.begin(
                repositories("a"),
                () -> {
                    throw new ImageException("void");
                },
                UNHEARD);
        assertThatThrownBy(lock::await).isInstanceOf(ImageException.class).hasMessage("void");
    }

    @Test
    void beginWhenItCannotBeTakenGivesTheReason() {
        CompletableFuture<Optional<Throwable>> heard = new CompletableFuture<>();
        try (TagLock lock = lock("build 2", FAST)) {
            lock.begin(
                    repositories("a"),
                    () -> {
                        throw new ImageException("void");
                    },
                    heard::complete);

            assertThat(heard.orTimeout(30, TimeUnit.SECONDS).join().orElseThrow())
                    .isInstanceOf(ImageException.class)
                    .hasMessage("void");
        }
    }

    /** Whoever waits for what is done then would wait for ever. */
    @Test
    void beginWhenItIsTakenAndCannotBeAnnouncedCallsAllTheSame() {
        CompletableFuture<Optional<Throwable>> heard = new CompletableFuture<>();
        try (TagLock lock = lock("build 2", FAST)) {
            lock.begin(List.of(immutable(repositories("a").get(0))), Precondition.NONE, heard::complete);

            assertThat(heard.orTimeout(30, TimeUnit.SECONDS).join()).isEmpty();
            assertThatThrownBy(lock::require).isInstanceOf(ImageException.class);
        }
    }

    @Test
    void takeWhenTheRegistryDoesNotShowWhatWasWrittenSaysSo() {
        Repository forgetful = new DelegatingRegistry.Delegate(repositories("a").get(0)) {
            @Override
            public Optional<Manifest> manifest(Reference reference) {
                return Optional.empty();
            }

            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition) {
                return Swap.UNCHECKED;
            }
        };
        assertThatThrownBy(() -> taken("build 1", FAST, List.of(forgetful)))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Tagged nothing", "reads back as absent");
    }

    /** Such a registry is asked patiently each time, so a few times take as long as anyone should wait. */
    @Test
    void takeWhenTheRegistryIsSlowAndNeverShowsWhatWasWrittenGivesUpSooner() {
        AtomicInteger written = new AtomicInteger();
        Repository forgetful = new DelegatingRegistry.Delegate(repositories("a").get(0)) {
            @Override
            public Optional<Manifest> manifest(Reference reference) throws IOException {
                Pause.SLEEP.of(Duration.ofMillis(50), "a note ages");
                return Optional.empty();
            }

            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition) {
                written.incrementAndGet();
                return Swap.UNCHECKED;
            }
        };
        LockTimes times = times(Duration.ofMillis(100), Duration.ofSeconds(1));
        assertThatThrownBy(() -> taken("build 1", times, List.of(forgetful)))
                .hasMessageContainingAll("Tagged nothing", "was set 3 times, and reads back as absent");
        assertThat(written).hasValue(3);
    }

    /** The first note is taken, and no other, not even the one that would free it: so nobody may set a tag. */
    @Test
    void requireWhenTheRegistryLetsNoTagChangeSaysWhatToExemptAndTheNextOneToo() throws Exception {
        LockTimes times = times(Duration.ofSeconds(1), Duration.ofSeconds(2));
        Repository immutable = immutable(repositories("a").get(0));

        TagLock first = taken("build 1", times, List.of(immutable));
        assertThatThrownBy(first::require)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Tagged nothing", "'promotion-lock', 'sha256-*'", "docs/registries.md");
        first.close();
        assertThat(note(immutable).filter(LockNote::isTaken)).isPresent();

        long began = System.nanoTime();
        assertThatThrownBy(() -> taken("build 2", times, List.of(immutable)))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Tagged nothing", "'promotion-lock', 'sha256-*'");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    private static Repository immutable(Repository real) {
        return new DelegatingRegistry.Delegate(real) {
            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                if (resolve(tag).isPresent()) {
                    throw new ImmutableTagException(Message.of("it is immutable"), new ImageException("409"));
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };
    }

    @Test
    void abandonmentWhenAHundredImagesAreFarAwayLeavesTimeForEachRenewal() {
        Duration roundTrip = Duration.ofSeconds(1);
        Duration abandonment = LockTimes.STANDARD.abandonment(100, roundTrip);
        Duration oneRenewal =
                LockTimes.STANDARD.renewal().multipliedBy(LockTimes.LATER).plus(roundTrip.multipliedBy(2 * 4));

        assertThat(LockTimes.reliance(abandonment)).isGreaterThan(oneRenewal.multipliedBy(2));
        assertThat(abandonment).isLessThan(LockTimes.STANDARD.longestAbandonment());
        assertThat(LockTimes.STANDARD.abandonment(1, Duration.ofMillis(20)))
                .isEqualTo(LockTimes.STANDARD.shortestAbandonment());
        assertThat(LockTimes.STANDARD.longestAbandonment()).isLessThan(LockTimes.STANDARD.patience());
    }

    private static void plant(Repository repository, String abandonedAfter) throws IOException {
        repository.tag(
                LockTag.TAG,
                ImageIndex.of(
                        List.of(),
                        Map.of(
                                "io.github.imagepromotion.lock.id", "planted",
                                "io.github.imagepromotion.lock.state", "held",
                                "io.github.imagepromotion.lock.abandoned-after", abandonedAfter)));
    }

    /** One reader takes the first of two members, another one the last: it is no note, and blocks for no longer than one. */
    @Test
    void takeWhenWhatWasPlantedCannotBeReadWaitsForABoundedTime() throws Exception {
        String twice =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[],"
                        + "\"annotations\":{},\"annotations\":{}}";
        try (DockerRegistry server = DockerRegistry.anonymous();
                Registry registry = Registries.open(server.address(), Accesses.anonymous())) {
            HttpRequest planted = HttpRequest.newBuilder(
                            URI.create(server.url() + "/v2/acme/a/manifests/" + LockTag.TAG))
                    .header("Content-Type", MediaType.OCI_INDEX.value())
                    .PUT(HttpRequest.BodyPublishers.ofString(twice))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(planted, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
            Repository repository = registry.repository(RepositoryName.of("acme/a"));
            long began = System.nanoTime();

            taken("build 2", FAST, List.of(repository)).require();

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(30));
            assertThat(repository.manifest(LockTag.TAG)).isPresent();
        }
    }

    /** Other programs go by the schema. */
    @Test
    void noteWhenWrittenIsAsItsSchemaHasIt() throws IOException {
        Author author = Author.of("build 2", Clock.systemUTC());
        List<Manifest> notes = List.of(
                author.note(true, Duration.ofSeconds(30)), author.note(false, Duration.ofSeconds(30)), author.free());

        for (Manifest note : notes) {
            Schema.of("lock-v1")
                    .describes("https://imagepromotion.github.io/lock/v1", Json.object(note.bytes(), "lock"));
        }
    }

    /** How a newer version holds the lock is not known here: nothing is tagged beside it. */
    @Test
    void takeWhenTheNoteIsOfANewerVersionWaitsForABoundedTime() throws IOException {
        Repository repository = repositories("a").get(0);
        repository.tag(LockTag.TAG, ImageIndex.of(List.of(), Map.of("io.github.imagepromotion.lock.version", "2")));
        long began = System.nanoTime();

        taken("build 2", FAST, List.of(repository)).require();

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(3), Duration.ofSeconds(30));
    }

    private static Repository standing(Repository real, AtomicBoolean stands) {
        return new DelegatingRegistry.Delegate(real) {
            @Override
            public Optional<Descriptor> resolve(Reference reference) throws IOException {
                if (stands.get()) {
                    throw new IOException("no way through");
                }
                return super.resolve(reference);
            }

            @Override
            public Optional<Manifest> manifest(Reference reference) throws IOException {
                if (stands.get()) {
                    throw new IOException("no way through");
                }
                return super.manifest(reference);
            }
        };
    }

    private static Repository named(Repository real, String name) {
        return new DelegatingRegistry.Delegate(real) {
            @Override
            public String displayName() {
                return name;
            }
        };
    }

    private static Optional<Manifest> note(Repository repository) throws IOException {
        return repository.manifest(LockTag.TAG);
    }

    private TagLock lock(String holder, LockTimes times) {
        TagLock lock = new TagLock(holder, Clock.systemUTC(), times);
        synchronized (locks) {
            locks.add(lock);
        }
        return lock;
    }

    private TagLock taken(String holder, LockTimes times, List<Repository> set) throws IOException {
        TagLock lock = lock(holder, times);
        lock.begin(set, Precondition.NONE, UNHEARD);
        lock.await();
        return lock;
    }

    private CompletableFuture<TagLock> taking(String holder, LockTimes times, List<Repository> set)
            throws InterruptedException, ExecutionException {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return taken(holder, times, set);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private List<Repository> ten() {
        return repositories(
                IntStream.range(0, 10).mapToObj(i -> "repository-" + i).toArray(String[]::new));
    }

    private List<Repository> repositories(String... names) {
        RegistryAddress address = RegistryAddress.of("oci:" + directory.resolve("prod"));
        return Stream.of(names)
                .map(name ->
                        Registries.open(address, Accesses.anonymous()).repository(RepositoryName.of("acme/" + name)))
                .toList();
    }
}
