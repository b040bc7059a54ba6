package io.github.imagepromotion.rollback;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.rollback.ProdFixture.LATEST;
import static io.github.imagepromotion.rollback.ProdFixture.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.environment.Deployed.OnFailure;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.environment.Polling;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.notify.Notifier;
import io.github.imagepromotion.notify.TestServices;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.rollback.RollbackResult.Outcome;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.PipelineReader;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestAuthority;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A promotion whose running service is asked afterwards, and which is undone if that does not report it in time. */
class RollbackOnFailureTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    private final Receiver service = Receiver.plain();
    private final Receiver hook = Receiver.plain();
    private TestServices services;
    private ProdFixture prod;
    private Duration patience = SHORT;
    /** What else is told. */
    private List<Notification> more = List.of();

    @BeforeEach
    void begin() throws IOException {
        begin("oci:" + directory.resolve("prod"));
    }

    /** A pipeline whose service reports build 1, which is there. */
    private void begin(String registry) throws IOException {
        services = new TestServices(directory);
        prod = new ProdFixture(registry, directory);
        service.answering(Receiver.status(200, "1"));
        prod.configured = (environment, image) -> asking(environment, service);
        prod.listener = prod.undoing(new Notifier(services, prod.settings(), services, Clock.systemUTC(), Pause.SLEEP));
    }

    @AfterEach
    void stop() {
        service.close();
        hook.close();
    }

    private Environment asking(Environment environment, Receiver asked) {
        Notification told = new Notification(
                Kind.WEBHOOK,
                On.BOTH,
                false,
                Duration.ofSeconds(30),
                0,
                Map.of("url", hook.uri("/").toString()));
        Deployed deployed = new Deployed(
                new ServiceAccess(asked.uri("/info").toString(), Optional.empty(), Optional.empty(), false),
                new Deployed.Report(Optional.empty(), Optional.empty()),
                new Polling(patience, Duration.ofMillis(20)),
                Optional.of(OnFailure.ROLLBACK));
        List<Notification> all = new ArrayList<>(more);
        all.add(told);
        return TestEnvironments.with(TestEnvironments.with(environment, all), deployed);
    }

    /** What others were told: event, outcome, image and build. */
    private List<String> told() {
        return hook.received().stream()
                .map(received -> Json.object(received.body().getBytes(StandardCharsets.UTF_8), "what was told"))
                .map(told -> text(told, "event") + " " + text(told, "outcome") + " "
                        + text(told, "project").split(":")[1] + ":" + text(told, "buildId"))
                .toList();
    }

    private static String text(JsonObject object, String member) {
        return object.get(member).getAsString();
    }

    private void assertHolds(String image, String content) throws IOException {
        assertHolds(image, LATEST, content);
    }

    private void assertHolds(String image, Tag tag, String content) throws IOException {
        assertThat(prod.repository(image).resolve(tag).orElseThrow().digest()).isEqualTo(digest(content));
    }

    private PromotionRecord newestRecord(String image, String content) throws IOException {
        return prod.history(image, content).newest().orElseThrow().record();
    }

    @Test
    void promoteWhenTheServiceNeverReportsItGoesBackAndFails() throws IOException {
        prod.promote("shop:1=a");

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(
                        "Promoted to 'prod', and rolled back to ",
                        "/acme/shop:1, since its service at '127.0.0.1:",
                        "/acme/shop:2 after ",
                        ": it says '1'. ",
                        "<deployed><timeout>"));

        assertHolds("shop", "a");
        assertThat(prod.repository("shop").resolve(Tag.of("2")).orElseThrow().digest())
                .isEqualTo(digest("b"));
        PromotionRecord record = newestRecord("shop", "a");
        assertThat(record.buildId()).hasToString("1");
        assertThat(record.tags()).contains(new TagChange(LATEST, Optional.of(digest("b"))));
        assertThat(record.rollback().orElseThrow().reason().orElseThrow())
                .startsWith("check 'deployed' failed: its service at '127.0.0.1:")
                .contains("/acme/shop:2 after ")
                .endsWith(": it says '1'");
        assertThat(prod.undone)
                .extracting(RollbackResult::outcome)
                .containsExactly(Outcome.PLANNED, Outcome.ROLLED_BACK);
    }

    @Test
    void promoteWhenItGoesBackTellsEveryoneOfBothAndAsksTheServiceOfTheBuildBefore() throws IOException {
        prod.promote("shop:1=a");

        assertThatThrownBy(() -> prod.promote("shop:2=b")).isInstanceOf(ImageException.class);

        assertThat(told())
                .containsExactly("promotion success shop:1", "promotion success shop:2", "rollback success shop:1");
        assertThat(services.lines).last().satisfies(line -> assertThat(line)
                .contains("prod runs ", "/acme/shop:1, says "));
    }

    private static Notification required(Kind kind, Map<String, String> settings) {
        return new Notification(kind, On.SUCCESS, true, Duration.ofSeconds(30), 0, settings);
    }

    /** Where the image is deployed from. */
    private String pinned(String content) {
        return prod.repository("shop").displayName() + "@" + digest(content);
    }

    @Test
    void promoteWhenItGoesBackWritesTheBuildBeforeIntoTheFileOfGitOps() throws IOException {
        Path file = Files.createDirectory(directory.resolve("checkout")).resolve("shop.yaml");
        Files.writeString(
                file,
                "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - name: shop # ours\n"
                        + "        image: r.example/shop:0\n");
        more = List.of(required(Kind.GITOPS, Map.of("directory", "checkout", "file", "shop.yaml")));
        prod.promote("shop:1=a");
        List<String> deployed = new ArrayList<>(List.of(Files.readString(file)));
        meanwhile(() -> deployed.add(Files.readString(file)));

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells("and rolled back to "))
                .hasMessageNotContaining("But then");

        assertThat(deployed.get(1)).contains("image: " + pinned("b"));
        assertThat(file).hasContent(deployed.get(0));
        assertThat(deployed.get(0)).contains("- name: shop # ours", "image: " + pinned("a"));
    }

    /** As before a promotion: where a required receiver certainly cannot be told, no tag is moved. */
    @Test
    void promoteWhenTheFileOfGitOpsIsGoneTakesNothingBackAndSaysSo() throws IOException {
        Path file = Files.createDirectory(directory.resolve("checkout")).resolve("values.yaml");
        Files.writeString(file, "image: {digest: none}\n");
        more = List.of(required(Kind.GITOPS, Map.of("directory", "checkout", "file", "values.yaml", "form", "values")));
        prod.promote("shop:1=a");
        meanwhile(() -> Files.delete(file));

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells(
                        "its service at '",
                        "and it could not be rolled back: ",
                        "values.yaml",
                        "/acme/shop:latest' names what was promoted"));

        assertHolds("shop", "b");
    }

    @Test
    @NeedsTools
    void promoteWhenItGoesBackSetsTheDeploymentInTheClusterBack() throws IOException {
        TestAuthority authority = TestAuthority.in(Files.createDirectory(directory.resolve("tls")));
        try (Receiver cluster = Receiver.secure(authority.keystore(authority.server()))) {
            more = List.of(cluster(authority, cluster));
            prod.promote("shop:1=a");

            assertThatThrownBy(() -> prod.promote("shop:2=b"))
                    .satisfies(tells("and rolled back to "))
                    .hasMessageNotContaining("But then");

            assertThat(cluster.received())
                    .extracting(Receiver.Received::body)
                    .satisfiesExactly(
                            first -> assertThat(first).contains(pinned("a")),
                            promoted -> assertThat(promoted).contains(pinned("b")),
                            back -> assertThat(back).contains(pinned("a")));
        }
        assertHolds("shop", "a");
    }

    @Test
    @NeedsTools
    void promoteWhenTheClusterRefusesTheWayBackSaysThatOnlyTheTagsAreBack() throws IOException {
        TestAuthority authority = TestAuthority.in(Files.createDirectory(directory.resolve("tls")));
        try (Receiver cluster = Receiver.secure(authority.keystore(authority.server()))) {
            more = List.of(cluster(authority, cluster));
            prod.promote("shop:1=a");
            cluster.answering(Receiver.status(200, "{}"), Receiver.status(403, "frozen"));

            assertThatThrownBy(() -> prod.promote("shop:2=b"))
                    .satisfies(tells("and rolled back to ", "But then: ", "it answered 403 'frozen'"));
        }
        assertHolds("shop", "a");
        assertThat(told()).endsWith("rollback success shop:1");
    }

    private Notification cluster(TestAuthority authority, Receiver cluster) throws IOException {
        Files.writeString(
                directory.resolve("config"),
                """
                {apiVersion: v1, kind: Config, current-context: ours,
                 contexts: [{name: ours, context: {cluster: test, user: ci}}],
                 clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}],
                 users: [{name: ci, user: {token: t0ken-of-ci}}]}
                """
                        .formatted(cluster.uri(""), authority.certificate().toAbsolutePath()));
        return required(
                Kind.KUBERNETES,
                Map.of("deployment", "shop", "container", "web", "kubeconfig", "config", "namespace", "team"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void promoteWhenTheServiceReportsItAtOnceOrLateStays(int late) throws IOException {
        patience = LONG;
        prod.promote("shop:1=a");
        List<Receiver.Answer> answers = new ArrayList<>();
        for (int i = 0; i < late; i++) {
            answers.add(Receiver.status(200, "1"));
        }
        answers.add(Receiver.status(200, "2"));
        service.answering(answers.toArray(new Receiver.Answer[0]));

        prod.promote("shop:2=b");

        assertHolds("shop", "b");
        assertThat(prod.undone).isEmpty();
    }

    @Test
    void promoteWhenTheServiceDoesNotAnswerGoesBack() throws IOException {
        prod.promote("shop:1=a");
        service.answering(Receiver.hangUp());

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells("and rolled back to ", ": it says nothing (", "But then: Rolled back 'prod'"));

        assertHolds("shop", "a");
    }

    @Test
    void promoteWhenNothingWasThereBeforeSaysWhatIsLeft() throws IOException {
        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells(
                        "Promoted to 'prod', and this is not undone, since nothing was there before to go back to, but its"
                                + " service at '",
                        "it says '1'. ",
                        "run the same command again"));

        assertHolds("shop", "b");
        assertThat(prod.undone).isEmpty();
        assertThat(told()).containsExactly("promotion success shop:2");
    }

    @Test
    void promoteWhenOneImageOfASetIsNewTakesNoneBack() throws IOException {
        prod.promote("shop:1=a");

        assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=d"))
                .satisfies(tells(
                        "Promoted to 'prod', but its service at '",
                        "; and it could not be rolled back: Rolled back nothing: In 'prod', '",
                        "/acme/till' cannot go back: nothing was there before ",
                        "/acme/shop:latest' names what was promoted",
                        "image:rollback"));

        assertHolds("shop", "b");
        assertHolds("till", "d");
    }

    @Test
    void promoteWhenASetGoesBackTakesAllOfIt() throws IOException {
        prod.promote("shop:1=a", "till:1=c");

        assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=d"))
                .satisfies(tells("rolled back to ", "/acme/shop:1, ", "/acme/till:1, since "));

        assertHolds("shop", "a");
        assertHolds("till", "c");
        assertThat(told().subList(4, 6)).containsExactly("rollback success shop:1", "rollback success till:1");
    }

    /** The build server counts, and not every image of a set changes. */
    @Test
    void promoteWhenAnImageOfTheSetIsTheSameRecordsThatItIsOfTheBuildBefore() throws IOException {
        prod.promote("shop:1=a", "till:1=c");

        assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=c"))
                .satisfies(tells("rolled back to ", "/acme/shop:1, ", "/acme/till:1, since "));

        assertHolds("shop", "a");
        assertHolds("till", "c");
        assertThat(newestRecord("till", "c").buildId()).hasToString("1");
        assertThat(newestRecord("till", "c").rollback()).isPresent();
        assertThat(told()).endsWith("rollback success shop:1", "rollback success till:1");
    }

    /** What had come with another promotion, or was in the set again, did not come with this one. */
    @Test
    void promoteWhenAnImageOfTheSetWasThereAlreadyLeavesItThere() throws IOException {
        prod.promote("shop:1=a", "till:1=c");
        patience = LONG;
        service.answering(Receiver.status(200, "2"));
        prod.promote("till:2=d");
        patience = SHORT;
        service.answering(Receiver.status(200, "1"));

        assertThatThrownBy(() -> prod.promote("shop:3=b", "till:2=d"))
                .satisfies(tells("rolled back to ", "/acme/shop:1, ", "/acme/till:2, since "));

        assertHolds("shop", "a");
        assertHolds("till", "d");
        assertThat(newestRecord("till", "d").rollback()).isEmpty();
    }

    /** An interrupted call left its tag: what it named before, nobody saw. */
    @Test
    void promoteWhenAnInterruptedCallHadMovedATagTakesNothingBack() throws IOException {
        prod.promote("shop:1=a", "till:1=c");
        prod.push("till", "d", Tag.of("2"));
        prod.push("till", "d", LATEST);

        assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=d"))
                .satisfies(tells("could not be rolled back", "/acme/till' cannot go back: no record that counts says"));

        assertHolds("shop", "b");
        assertHolds("till", "d");
    }

    @Test
    void promoteWhenMovingTagsNamedDifferentImagesTakesNothingBack() throws IOException {
        Tag stable = Tag.of("stable");
        prod.moving = List.of(LATEST, stable);
        prod.promote("shop:1=a");
        prod.push("shop", "c", stable);

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells("could not be rolled back", "its moving tags named different images before: "));

        assertHolds("shop", "b");
        assertHolds("shop", stable, "b");
    }

    /** The first moving tag was there; what a tag that is new names does not matter. */
    @Test
    void promoteWhenAMovingTagIsNewTakesItBackWithTheOthers() throws IOException {
        prod.promote("shop:1=a");
        Tag stable = Tag.of("stable");
        prod.moving = List.of(stable, LATEST);

        assertThatThrownBy(() -> prod.promote("shop:2=b")).satisfies(tells("rolled back to "));

        assertHolds("shop", "a");
        assertHolds("shop", stable, "a");
    }

    @Test
    void promoteWhenTheBuildBeforeWasRejectedMeanwhileStays() throws IOException {
        service.answering(Receiver.status(200, "2"));
        prod.promote("shop:2=b");
        meanwhile(() -> prod.decide(Decision.Kind.REJECT, Optional.empty()));

        assertThatThrownBy(() -> prod.promote("shop:3=c"))
                .satisfies(tells("could not be rolled back", "build '2' was rejected at ", "it loses orders"));

        assertHolds("shop", "c");
    }

    /** The lock is not held while the service is asked: others promote as they always do. */
    @Test
    void promoteWhenAnotherPipelinePromotesMeanwhileLeavesThat() throws IOException {
        prod.promote("shop:1=a");
        ProdFixture other = other();
        meanwhile(() -> other.promote("shop:3=c"));

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells(
                        "could not be rolled back: Rolled back nothing: ",
                        "its tag 'latest' names " + digest("c") + " by now, and not " + digest("b")
                                + ", which was promoted: another promotion came in between.",
                        "/acme/shop:latest' names " + digest("c")));

        assertHolds("shop", "c");
        assertThat(prod.records("shop", "a"))
                .noneMatch(record -> record.rollback().isPresent());
    }

    @Test
    void promoteWhenAnotherPipelinePromotesOneImageOfTheSetMeanwhileTakesNoneBack() throws IOException {
        prod.promote("shop:1=a", "till:1=c");
        ProdFixture other = other();
        meanwhile(() -> other.promote("till:3=e"));

        assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=d"))
                .satisfies(tells("could not be rolled back: Rolled back nothing: ", "/acme/till' cannot go back"));

        assertHolds("shop", "b");
        assertHolds("till", "e");
    }

    /** Between the plan of the rollback and its lock. */
    @Test
    void promoteWhenAnotherPipelinePromotesBeforeTheLockLeavesThat() throws IOException {
        prod.promote("shop:1=a");
        ProdFixture other = other();
        prod.planned = () -> {
            try {
                other.promote("shop:3=c");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells("could not be rolled back: Tagged nothing: ", "by another promotion"));

        assertHolds("shop", "c");
    }

    /** The tags are where this promotion left them, and there by the word of a person who went back to it. */
    @Test
    void promoteWhenAnotherPipelineIsRolledBackToItMeanwhileLeavesThat() throws IOException {
        prod.promote("shop:1=a");
        ProdFixture other = other();
        meanwhile(() -> {
            other.promote("shop:3=c");
            other.rollBack();
        });

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells(
                        "could not be rolled back: Rolled back nothing: ",
                        "by its records, " + digest("b") + " came again at ",
                        "as build '2': another promotion or rollback came in between.",
                        "/acme/shop:latest' names what was promoted"));

        assertHolds("shop", "b");
        assertThat(prod.records("shop", "a"))
                .noneMatch(record -> record.rollback().isPresent());
    }

    /** Whoever promoted it again waits for the same service, and undoes that promotion. */
    @Test
    void promoteWhenItWasRolledBackAndPromotedAgainMeanwhileLeavesThat() throws IOException {
        prod.promote("shop:1=a");
        ProdFixture other = other();
        other.again = true;
        meanwhile(() -> {
            other.rollBack();
            other.promote("shop:2=b");
        });

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells("could not be rolled back: ", "another promotion or rollback came in between."));

        assertHolds("shop", "b");
    }

    /** Between the plan of the rollback and its lock. */
    @Test
    void promoteWhenAnotherPipelineIsRolledBackToItBeforeTheLockLeavesThat() throws IOException {
        prod.promote("shop:1=a");
        ProdFixture other = other();
        prod.planned = () -> {
            try {
                other.promote("shop:3=c");
                other.rollBack();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells(
                        "could not be rolled back: Tagged nothing: by what was recorded since: ",
                        "another promotion or rollback came in between."));

        assertHolds("shop", "b");
    }

    @Test
    void promoteWhenItsRecordWasRemovedMeanwhileLeavesThePromotion() throws IOException {
        prod.promote("shop:1=a");
        AtomicBoolean removed = new AtomicBoolean();
        prod.inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public List<Descriptor> referrers(Digest subject) throws IOException {
                return removed.get() && subject.equals(digest("b")) ? List.of() : super.referrers(subject);
            }
        };
        meanwhile(() -> removed.set(true));

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells("could not be rolled back: ", "is not there any more, so that nothing says whether"));

        assertHolds("shop", "b");
    }

    private ProdFixture other() {
        return new ProdFixture(prod.prod().registries().get(0).toString(), directory.resolve("other"));
    }

    private interface Act {
        void run() throws IOException;
    }

    /** When the service is asked first, somebody does something. */
    private void meanwhile(Act act) {
        AtomicBoolean done = new AtomicBoolean();
        service.answering(exchange -> {
            if (!done.getAndSet(true)) {
                act.run();
            }
            Receiver.status(200, "1").to(exchange);
        });
    }

    @Test
    void promoteWhenTheRegistryFailsOnTheWayBackSaysWhatIsWhere() throws IOException {
        prod.promote("shop:1=a", "till:1=c");
        AtomicBoolean failing = new AtomicBoolean(true);
        prod.inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                boolean back = List.of(digest("a"), digest("c"))
                        .contains(manifest.descriptor().digest());
                if (failing.get() && back && real.displayName().endsWith("till")) {
                    throw new ImageException("the registry is out of order");
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };

        assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=d"))
                .satisfies(tells(
                        "could not be rolled back: the registry is out of order",
                        "/acme/till:latest' names what was promoted",
                        "image:rollback"));

        assertHolds("till", "d");
        assertThat(told()).endsWith("rollback failure shop:1", "rollback failure till:1");
        failing.set(false);
        prod.rollBack("shop", "till");
        assertHolds("shop", "a");
        assertHolds("till", "c");
        assertThat(newestRecord("till", "c").rollback()).isPresent();
    }

    /** Such as a full disk, or an answer that is none of a registry's. */
    @Test
    void promoteWhenTheWayBackFailsUnexpectedlySaysWhyItWasGoneAndWhatIsWhere() throws IOException {
        prod.promote("shop:1=a");
        prod.inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                    throws IOException {
                if (manifest.descriptor().digest().equals(digest("a"))) {
                    throw new IOException("No space left on device");
                }
                return super.swap(tag, expected, manifest, precondition);
            }
        };

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(
                        "Promoted to 'prod', but its service at '",
                        "; and it could not be rolled back: No space left on device. Now ",
                        "/acme/shop:latest' names what was promoted",
                        "image:rollback"));
    }

    @Test
    void promoteWhenTheAnswerOfTheServiceCannotBeRecordedGoesBackAllTheSame() throws IOException {
        prod.promote("shop:1=a");
        AtomicBoolean full = new AtomicBoolean();
        prod.inTheWay = real -> new DelegatingRegistry.Delegate(real) {
            @Override
            public void attach(List<Document> documents) throws IOException {
                if (full.get()) {
                    throw new IOException("No space left on device");
                }
                super.attach(documents);
            }
        };
        prod.planned = () -> full.set(false);
        meanwhile(() -> full.set(true));

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells("and rolled back to "))
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .contains("No space left on device"));

        assertHolds("shop", "a");
    }

    /** A killed call told nobody, and asked nobody. */
    @Test
    void promoteWhenAnEarlierCallWasKilledAsksAgainAndLeavesTheRollbackToAPerson() throws IOException {
        prod.promote("shop:1=a");
        PromotionListener undoing = prod.listener;
        prod.listener = event -> {
            if (event instanceof Ended) {
                throw new IllegalStateException("killed");
            }
            undoing.on(event);
        };
        assertThatThrownBy(() -> prod.promote("shop:2=b")).hasMessage("killed");
        prod.listener = undoing;

        assertThatThrownBy(() -> prod.promote("shop:2=b"))
                .satisfies(tells(
                        "Promoted to 'prod', by an earlier call, and this is not undone, but ", "image:rollback"));

        assertHolds("shop", "b");
        prod.rollBack();
        assertHolds("shop", "a");
    }

    @Test
    void promoteWhenTheFailedBuildIsPromotedOnceMoreGoesAsAfterAnyRollback() throws IOException {
        prod.promote("shop:1=a");
        assertThatThrownBy(() -> prod.promote("shop:2=b")).isInstanceOf(ImageException.class);
        service.answering(Receiver.status(200, "2"));
        patience = LONG;

        PromotionResult again = prod.promote("shop:2=b");

        assertThat(again.images().get(0).gates())
                .anySatisfy(gate -> assertThat(gate.reason().text()).contains("it was rolled back at "));
        assertHolds("shop", "b");
    }

    @Test
    void statusWhenAPromotionWentBackShowsTheBuildBeforeAndWhy() throws IOException {
        prod.promote("shop:1=a");
        assertThatThrownBy(() -> prod.promote("shop:2=b")).isInstanceOf(ImageException.class);

        Holding holding = new PipelineReader(
                        (address, environment) -> Registries.open(address, Accesses.anonymous()),
                        new StatusLog() {
                            @Override
                            public void progress(int done, int all) {}

                            @Override
                            public String explain(Exception failure) {
                                return String.valueOf(failure.getMessage());
                            }
                        },
                        Clock.systemUTC())
                .read(new StatusRequest(
                        new Environments(List.of(prod.prod())),
                        List.of(RepositoryName.of("acme/shop")),
                        new StatusRequest.Keys(Map.of(), Map.of()),
                        new StatusRequest.Depth(20, Map.of()),
                        2,
                        directory.resolve("status")))
                .holdings()
                .get(0);

        assertThat(holding.current().orElseThrow().buildId()).contains(BuildId.of("1"));
        assertThat(holding.running().orElseThrow().buildId()).hasToString("1");
        assertThat(holding.flags()).isEmpty();
        assertThat(holding.promotions().get(0).rollbackReason().orElseThrow())
                .startsWith("check 'deployed' failed: its service at '");
    }

    /** Each module has a service of its own, and one of them does not come up. */
    @Test
    void promoteWhenTheServiceOfOneImageFailsTakesTheSetBackAndTellsAll() throws IOException {
        try (Receiver good = Receiver.plain()) {
            prod.configured = (environment, image) -> asking(environment, image.equals("till") ? good : service);
            good.answering(Receiver.status(200, "1"));
            prod.promote("shop:1=a", "till:1=c");
            good.answering(Receiver.status(200, "2"), Receiver.status(200, "1"));

            assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=d")).satisfies(tells("and rolled back to "));
        }

        assertHolds("shop", "a");
        assertHolds("till", "c");
        assertThat(told().subList(2, 6))
                .containsExactly(
                        "promotion success shop:2",
                        "promotion success till:2",
                        "rollback success shop:1",
                        "rollback success till:1");
    }

    /** Artifacts of several projects, whose pipelines differ elsewhere, and one service that reports one of them. */
    @Test
    void promoteWhenTheEnvironmentsOfASetDifferElsewhereAsksTheServiceOnceForAll() throws IOException {
        prod.others.put("till", List.of(TestEnvironments.of("dev", prod.prod().registries(), List.of(), List.of())));
        prod.promote("shop:1=a", "till:4=c");

        assertThatThrownBy(() -> prod.promote("shop:2=b", "till:5=d"))
                .satisfies(tells("rolled back to ", "/acme/shop:1, ", "/acme/till:4, since ", "and promote it again."))
                .hasMessageNotContaining("But then");

        assertHolds("shop", "a");
        assertHolds("till", "c");
    }

    @Test
    void rollBackWhenAnImageOfTheSetIsTheSameGoesToTheBuildBefore() throws IOException {
        prod.listener = event -> {};
        prod.promote("shop:1=a", "till:1=c");
        prod.promote("shop:2=b", "till:2=c");
        prod.promote("shop:3=e", "till:3=c");

        prod.rollBack("shop", "till");

        assertHolds("shop", "b");
        assertHolds("till", "c");
        assertThat(newestRecord("till", "c").buildId()).hasToString("2");

        prod.rollBack("shop", "till");

        assertHolds("shop", "a");
        assertThat(newestRecord("till", "c").buildId()).hasToString("1");
    }

    @Test
    @NeedsTools
    void promoteWhenTheRegistryIsARealOneGoesBackUnlessAnotherCameInBetween() throws IOException {
        try (DockerRegistry docker = DockerRegistry.anonymous()) {
            begin(docker.url());
            prod.promote("shop:1=a", "till:1=c");

            assertThatThrownBy(() -> prod.promote("shop:2=b", "till:2=d")).satisfies(tells("and rolled back to "));
            assertHolds("shop", "a");
            assertHolds("till", "c");

            ProdFixture other = other();
            meanwhile(() -> other.promote("shop:4=f"));
            assertThatThrownBy(() -> prod.promote("shop:3=e", "till:3=g"))
                    .satisfies(tells("could not be rolled back: Rolled back nothing: "));
            assertHolds("shop", "f");
            assertHolds("till", "g");
        }
    }
}
