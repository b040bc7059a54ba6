package io.github.imagepromotion.decision;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.PromotionEvent;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.RefusedException;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.FallbackList;
import io.github.imagepromotion.testing.MovableClock;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two environments in one docker-registry, which knows nothing of referrers, and decisions of people with keys. */
@NeedsTools
class DecisionsInRegistriesTest {
    @TempDir
    private Path directory;

    private final SigningKey ada = TestKeys.next();
    private final SigningKey bob = TestKeys.next();
    private final Told told = new Told();
    private DockerRegistry registry;
    private Environments environments;
    private ImageArchive archive;

    /** What was told last. */
    private static final class Told implements DecisionLog {
        private final List<Comparison> comparisons = new ArrayList<>();
        private final List<Decision> written = new ArrayList<>();
        private final List<String> worthless = new ArrayList<>();
        private List<GateAnswer> judged = List.of();

        @Override
        public void compared(Candidate candidate, Environment environment, Comparison comparison) {
            comparisons.add(comparison);
        }

        @Override
        public void written(Decision decision, Repository repository, Digest document) {
            written.add(decision);
        }

        @Override
        public void worthless(Environment environment) {
            worthless.add(environment.id());
        }

        @Override
        public void judged(Candidate candidate, Environment environment, List<GateAnswer> answers) {
            judged = answers;
        }
    }

    @BeforeEach
    void promoteToTest() throws IOException {
        registry = DockerRegistry.anonymous();
        Gates approved = Gates.NONE.withApprovals(new Approvals(
                2, List.of(ada.publicKey().pem(), bob.publicKey().pem()), Optional.of(Duration.ofDays(30))));
        environments = new Environments(List.of(
                environment("test", List.of()),
                environment("prod", List.of("test")).withGates(approved)));
        archive = archive(1, "1");
        promote("test");
    }

    @AfterEach
    void stop() throws IOException {
        archive.close();
        registry.close();
    }

    @Test
    void approveWhenTwoDidLetsItThrough() throws IOException {
        assertThatThrownBy(() -> promote("prod"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("has 0 of 2 approvals");

        approver(ada).approve(candidates(), List.of("prod"), "tested", Optional.empty(), Optional.empty());
        assertThat(told(told.judged.get(0).reason())).contains("1 of 2");
        assertThatThrownBy(() -> promote("prod")).hasMessageContaining("has 1 of 2 approvals, by 'ada'");

        approver(bob).approve(candidates(), List.of("prod"), "", Optional.of(Duration.ofHours(1)), Optional.empty());
        PromotionResult result = promote("prod");

        assertThat(result.outcome()).isEqualTo(PromotionResult.Outcome.PROMOTED);
        assertThat(result.images().get(0).gates())
                .extracting(GateAnswer::gate)
                .containsExactly("after test", "approvals");
        assertThat(told.comparisons.get(0).before()).isEmpty();
    }

    @Test
    void approveWhenAnotherBuildIsThereSaysWhatDiffers() throws IOException {
        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        approver(bob).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        promote("prod");
        Digest first = archive.image().top().digest();
        archive.close();
        archive = archive(2, "2");

        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());

        Comparison comparison = told.comparisons.get(2);
        assertThat(comparison.before()).contains(first);
        assertThat(comparison.added()).hasSize(2);
        assertThat(comparison.removed()).hasSize(2);
        assertThat(comparison.kept()).isEmpty();
    }

    @Test
    void approveWhenTheKeyWouldNotCountWritesNothing() {
        SigningKey eve = TestKeys.next();

        assertThatThrownBy(() ->
                        approver(eve).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Approved nothing", "<approvals><trustedKeys>", "-Dimage.signing.keyFile"));
        assertThat(told.written).isEmpty();
    }

    @Test
    void withdrawWhenApprovedTakesItBack() throws IOException {
        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        approver(bob).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());

        approver(bob).withdraw(candidates(), List.of("prod"), "too early", Optional.empty());

        assertThatThrownBy(() -> promote("prod")).hasMessageContaining("has 0 of 2 approvals");
        assertThatThrownBy(() -> approver(bob).withdraw(candidates(), List.of("prod"), "again", Optional.empty()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("There is no approval");
    }

    @Test
    void rejectWhenItIsOnItsWayStopsItEverywhereUntilWithdrawn() throws IOException {
        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        approver(bob).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());

        rejecter(ada).reject(candidates(), "leaks memory");

        assertThat(told.written.stream().filter(each -> each.kind() == Decision.Kind.REJECT))
                .hasSize(2);
        assertThat(told.worthless).isEmpty();
        assertThatThrownBy(() -> promote("prod"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was rejected at")
                .hasMessageContaining("'leaks memory'");

        rejecter(bob).withdraw(candidates(), "it was another one");

        assertThat(promote("prod").outcome()).isEqualTo(PromotionResult.Outcome.PROMOTED);
    }

    /** What a list says of its entries, anyone who may push has written. */
    @ParameterizedTest
    @EnumSource
    void promoteWhenListsDoNotCallDecisionsThatJudgesByTheirContent(FallbackList list) throws IOException {
        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        approver(bob).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        mislead(list, "prod");
        approver(bob).withdraw(candidates(), List.of("prod"), "too early", Optional.empty());
        mislead(list, "prod");

        assertThatThrownBy(() -> promote("prod")).hasMessageContaining("has 0 of 2 approvals");

        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        approver(bob).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        rejecter(ada).reject(candidates(), "leaks memory");
        rejecter(bob).withdraw(candidates(), "it was another one");
        mislead(list, "prod");
        mislead(list, "test");

        assertThat(promote("prod").outcome()).isEqualTo(PromotionResult.Outcome.PROMOTED);
    }

    private void mislead(FallbackList list, String environment) throws IOException {
        RegistryAddress address =
                environments.find(environment).orElseThrow().registries().get(0);
        try (Registry open = open(address)) {
            list.write(
                    open.repository(address.locate(archive.identity().repository())),
                    archive.image().top().digest());
        }
    }

    /** Content may take hours to be sent; a short transfer does not ask twice. */
    @ParameterizedTest
    @CsvSource({"PT31S, false", "PT29S, true"})
    void rejectWhenItsContentIsBeingSentTagsNothing(Duration sending, boolean promoted) throws IOException {
        archive.close();
        archive = archive(2, "2");
        MovableClock clock = new MovableClock(Instant.now());
        PromotionFixture promotion = PromotionFixture.of(candidates())
                .to("test")
                .through((address, of) -> open(address))
                .at(clock)
                .heardBy(event -> {
                    if (event instanceof PromotionEvent.BeforeTags) {
                        clock.move(sending);
                        rejecter(ada).reject(candidates(), "leaks memory");
                    }
                });

        if (promoted) {
            promotion.promote();
        } else {
            assertThatThrownBy(promotion::promote)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("Tagged nothing: 'acme/shop:2' was rejected at ");
        }
        try (Registry open = open(environments.list().get(0).registries().get(0))) {
            Repository there = open.repository(
                    environments.list().get(0).registries().get(0).locate(RepositoryName.of("acme/shop")));
            assertThat(there.resolve(Tag.of("2")).isPresent()).isEqualTo(promoted);
        }
    }

    /** As at the plan: a member of a release may be rejected where its own pipeline ends. */
    @Test
    void rejectWhenAMemberIsBeingSentCountsFromEnvironmentsFurtherBefore() throws IOException {
        archive.close();
        archive = archive(2, "2");
        Environment dev = TestEnvironments.of(
                "dev", List.of(RegistryAddress.of("oci:" + directory.resolve("dev"))), List.of(), List.of());
        environments = new Environments(
                List.of(dev, environment("test", List.of("dev")), environment("prod", List.of("test"))));
        ReleaseMember member = ReleaseMember.of(
                archive.identity().coordinates(),
                Optional.empty(),
                Records.of(archive.identity(), archive.image().top(), List.of()),
                Digest.sha256(new byte[0]));
        ReleaseLock lock =
                ReleaseLock.of(Coordinates.of("com.acme:november:1.0"), Optional.empty(), List.of(member), List.of());
        Candidate release = Candidate.release(ReleaseArtifact.of(lock.bytes()).archive(), "a test", environments, lock);
        MovableClock clock = new MovableClock(Instant.now());

        assertThatThrownBy(() -> PromotionFixture.of(
                                List.of(release, candidates().get(0).memberOf(release)))
                        .to("dev", "test", "prod")
                        .through((address, of) -> open(address))
                        .at(clock)
                        .heardBy(event -> {
                            if (event instanceof PromotionEvent.BeforeTags before
                                    && before.expected()
                                            .get(0)
                                            .environment()
                                            .id()
                                            .equals("prod")) {
                                clock.move(Duration.ofSeconds(31));
                                rejecter(ada)
                                        .reject(
                                                List.of(new Candidate(
                                                        archive, "a test", new Environments(List.of(dev)))),
                                                "leaks memory");
                            }
                        })
                        .promote())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Tagged nothing: 'acme/shop:2' was rejected at ");
        RegistryAddress prod = environments.list().get(2).registries().get(0);
        try (Registry open = open(prod)) {
            assertThat(open.repository(prod.locate(RepositoryName.of("acme/shop")))
                            .resolve(Tag.of("2")))
                    .isEmpty();
        }
    }

    @Test
    void rejectWhenAKeyCountsNowhereInAnEnvironmentSaysWhere() throws IOException {
        rejecter(TestKeys.next()).reject(candidates(), "leaks memory");

        assertThat(told.worthless).containsExactly("prod");
    }

    @Test
    void rejectWhenOneRegistryIsAwayRejectsInTheOthersAndSaysWhere() throws IOException {
        environments = new Environments(List.of(
                environments.list().get(0),
                TestEnvironments.of(
                        "prod", List.of(RegistryAddress.of("http://127.0.0.1:1")), List.of(), List.of("test"))));

        assertThatThrownBy(() -> rejecter(ada).reject(candidates(), "leaks memory"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "is not rejected in 'prod' ('http://127.0.0.1:1')", "Run the same command again");
        assertThat(told.written).hasSize(1);
    }

    @Test
    void approveWhenOfAPlanCountsForThatPlanAlone() throws IOException {
        SavedPlan plan = plan();
        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.of(plan));
        assertThat(told(told.judged.get(0).reason())).contains("1 of 2");
        approver(bob).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());
        SavedPlan other = plan();

        assertThat(plan.images().get(0).gates()).extracting(GateAnswer::outcome).contains(Outcome.WAIT);
        for (Optional<SavedPlan> none : List.of(Optional.<SavedPlan>empty(), Optional.of(other))) {
            assertThatThrownBy(() -> promote("prod", none))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContainingAll(
                            "has 1 of 2 approvals, by 'bob'",
                            "one by 'ada' does not count: it is for plan " + plan.digest() + " alone");
        }
        assertThat(promote("prod", Optional.of(plan)).outcome()).isEqualTo(PromotionResult.Outcome.PROMOTED);
    }

    @Test
    void withdrawWhenOfAPlanWithdrawsItsApprovalsAlone() throws IOException {
        SavedPlan plan = plan();
        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.of(plan));
        approver(bob).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.empty());

        approver(bob).withdraw(candidates(), List.of("prod"), "changed", Optional.of(plan));

        assertThatThrownBy(() -> promote("prod", Optional.of(plan)))
                .hasMessageContaining("has 1 of 2 approvals, by 'bob' with key");
        assertThatThrownBy(() -> approver(bob).withdraw(candidates(), List.of("prod"), "again", Optional.of(plan)))
                .hasMessageContaining("no approval");
    }

    @Test
    void approveWhenThePlanIsOfAnotherBuildWritesNothing() throws IOException {
        SavedPlan plan = plan();
        archive.close();
        archive = archive(2, "2");

        assertThatThrownBy(() ->
                        approver(ada).approve(candidates(), List.of("prod"), "", Optional.empty(), Optional.of(plan)))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("planned was build '1'", "is build '2'");
        assertThat(told.written).isEmpty();
    }

    private SavedPlan plan() throws IOException {
        return PromotionFixture.of(candidates())
                .to("prod")
                .through((address, use) -> open(address))
                .gates(GateSettings.trusting(keys()))
                .plan()
                .get(0);
    }

    private Approver approver(SigningKey key) {
        return new Approver((address, of) -> open(address), settings(key), told, Clock.systemUTC());
    }

    private Rejecter rejecter(SigningKey key) {
        return new Rejecter((address, of) -> open(address), settings(key), told, Clock.systemUTC());
    }

    private DecisionSettings settings(SigningKey key) {
        Actor actor = new Actor(Optional.of(key == ada ? "ada" : "bob"), Optional.empty(), Optional.empty());
        return new DecisionSettings(key, keys(), actor, "1.0", 2);
    }

    private static KeyReader keys() {
        return pems -> {
            List<VerificationKey> keys = new ArrayList<>();
            pems.forEach(pem -> keys.addAll(VerificationKey.parse(pem, "a test")));
            return keys;
        };
    }

    private static Registry open(RegistryAddress address) {
        return Registries.open(address, Accesses.anonymous());
    }

    private List<Candidate> candidates() {
        return List.of(new Candidate(archive, "a test", environments));
    }

    private PromotionResult promote(String environment) throws IOException {
        return promote(environment, Optional.empty());
    }

    private PromotionResult promote(String environment, Optional<SavedPlan> plan) throws IOException {
        return PromotionFixture.of(candidates())
                .to(environment)
                .through((address, of) -> open(address))
                .gates(GateSettings.trusting(keys()))
                .exactly(plan)
                .promote()
                .get(0);
    }

    private Environment environment(String id, List<String> after) {
        return TestEnvironments.of(
                id, List.of(RegistryAddress.of(registry.url() + "/" + id)), List.of(Tag.of("latest")), after);
    }

    private ImageArchive archive(long seed, String build) throws IOException {
        return ImageArchive.open(Archives.write(
                directory.resolve(build + ".tar"), TestImages.single(seed, 400, 90), Archives.identity("shop", build)));
    }
}
