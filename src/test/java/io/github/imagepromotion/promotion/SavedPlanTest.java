package io.github.imagepromotion.promotion;

import static io.github.imagepromotion.plugin.console.Told.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.formats.Schema;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.SavedPlan.PlannedImage;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTag;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTarget;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan is done exactly, or nothing is: {@code docker} is a real docker-registry, {@code oci} a directory. */
@NeedsTools
class SavedPlanTest {
    private static final Tag LATEST = Tag.of("latest");

    private static DockerRegistry docker;

    @TempDir
    private Path directory;

    private final List<ImageArchive> open = new ArrayList<>();
    private Environments environments;

    @BeforeAll
    static void startRegistry() {
        docker = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistry() {
        docker.close();
    }

    @BeforeEach
    void configure() {
        environments = new Environments(List.of(
                environment(
                        "docker",
                        docker.url() + "/" + directory.getFileName().toString().toLowerCase(Locale.ROOT)),
                environment("oci", "oci:" + directory.resolve("eu"), "oci:" + directory.resolve("us"))));
    }

    @AfterEach
    void closeArchives() throws IOException {
        for (ImageArchive archive : open) {
            archive.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "oci"})
    void promoteWhenNothingMovedDoesWhatThePlanSays(String environment) throws IOException {
        Candidate first = candidate("shop", "7", 1);
        promote(environment, Optional.empty(), first);
        Candidate shop = candidate("shop", "8", 2);
        Candidate pay = candidate("pay", "8", 3);

        SavedPlan plan = read(plan(environment, shop, pay));

        assertThat(named(environment, "shop", LATEST)).containsOnly(first.digest());
        assertThat(named(environment, "pay", Tag.of("8"))).isEmpty();
        for (PlannedTarget target : plan.images().get(0).targets()) {
            assertThat(target.tags())
                    .containsExactly(
                            new PlannedTag(Tag.of("8"), Optional.empty(), shop.digest()),
                            new PlannedTag(LATEST, Optional.of(first.digest()), shop.digest()));
            assertThat(target.blobs()).isEqualTo(shop.archive().image().blobs().size());
            assertThat(target.bytes()).isEqualTo(shop.archive().image().blobBytes());
        }
        assertThat(promote(environment, Optional.of(plan), shop, pay).outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(named(environment, "shop", LATEST)).containsOnly(shop.digest());
        assertThat(named(environment, "pay", LATEST)).containsOnly(pay.digest());
        assertThat(promote(environment, Optional.of(plan), shop, pay).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker", "oci"})
    void promoteWhenATagMovedNamesItAndWritesNothing(String environment) throws IOException {
        Candidate shop = candidate("shop", "8", 2);
        SavedPlan plan = plan(environment, shop);
        Candidate other = candidate("shop", "7", 1);
        promote(environment, Optional.empty(), other);

        assertThat(refusal(environment, plan, shop))
                .startsWith("Promoted nothing: The plan for '" + environment + "' (" + plan.digest() + ", made at "
                        + plan.at() + " by 'ada') does not hold: '")
                .contains("acme/shop:latest' was absent when it was planned, and is " + other.digest())
                .endsWith(". Plan again (image:plan -Dimage.environment=" + environment + "), and have that approved.");
        assertThat(named(environment, "shop", Tag.of("8"))).isEmpty();
        assertThat(named(environment, "shop", LATEST)).containsOnly(other.digest());
    }

    @Test
    void promoteWhenAnEarlierCallDidAPartOfThePlanCompletesIt() throws IOException {
        Candidate shop = candidate("shop", "8", 2);
        SavedPlan plan = plan("oci", shop);
        Environments both = environments;
        environments = new Environments(List.of(environment("oci", "oci:" + directory.resolve("eu"))));
        promote("oci", Optional.empty(), candidate("shop", "8", 2));
        environments = both;

        assertThat(promote("oci", Optional.of(plan), candidate("shop", "8", 2)).outcome())
                .isEqualTo(Outcome.PROMOTED);
        assertThat(named("oci", "shop", LATEST)).hasSize(2).containsOnly(shop.digest());
    }

    @Test
    void promoteWhenTheArtifactsAreOthersNamesEach() throws IOException {
        SavedPlan plan = plan("oci", candidate("shop", "8", 2), candidate("pay", "8", 3));

        assertThat(refusal("oci", plan, candidate("shop", "9", 4), candidate("mail", "8", 5)))
                .contains(
                        "planned was build '8' of 'com.acme:shop:1.0' (sha256:",
                        "and the artifact from a test is build '9' of 'com.acme:shop:1.0' (sha256:",
                        "; 'acme/pay:8' is planned, and is not among what was found;",
                        "; 'acme/mail:8' from a test is not planned");
        assertThat(directory.resolve("eu/acme/shop")).doesNotExist();
        assertThat(directory.resolve("eu/acme/mail")).doesNotExist();
    }

    @Test
    void promoteWhenADocumentWasExchangedNamesBoth() throws IOException {
        Candidate shop = withDocument("one");
        SavedPlan plan = plan("oci", shop);
        Candidate changed = withDocument("another");

        assertThat(changed.digest()).isEqualTo(shop.digest());
        assertThat(refusal("oci", plan, changed))
                .contains(
                        "the artifact of 'acme/shop:8' had document "
                                + shop.archive().documents().get(0).digest(),
                        "has document " + changed.archive().documents().get(0).digest());
        assertThat(directory.resolve("eu/acme/shop")).doesNotExist();
    }

    @Test
    void promoteWhenTheEnvironmentIsConfiguredOtherwiseNamesRegistriesAndTags() throws IOException {
        SavedPlan plan = plan("oci", candidate("shop", "8", 2));
        environments = new Environments(List.of(TestEnvironments.of(
                "oci",
                List.of(
                        RegistryAddress.of("oci:" + directory.resolve("eu")),
                        RegistryAddress.of("oci:" + directory.resolve("asia"))),
                List.of(Tag.of("stable")),
                List.of())));

        assertThat(refusal("oci", plan, candidate("shop", "8", 2)))
                .contains(
                        "acme/shop:latest' is planned, and is none that 'oci' sets",
                        "acme/shop:stable' would be set, which is not planned",
                        "'acme/shop:8' is planned for 'oci:" + directory.resolve("us")
                                + "' as 'acme/shop', which is none of 'oci'",
                        "'acme/shop:8' would go to 'oci:" + directory.resolve("asia")
                                + "' as 'acme/shop', which is not planned");
        assertThat(directory.resolve("eu/acme/shop")).doesNotExist();
        assertThat(directory.resolve("asia")).doesNotExist();
    }

    @Test
    void planWhenABuildIdIsTakenRefuses() throws IOException {
        promote("oci", Optional.empty(), candidate("shop", "8", 1));
        Candidate other = candidate("shop", "8", 2);

        ImageException refused = catchThrowableOfType(RefusedException.class, () -> plan("oci", other));

        assertThat(refused).hasMessageContaining("a BuildId tag never changes");
    }

    @Test
    void schemaDescribesWhatIsWritten() throws IOException {
        JsonObject full = Json.object(full().bytes(), "plan");

        Schema.of("plan-v1").describes("https://imagepromotion.github.io/plan/v1", full);
        assertThat(Schema.of("plan-v1").required()).isEqualTo(full.keySet());
        assertThat(read(full())).isEqualTo(full());
    }

    @Test
    void readWhenAMemberIsUnknownNamesIt() throws IOException {
        assertThat(changed(json -> json.addProperty("registries", "evil.example")))
                .startsWith("Malformed plan '")
                .endsWith("': member 'registries' is unknown. Name a file that image:plan wrote, as it wrote it"
                        + " (-Dimage.plan=FILE), or plan anew.");
        assertThat(changed(json -> tag(json).addProperty("serverId", "prod"))).contains("member 'serverId' is unknown");
    }

    @Test
    void readWhenItIsOfANewerVersionSaysSo() throws IOException {
        assertThat(changed(json -> json.addProperty("schemaVersion", 2)))
                .contains("its format has version 2, and this version of image-promotion-maven-plugin reads up to 1");
        assertThat(changed(json -> json.addProperty("schemaVersion", 0))).contains("its schemaVersion is 0");
        assertThat(changed(json -> json.remove("schemaVersion"))).contains("'schemaVersion' is not a number");
    }

    @Test
    void readWhenItContradictsItselfSaysWhere() throws IOException {
        assertThat(changed(json -> tag(json)
                        .addProperty("after", Digest.sha256(new byte[] {1}).toString())))
                .contains("tag '42' would name sha256:");
        assertThat(changed(json -> json.add("images", new JsonArray()))).contains("there is no repository");
        assertThat(changed(json -> json.getAsJsonArray("images")
                        .add(json.getAsJsonArray("images").get(0))))
                .contains("repository, or one twice");
        assertThat(changed(json -> json.getAsJsonArray("images")
                        .get(0)
                        .getAsJsonObject()
                        .add("targets", new JsonPrimitive("all"))))
                .startsWith("Malformed plan");
    }

    @Test
    void readWhenItsFormIsAnotherRefuses() throws IOException {
        byte[] whole = full().bytes();

        assertThat(refused(Json.compact(Json.object(whole, "plan")))).contains("it was changed, or is not whole");
        assertThat(refused(Arrays.copyOf(whole, whole.length - 1))).contains("it was changed, or is not whole");
        assertThat(refused(Arrays.copyOf(whole, whole.length / 2))).startsWith("Malformed plan");
        assertThat(refused(new byte[0])).startsWith("Malformed plan");
        assertThat(refused("[".repeat(100_000).getBytes(UTF_8))).startsWith("Malformed plan");
    }

    @Test
    void readWhenItIsNoPlainFileOrAHugeOneRefuses() throws IOException {
        Path huge = directory.resolve("huge.json");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        assertThat(failure(huge)).contains("Cannot read plan '" + huge + "': it has ", ", and one has at most 8");
        assertThat(failure(Path.of("/dev/zero"))).contains("it is not a plain file");
        assertThat(failure(directory.resolve("none.json"))).contains("there is no such file", "-Dimage.plan=FILE");
    }

    /** Found out when it is approved, it would be too late. */
    @Test
    void bytesWhenItIsTooLargeToBeReadRefuses() {
        PlannedImage image = full().images().get(0);
        PlannedImage wordy = new PlannedImage(
                image.repository(),
                image.gav(),
                image.buildId(),
                image.digest(),
                image.documents(),
                image.targets(),
                List.of(new GateAnswer("check", GateAnswer.Outcome.WAIT, Message.of("x".repeat(9_000_000)))));
        SavedPlan plan = new SavedPlan(1, "prod", full().at(), full().by(), "1.0", List.of(wordy));

        assertThat(catchThrowableOfType(ImageException.class, plan::bytes))
                .hasMessageStartingWith("Cannot save the plan for 'prod': it has 9.0 MB, and one has at most 8.4 MB");
    }

    private String changed(Consumer<JsonObject> change) throws IOException {
        JsonObject json = Json.object(full().bytes(), "plan");
        change.accept(json);
        return refused(Json.pretty(json));
    }

    private String refused(byte[] content) throws IOException {
        return failure(Files.write(directory.resolve("plan.json"), content));
    }

    private static String failure(Path file) {
        return told(catchThrowableOfType(ImageException.class, () -> SavedPlan.read(file)));
    }

    private static JsonObject tag(JsonObject plan) {
        return plan.getAsJsonArray("images")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("targets")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("tags")
                .get(0)
                .getAsJsonObject();
    }

    private static SavedPlan full() {
        Digest digest = Digest.sha256(new byte[0]);
        PlannedTarget target = new PlannedTarget(
                "https://prod.registry.example",
                RepositoryName.of("acme/shop"),
                List.of(new PlannedTag(Tag.of("42"), Optional.of(Digest.sha256(new byte[] {7})), digest)),
                3,
                4711);
        PlannedImage image = new PlannedImage(
                RepositoryName.of("acme/shop"),
                Coordinates.of("com.acme:shop:1.0"),
                BuildId.of("42"),
                digest,
                List.of(digest),
                List.of(target),
                List.of(new GateAnswer("after test", GateAnswer.Outcome.WAIT, Message.of("not yet"))));
        Actor actor = new Actor(Optional.of("ada"), Optional.of("Jenkins"), Optional.of("https://ci.example/7"));
        return new SavedPlan(1, "prod", Instant.parse("2026-11-24T06:00:00.123Z"), actor, "1.0", List.of(image));
    }

    private SavedPlan read(SavedPlan plan) throws IOException {
        return SavedPlan.read(Files.write(directory.resolve("plan.json"), plan.bytes()));
    }

    private SavedPlan plan(String environment, Candidate... candidates) throws IOException {
        return PromotionFixture.of(List.of(candidates)).to(environment).plan().get(0);
    }

    private PromotionResult promote(String environment, Optional<SavedPlan> plan, Candidate... candidates)
            throws IOException {
        return PromotionFixture.of(List.of(candidates))
                .to(environment)
                .exactly(plan)
                .promote()
                .get(0);
    }

    private String refusal(String environment, SavedPlan plan, Candidate... candidates) {
        return told(catchThrowableOfType(
                RefusedException.class, () -> promote(environment, Optional.of(plan), candidates)));
    }

    /** What a tag names in each registry that has it. */
    private List<Digest> named(String environment, String name, Tag tag) throws IOException {
        List<Digest> named = new ArrayList<>();
        for (RegistryAddress address :
                environments.find(environment).orElseThrow().registries()) {
            try (Registry registry = Registries.open(address, Accesses.anonymous())) {
                registry.repository(address.locate(RepositoryName.of("acme/" + name)))
                        .resolve(tag)
                        .ifPresent(there -> named.add(there.digest()));
            }
        }
        return named;
    }

    private static Environment environment(String id, String... registries) {
        return TestEnvironments.of(
                id, Arrays.stream(registries).map(RegistryAddress::of).toList(), List.of(LATEST), List.of());
    }

    private Candidate candidate(String name, String build, long seed) throws IOException {
        return candidate(Archives.write(
                directory.resolve(name + "-" + build + ".tar"),
                TestImages.single(seed, 400, 90),
                Archives.identity(name, build)));
    }

    private Candidate withDocument(String text) throws IOException {
        TestImage image = TestImages.single(2, 400, 90);
        MediaType type = MediaType.of("text/plain");
        Document document = Document.of(type, image.image().top(), type, text.getBytes(UTF_8), Map.of());
        Path file = directory.resolve(text + ".tar");
        new ArchiveWriter(
                        image.image(),
                        Archives.identity("shop", "8"),
                        image.blobs(),
                        Optional.empty(),
                        List.of(document))
                .write(file);
        return candidate(file);
    }

    private Candidate candidate(Path file) throws IOException {
        ImageArchive archive = ImageArchive.open(file);
        open.add(archive);
        return new Candidate(archive, "a test", environments);
    }
}
