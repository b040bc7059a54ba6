package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.environment.Polling;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that waits holds no thread that others need. */
class WaitingTest {
    /** More than are asked about at the same time. */
    private static final int MANY = 40;

    private static final int BLOBS = 4;

    @TempDir
    private Path directory;

    private final List<ImageArchive> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (ImageArchive archive : open) {
            archive.close();
        }
    }

    @Test
    void promoteWhenARegistryMakesUsWaitSendsEverythingToTheOtherMeanwhile() throws IOException {
        CountDownLatch sentToOther = new CountDownLatch(BLOBS);
        AtomicBoolean waitedInVain = new AtomicBoolean();
        Environment prod = environment("slow", "quick");

        PromotionFixture.of(candidate(0, prod))
                .to("prod")
                .atOnce(2)
                .through((address, use) -> new DelegatingRegistry(
                        Registries.open(address, Accesses.anonymous()), real -> new DelegatingRegistry.Delegate(real) {
                            @Override
                            public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom)
                                    throws IOException {
                                if (address.equals(prod.registries().get(0))
                                        && !Pause.quietly(() -> sentToOther.await(60, TimeUnit.SECONDS))) {
                                    waitedInVain.set(true);
                                }
                                PushResult result = super.push(blob, source, mountFrom);
                                if (!address.equals(prod.registries().get(0))) {
                                    sentToOther.countDown();
                                }
                                return result;
                            }
                        }))
                .promote();

        assertThat(waitedInVain).isFalse();
    }

    /** In each step the slow registry waits at its first request until the other one has had as many as there are images. */
    @Test
    void promoteOfManyImagesWhenARegistryMakesUsWaitPlansPutsLocksTagsAndRecordsInTheOtherMeanwhile()
            throws IOException {
        Environment prod = environment(List.of(Tag.of("latest")), "slow", "quick");
        Map<String, CountDownLatch> done = new ConcurrentHashMap<>();
        Set<String> waitedInVain = ConcurrentHashMap.newKeySet();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            candidates.add(candidate(i, prod));
        }

        PromotionFixture.of(candidates)
                .to("prod")
                .recorded(PromotionFixture.records(directory.resolve("state")))
                .through((address, use) -> new DelegatingRegistry(
                        Registries.open(address, Accesses.anonymous()),
                        real -> new Stepwise(real, step -> {
                            CountDownLatch other = done.computeIfAbsent(step, any -> new CountDownLatch(MANY));
                            if (!address.equals(prod.registries().get(0))) {
                                other.countDown();
                            } else if (!waitedInVain.contains(step)
                                    && !Pause.quietly(() -> other.await(60, TimeUnit.SECONDS))) {
                                waitedInVain.add(step);
                            }
                        })))
                .promote();

        assertThat(done).containsKeys("plan", "manifest", "lock", "tag", "moving tag", "read back", "record");
        assertThat(waitedInVain).isEmpty();
    }

    /** Says which step each request is of. */
    private static final class Stepwise extends DelegatingRegistry.Delegate {
        private final Consumer<String> steps;

        Stepwise(Repository real, Consumer<String> steps) {
            super(real);
            this.steps = steps;
        }

        @Override
        public Optional<Descriptor> resolve(Reference reference) throws IOException {
            steps.accept("plan");
            return super.resolve(reference);
        }

        @Override
        public void put(Manifest manifest) throws IOException {
            steps.accept("manifest");
            super.put(manifest);
        }

        @Override
        public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                throws IOException {
            boolean locks = tag.isReserved();
            steps.accept(locks ? "lock" : tag.name().equals("latest") ? "moving tag" : "tag");
            return super.swap(tag, expected, manifest, precondition);
        }

        @Override
        public Optional<Manifest> manifest(Reference reference) throws IOException {
            if (reference.equals(Tag.of("latest"))) {
                steps.accept("read back");
            }
            return super.manifest(reference);
        }

        @Override
        public void attach(List<Document> documents) throws IOException {
            steps.accept("record");
            super.attach(documents);
        }
    }

    @Test
    void planWhenAServiceHasNotDecidedAboutManyImagesAsksItAboutTheOthersMeanwhile() throws IOException {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        HttpCheck check = new HttpCheck(
                new ServiceAccess("http://127.0.0.1:1/", Optional.empty(), Optional.empty(), false),
                new HttpCheck.Answers(Optional.of("status=approved"), HttpCheck.PENDING),
                new Polling(Duration.ofSeconds(60), Duration.ofMillis(20)),
                Optional.empty());
        Environment prod = environment("prod")
                .withGates(new Gates(
                        Gates.Times.ANY,
                        Gates.Builds.ANY,
                        new Gates.Consents(Optional.empty(), List.of(check), false)));
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            candidates.add(candidate(i, prod));
        }

        List<PromotionResult> results = PromotionFixture.of(candidates)
                .to("prod")
                .dry(true)
                .gates(new GateSettings(
                        names -> List.of(),
                        (service, body, timeout) -> {
                            asked.add(body);
                            String status = asked.size() == MANY ? "approved" : "pending";
                            return new WebResponse(200, Map.of(), "{\"status\": \"" + status + "\"}");
                        },
                        Optional.empty(),
                        Pause.SLEEP))
                .promote();

        assertThat(asked).hasSize(MANY);
        assertThat(results.get(0).outcome()).isEqualTo(PromotionResult.Outcome.PLANNED);
    }

    private Environment environment(String... names) {
        return environment(List.of(), names);
    }

    private Environment environment(List<Tag> movingTags, String... names) {
        List<RegistryAddress> registries = new ArrayList<>();
        for (String name : names) {
            registries.add(RegistryAddress.of("oci:" + directory.resolve(name)));
        }
        return TestEnvironments.of("prod", registries, movingTags, List.of());
    }

    private Candidate candidate(int number, Environment environment) throws IOException {
        Path file = Archives.write(
                directory.resolve(number + ".tar"),
                TestImages.single(number, 1000, 2000, 3000),
                Archives.identity("shop" + number, "1"));
        ImageArchive archive = ImageArchive.open(file);
        open.add(archive);
        return new Candidate(archive, "a test", new Environments(List.of(environment)));
    }
}
