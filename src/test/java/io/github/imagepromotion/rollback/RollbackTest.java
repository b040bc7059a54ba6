package io.github.imagepromotion.rollback;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.EnvironmentChange;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.PromotionEvent.BeforeTags;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.rollback.RollbackResult.Outcome;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds 1, 2 and 3 of two images went to prod, one after the other; prod has two registries. */
@NeedsTools
class RollbackTest {
    private static final Tag LATEST = Tag.of("latest");
    private static final List<RepositoryName> IMAGES =
            List.of(RepositoryName.of("acme/shop"), RepositoryName.of("acme/cart"));

    @TempDir
    private Path directory;

    private final List<ImageArchive> open = new ArrayList<>();
    private final Map<String, Digest> digests = new LinkedHashMap<>();
    private final Endings told = new Endings();
    private UnaryOperator<Repository> inTheWay = UnaryOperator.identity();
    private Environments environments;
    private Environment prod;

    @BeforeEach
    void promoteThreeBuilds() throws IOException {
        promoteThreeBuildsTo("oci:" + directory.resolve("eu"), "oci:" + directory.resolve("us"));
    }

    private void promoteThreeBuildsTo(String... registries) throws IOException {
        prod = TestEnvironments.of(
                "prod", Stream.of(registries).map(RegistryAddress::of).toList(), List.of(LATEST), List.of());
        environments = new Environments(List.of(prod));
        for (int build = 1; build <= 3; build++) {
            promote(build);
        }
    }

    @AfterEach
    void closeArchives() throws IOException {
        for (ImageArchive archive : open) {
            archive.close();
        }
    }

    @Test
    void runWhenNothingIsNamedGoesToTheBuildBeforeAndRecordsIt() throws IOException {
        RollbackResult result = rollback(Optional.empty());

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertHolds("2");
        assertThat(result.images())
                .hasSize(4)
                .allSatisfy(image -> assertThat(image.buildId()).isEqualTo(BuildId.of("2")))
                .allSatisfy(image -> assertThat(image.record()).isPresent());
        PromotionRecord record = records("acme/shop", "2").get(1);
        assertThat(record.rollback().flatMap(PromotionRecord.RollbackReason::reason))
                .contains("it was slow");
        assertThat(record.tags())
                .contains(new PromotionRecord.TagChange(LATEST, Optional.of(digest("acme/shop", "3"))));
        for (Repository repository : repositories("acme/shop")) {
            assertThat(repository.resolve(Tag.of("3")).map(Descriptor::digest)).contains(digest("acme/shop", "3"));
        }
    }

    @Test
    void runWhenItCouldNotBeRecordedMovesNothing() throws IOException {
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public void requireAttachable(Digest subject, Optional<Tag> under) {
                throw new ImageException("the list of " + subject + " is immutable");
            }
        };

        assertThatThrownBy(() -> rollback(Optional.empty()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is immutable");
        inTheWay = UnaryOperator.identity();
        assertHolds("3");
    }

    /** The builds were promoted under the operator's environments: an unsigned record does not move them back either. */
    @Test
    void runWhenTheEnvironmentIsOfAnUnsignedRecordRefusesUnlessItIsAllowed() throws IOException {
        Environments unsigned = new Environments(environments.list(), EnvironmentSource.UNSIGNED);
        RollbackRequest refused = request(unsigned, new UnsignedEnvironments(false, false));

        assertThatThrownBy(() -> new Rollback(this::connect, any -> {}, Clock.systemUTC(), told).run(refused))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(
                        "Rolled back nothing",
                        "unsigned build record",
                        "the last promotion",
                        "Name the key that signed it (-Dimage.trustedKeys=FILE)"));
        assertHolds("3");

        RollbackRequest allowed = request(unsigned, new UnsignedEnvironments(true, false));
        new Rollback(this::connect, any -> {}, Clock.systemUTC(), told).run(allowed);
        assertHolds("2");
        assertThat(records("acme/shop", "2").get(1).environmentsFrom()).contains(EnvironmentSource.UNSIGNED);
    }

    private RollbackRequest request(Environments known, UnsignedEnvironments unsigned) {
        return new RollbackRequest(
                new RollbackRequest.Images(prod, known, IMAGES),
                new RollbackRequest.Trusted(List.of(), List.of(), unsigned),
                new RollbackRequest.Purpose(Optional.empty(), Optional.empty()),
                false,
                records(),
                Accesses.unlimited(),
                2);
    }

    @Test
    void runWhenItEndsTellsOthersWhatIsThereNow() throws IOException {
        rollback(Optional.empty());

        assertThat(told.prepared).hasSize(1);
        EnvironmentChange change = told.announced.get(0);
        assertThat(change.kind()).isEqualTo(EnvironmentChange.Kind.ROLLBACK);
        assertThat(change.isSuccess() && change.changed()).isTrue();
        assertThat(change.images()).hasSize(4).allSatisfy(image -> {
            assertThat(image.buildId()).isEqualTo(BuildId.of("2"));
            assertThat(image.tags()).containsExactly(Tag.of("2"), LATEST);
        });
    }

    @Test
    void runWhenItFailsTellsOthersWhy() {
        assertThatThrownBy(() -> rollback(Optional.of("77"))).isInstanceOf(ImageException.class);

        assertThat(told.announced).singleElement().satisfies(change -> assertThat(change.failure())
                .hasValueSatisfying(why -> assertThat(why.text()).contains("there is no build '77'")));
    }

    @Test
    void runWhenTheRegistryIsARealOneGoesToTheBuildBefore() throws IOException {
        try (DockerRegistry docker = DockerRegistry.anonymous()) {
            promoteThreeBuildsTo(docker.url() + "/prod");

            assertThat(rollback(Optional.empty()).outcome()).isEqualTo(Outcome.ROLLED_BACK);

            assertHolds("2");
            assertThat(records("acme/cart", "2")).hasSize(2);
        }
    }

    @Test
    void runWhenRepeatedGoesBackFurtherAndEndsWithTheFirst() throws IOException {
        rollback(Optional.empty());
        rollback(Optional.empty());
        assertHolds("1");

        assertThatThrownBy(() -> rollback(Optional.empty()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Rolled back nothing", "no record that counts", "-Dimage.to"));
        assertHolds("1");
    }

    @Test
    void runWhenABuildIsNamedGoesThereAndOnceMoreDoesNothing() throws IOException {
        assertThat(rollback(Optional.of("1")).outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertHolds("1");

        assertThat(rollback(Optional.of("1")).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(records("acme/shop", "1")).hasSize(2);
    }

    @Test
    void runWhenOneImageCannotGoBackMovesNone() throws IOException {
        Candidate alone = candidate("acme/wish", 9);
        promote(List.of(alone));

        assertThatThrownBy(() -> new Rollback(this::connect, any -> {}, Clock.systemUTC(), told)
                        .run(request(List.of(IMAGES.get(0), RepositoryName.of("acme/wish")), Optional.empty(), false)))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Rolled back nothing", "acme/wish' cannot go back");
        assertHolds("3");
    }

    @Test
    void runWhenDryMovesNothing() throws IOException {
        RollbackResult result = new Rollback(this::connect, any -> {}, Clock.systemUTC(), told)
                .run(request(IMAGES, Optional.empty(), true));

        assertThat(result.outcome()).isEqualTo(Outcome.PLANNED);
        assertThat(result.images())
                .allSatisfy(image -> assertThat(image.buildId()).isEqualTo(BuildId.of("2")));
        assertHolds("3");
    }

    @Test
    void runWhenTheBuildIsUnknownRefuses() {
        assertThatThrownBy(() -> rollback(Optional.of("77")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("there is no build '77'", "-Dimage.history=prod"));
    }

    @Test
    void runWhenTheBuildBeforeWasRejectedRefuses() throws IOException {
        Digest image = digest("acme/shop", "2");
        Repository us = repositories("acme/shop").get(1);
        Decision rejection = new Decision(
                Decision.Kind.REJECT,
                Optional.empty(),
                image,
                BuildId.of("2"),
                Archives.identity("shop", "2").coordinates(),
                Optional.empty(),
                "it loses orders",
                records().by(),
                Clock.systemUTC().instant(),
                Optional.empty(),
                "1.0",
                Optional.empty());
        Descriptor subject = us.resolve(image).orElseThrow();
        new Ledger(us, 2).append(List.of(Attester.UNSIGNED.statement(rejection.statement(), subject)));

        assertThatThrownBy(() -> rollback(Optional.empty()))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Rolled back nothing", "build '2' was rejected", "'it loses orders'");
        assertHolds("3");
    }

    @Test
    void runWhenABlobIsGoneRefuses() throws IOException {
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public boolean has(Descriptor blob) throws IOException {
                return blob.mediaType().value().contains("config") && super.has(blob);
            }
        };

        assertThatThrownBy(() -> rollback(Optional.empty()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("lacks 1 of 2 blobs", "image:promote -Dimage.repair"));
        inTheWay = UnaryOperator.identity();
        assertHolds("3");
    }

    /** Tags are set side by side. */
    private void awaitShop() throws IOException {
        Repository shop = repositories("acme/shop").get(0);
        for (int i = 0; i < 1000 && !held(shop).equals(digest("acme/shop", "2")); i++) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void runWhenItIsCutBetweenTwoTagsGoesOnToTheSameBuild() throws IOException {
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                if (tag.equals(LATEST) && name().value().endsWith("cart")) {
                    awaitShop();
                    throw new IOException("cut");
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };
        assertThatThrownBy(() -> rollback(Optional.empty())).isInstanceOf(IOException.class);
        inTheWay = UnaryOperator.identity();
        assertThat(held(repositories("acme/shop").get(0))).isEqualTo(digest("acme/shop", "2"));
        assertThat(held(repositories("acme/cart").get(0))).isEqualTo(digest("acme/cart", "3"));

        rollback(Optional.empty());

        assertHolds("2");
        assertThat(records("acme/shop", "2")).hasSize(2);
        assertThat(records("acme/cart", "2")).hasSize(2);
    }

    @Test
    void runWhenItIsCutBeforeItIsRecordedGoesNoFurtherAndRecordsIt() throws IOException {
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public void attach(List<Document> documents) throws IOException {
                throw new IOException("cut");
            }
        };
        assertThatThrownBy(() -> rollback(Optional.empty())).isInstanceOf(IOException.class);
        inTheWay = UnaryOperator.identity();
        assertHolds("2");
        assertThat(records("acme/shop", "2")).hasSize(1);

        rollback(Optional.empty());

        assertHolds("2");
        assertThat(records("acme/shop", "2")).hasSize(2);
        assertThat(records("acme/cart", "2")).hasSize(2);
    }

    /** Whoever can write to the state directory must not say where an environment goes back to. */
    @Test
    void runWhenAHintWasPlantedGoesToTheBuildBefore() throws IOException {
        plant("3", "1");

        rollback(Optional.empty());

        assertHolds("2");
    }

    @Test
    void runWhenAHintSaysThatItIsUnderWayAndItIsNotGoesToTheBuildBefore() throws IOException {
        plant("1", "3");

        rollback(Optional.empty());

        assertHolds("2");
    }

    /** Nor that a rollback was made that nobody made. */
    @Test
    void runWhenAHintSaysThatWhatIsThereWasGoneBackToRecordsNothing() throws IOException {
        plant("1", "3");

        assertThat(rollback(Optional.of("3")).outcome()).isEqualTo(Outcome.UNCHANGED);

        assertThat(records("acme/shop", "3")).hasSize(1);
    }

    private void plant(String from, String to) throws IOException {
        JsonArray aims = new JsonArray();
        for (RepositoryName image : IMAGES) {
            for (Repository repository : repositories(image.value())) {
                JsonObject aim = new JsonObject();
                aim.addProperty("repository", repository.displayName());
                aim.addProperty("from", digest(image.value(), from).toString());
                aim.addProperty("to", to);
                aim.addProperty("digest", digest(image.value(), to).toString());
                aims.add(aim);
            }
        }
        JsonObject hint = new JsonObject();
        hint.add("aims", aims);
        Path file = directory.resolve("state").resolve("rollback").resolve("prod.json");
        Files.createDirectories(file.getParent());
        Files.write(file, Json.compact(hint));
    }

    @Test
    void runWhenAnotherPromotionComesFirstMovesNothing() throws IOException {
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public boolean has(Descriptor blob) throws IOException {
                UnaryOperator<Repository> faulty = inTheWay;
                inTheWay = UnaryOperator.identity();
                promote(4);
                inTheWay = faulty;
                return super.has(blob);
            }
        };

        assertThatThrownBy(() -> rollback(Optional.empty()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("by another promotion while this one ran");
        inTheWay = UnaryOperator.identity();
        assertHolds("4");
    }

    @Test
    void runWhenATagThatWasRightMovesMeanwhileMovesNothing() throws IOException {
        Candidate fourth = candidate("acme/cart", 4);
        for (Repository cart : repositories("acme/cart")) {
            cart.tag(LATEST, cart.manifest(Tag.of("2")).orElseThrow());
        }
        inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public boolean has(Descriptor blob) throws IOException {
                // The last one that is planned.
                if (displayName().endsWith("/us/acme/cart")) {
                    inTheWay = UnaryOperator.identity();
                    promote(List.of(fourth));
                }
                return super.has(blob);
            }
        };

        assertThatThrownBy(() -> rollback(Optional.of("2")))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Tagged nothing", "cart:latest' was moved from", "by another promotion");
        for (Repository shop : repositories("acme/shop")) {
            assertThat(held(shop)).isEqualTo(digest("acme/shop", "3"));
        }
    }

    private void assertHolds(String build) throws IOException {
        for (RepositoryName image : IMAGES) {
            for (Repository repository : repositories(image.value())) {
                assertThat(held(repository)).isEqualTo(digest(image.value(), build));
            }
        }
    }

    private static Digest held(Repository repository) throws IOException {
        return repository.resolve(LATEST).map(Descriptor::digest).orElseThrow();
    }

    private Digest digest(String image, String build) {
        return Optional.ofNullable(digests.get(image + ":" + build)).orElseThrow();
    }

    private List<PromotionRecord> records(String image, String build) throws IOException {
        Repository repository = repositories(image).get(0);
        Destination here = new Destination("prod", prod.registries().get(0), repository.name());
        return History.read(digest(image, build), here, repository, List.of(), 2).counting().stream()
                .map(Recorded::record)
                .toList();
    }

    private List<Repository> repositories(String image) {
        return prod.registries().stream()
                .map(address -> Registries.open(address, Accesses.anonymous())
                        .repository(address.locate(RepositoryName.of(image))))
                .toList();
    }

    private RollbackResult rollback(Optional<String> to) throws IOException {
        return new Rollback(this::connect, any -> {}, Clock.systemUTC(), told).run(request(IMAGES, to, false));
    }

    private RollbackRequest request(List<RepositoryName> images, Optional<String> to, boolean dryRun) {
        return new RollbackRequest(
                new RollbackRequest.Images(prod, environments, images),
                new RollbackRequest.Trusted(List.of(), List.of(), UnsignedEnvironments.STANDARD),
                new RollbackRequest.Purpose(to.map(BuildId::of), Optional.of("it was slow")),
                dryRun,
                records(),
                Accesses.unlimited(),
                2);
    }

    private RecordSettings records() {
        return PromotionFixture.records(directory.resolve("state"));
    }

    private Registry connect(RegistryAddress address, Environment environment) {
        return new DelegatingRegistry(Registries.open(address, Accesses.anonymous()), inTheWay);
    }

    private void promote(int build) throws IOException {
        List<Candidate> set = new ArrayList<>();
        for (RepositoryName image : IMAGES) {
            set.add(candidate(image.value(), build));
        }
        promote(set);
    }

    private void promote(List<Candidate> set) throws IOException {
        PromotionFixture.of(set)
                .to("prod")
                .through(this::connect)
                .recorded(records())
                .promote();
    }

    private Candidate candidate(String image, int build) throws IOException {
        String name = image.substring(image.indexOf('/') + 1);
        ImageArchive archive = ImageArchive.open(Archives.write(
                directory.resolve(name + "-" + build + "-" + open.size() + ".tar"),
                TestImages.single(build * 1000L + name.charAt(0), 500),
                Archives.identity(name, Integer.toString(build))));
        open.add(archive);
        Candidate candidate = new Candidate(archive, "a test", environments);
        digests.put(image + ":" + build, candidate.digest());
        return candidate;
    }

    private static final class Endings implements PromotionListener {
        private final List<EnvironmentChange> prepared = new ArrayList<>();
        private final List<EnvironmentChange> announced = new ArrayList<>();

        @Override
        public void on(PromotionEvent event) {
            if (event instanceof BeforeTags next) {
                prepared.addAll(next.expected());
            } else if (event instanceof Ended end) {
                announced.addAll(end.changes());
            }
        }
    }
}
