package io.github.imagepromotion.promotion.gate;

import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two approvals are asked for, by Ada's and Bob's keys; Eve has a key that nobody trusts. */
class DecisionsTest {
    private static final Instant EARLIER = GateFixture.NOW.minus(Duration.ofHours(1));

    @TempDir
    private Path directory;

    private final SigningKey ada = TestKeys.next();
    private final SigningKey bob = TestKeys.next();
    private final SigningKey eve = TestKeys.next();
    private GateFixture way;

    @BeforeEach
    void promoteToTest() throws IOException {
        way = new GateFixture(directory);
        way.push(way.image, way.identity.buildId().tag(), GateFixture.LATEST);
        way.gates = way.approvedBy(2, Optional.empty(), ada, bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "test"})
    void approvalsWhenTwoKeysApprovedPassWhereverTheyLie(String place) throws IOException {
        approve(ada, place);
        approve(bob, "prod");

        assertThat(approvals().outcome()).isEqualTo(Outcome.PASS);
        assertThat(told(approvals().reason())).contains("2 of 2 approvals", "by 'ada'");
    }

    @Test
    void approvalsWhenThereIsNoneWaitAndSayWhatToDo() throws IOException {
        assertThat(approvals().outcome()).isEqualTo(Outcome.WAIT);
        assertThat(told(approvals().reason()))
                .contains("0 of 2", "image:approve -Dimage.environment=prod", "<approvals>");
    }

    @Test
    void approvalsWhenOneKeyApprovesTwiceCountOne() throws IOException {
        approve(ada, "prod");
        way.decide(approval(EARLIER.minusSeconds(5), Optional.empty()), Optional.of(ada), "prod");
        approve(ada, "test");

        assertThat(told(approvals().reason())).contains("1 of 2");
    }

    @Test
    void approvalsWhenNobodySignedOrAStrangerDidDoNotCount() throws IOException {
        approve(ada, "prod");
        way.decide(approval(EARLIER, Optional.empty()), Optional.empty(), "prod");
        approve(eve, "prod");

        assertThat(told(approvals().reason())).contains("1 of 2");
    }

    @Test
    void approvalsWhenOneIsForAnotherEnvironmentDoNotCountIt() throws IOException {
        approve(ada, "prod");
        Decision prod = approval(EARLIER, Optional.empty());
        Decision staging = new Decision(
                prod.kind(),
                Optional.of("staging"),
                prod.digest(),
                prod.buildId(),
                prod.gav(),
                prod.withdraws(),
                prod.reason(),
                prod.by(),
                prod.at(),
                prod.validUntil(),
                prod.plugin(),
                Optional.empty());
        way.decide(staging, Optional.of(bob), "prod");

        assertThat(told(approvals().reason())).contains("1 of 2");
    }

    /** What was signed of one image, and attached to another, is forged: it stops everything, and counts for nothing. */
    @Test
    void approvalsWhenOneIsOfAnotherDigestRefuseIt() throws IOException {
        approve(ada, "prod");
        Document foreign = new Attester(Optional.of(bob), SignatureForm.BUNDLE)
                .statement(
                        new Decision(
                                        Kind.APPROVE,
                                        Optional.of("prod"),
                                        TestImages.single(9, 10).image().top().digest(),
                                        way.identity.buildId(),
                                        way.identity.coordinates(),
                                        Optional.empty(),
                                        "",
                                        new Actor(Optional.of("bob"), Optional.empty(), Optional.empty()),
                                        EARLIER,
                                        Optional.empty(),
                                        "1.0",
                                        Optional.empty())
                                .statement(),
                        TestImages.single(9, 10).image().top());
        way.attach(aboutOurs(foreign), "prod");

        assertThat(told(approvals().reason())).contains("1 of 2");
        assertThat(told(only("rejected").reason())).contains("is forged", "is about sha256:");
        way.override = Optional.of(new Overriding("shop is down", "ada"));
        assertThat(only("rejected").outcome()).isEqualTo(Outcome.FAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T11:00:00Z, , PASS",
        "2026-11-25T12:00:01Z, , PASS",
        "2026-11-25T12:00:00Z, , WAIT",
        "2026-11-26T11:00:00Z, 2026-11-26T12:00:01Z, PASS",
        "2026-11-26T11:00:00Z, 2026-11-26T12:00:00Z, WAIT",
        "2026-11-25T12:00:00Z, 2027-11-26T12:00:00Z, WAIT",
        "2026-11-26T12:05:00Z, , PASS",
        "2026-11-26T12:05:01Z, , WAIT"
    })
    void approvalsWhenTimeIsLimitedHoldThatLong(Instant at, Instant until, Outcome outcome) throws IOException {
        way.gates = way.approvedBy(1, Optional.of(Duration.ofDays(1)), ada);
        way.decide(approval(at, Optional.ofNullable(until)), Optional.of(ada), "prod");

        assertThat(approvals().outcome()).isEqualTo(outcome);
    }

    @Test
    void approvalsWhenTheirKeyBuiltTheImageDoNotCount() throws IOException {
        way.documents = List.of(new Attester(Optional.of(bob), SignatureForm.BUNDLE)
                .signature(way.image.image().top().plain(), "acme/shop")
                .orElseThrow());
        approve(ada, "prod");
        approve(bob, "prod");

        assertThat(approvals().outcome()).isEqualTo(Outcome.WAIT);
        assertThat(told(approvals().reason())).contains("1 of 2", "its key built the image");
    }

    @Test
    void approvalsWhenWithdrawnDoNotCountEvenIfAttachedAgain() throws IOException {
        Decision bobs = approval(EARLIER, Optional.empty());
        way.decide(bobs, Optional.of(bob), "prod");
        approve(ada, "prod");
        way.decide(withdrawal(GateFixture.id(bobs)), Optional.of(ada), "test");
        way.decide(bobs, Optional.of(bob), "test");

        assertThat(told(approvals().reason())).contains("0 of 2");
    }

    @Test
    void approvalsWhenAStrangerWithdrawsThemStillCount() throws IOException {
        Decision bobs = approval(EARLIER.minusSeconds(1), Optional.empty());
        way.decide(bobs, Optional.of(bob), "prod");
        approve(ada, "prod");
        way.decide(withdrawal(GateFixture.id(bobs)), Optional.of(eve), "prod");

        assertThat(approvals().outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "test"})
    void rejectedWhenItLiesOnTheWayFailsAndIsNotOverridden(String place) throws IOException {
        way.gates = way.approvedBy(1, Optional.empty(), ada);
        reject(ada, place);
        way.override = Optional.of(new Overriding("shop is down", "ada"));

        assertThat(only("rejected").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(only("rejected").reason())).contains("by 'ada': 'because'", "-Dimage.withdraw");
    }

    /** What an index says of an entry beside its digest, anyone has written who may write to the directory. */
    @ParameterizedTest
    @CsvSource({"mediaType, text/plain", "size, 1", "artifactType, text/plain"})
    void rejectedWhenTheIndexCallsItSomethingElseFails(String member, String value) throws IOException {
        reject(ada, "prod");
        Path index = directory
                .resolve("prod")
                .resolve(way.identity.repository().toString())
                .resolve("index.json");
        JsonObject json = Json.object(Files.readAllBytes(index), "index");
        for (JsonElement entry : json.getAsJsonArray("manifests")) {
            if (member.equals("size")) {
                entry.getAsJsonObject().addProperty(member, Long.parseLong(value));
            } else {
                entry.getAsJsonObject().addProperty(member, value);
            }
            entry.getAsJsonObject().remove("annotations");
        }
        Files.write(index, Json.compact(json));

        assertThat(only("rejected").outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void rejectedWhenAStrangerSignedDoesNotCount() throws IOException {
        reject(eve, "prod");

        assertThat(gates()).doesNotContain("rejected");
    }

    @Test
    void rejectedWhenNoKeyIsTrustedCountsAndSaysSo() throws IOException {
        way.gates = Gates.NONE;
        reject(eve, "prod");

        assertThat(told(only("rejected").reason())).contains("no key is trusted");
    }

    @Test
    void rejectedWhenWithdrawnPassesAndSoakStartsAnew() throws IOException {
        way.gates = way.soaking(Duration.ofDays(1));
        way.trust = way.trusting(ada);
        way.record(GateFixture.NOW.minus(Duration.ofDays(9)), Optional.of(ada));
        Digest rejection = reject(ada, "prod");
        assertThat(only("soak test").outcome()).isEqualTo(Outcome.PASS);

        way.decide(withdrawal(rejection), Optional.of(ada), "prod");

        assertThat(only("rejected").outcome()).isEqualTo(Outcome.PASS);
        assertThat(only("soak test").outcome()).isEqualTo(Outcome.WAIT);
    }

    /** It may be a rejection: passed over, it would let through what somebody stopped. */
    @Test
    void rejectedWhenADecisionIsOfANewerVersionFailsAndSaysSo() throws IOException {
        InTotoStatement newer = new InTotoStatement(
                Optional.empty(),
                way.image.image().top().digest(),
                "https://imagepromotion.github.io/decision/v3",
                new JsonObject());
        way.attach(
                new Attester(Optional.of(ada), SignatureForm.BUNDLE)
                        .statement(newer, way.image.image().top().plain()),
                "prod");

        assertThat(only("rejected").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(only("rejected").reason())).contains("version 3", "reads up to 2", "use a newer one");
    }

    private Document aboutOurs(Document foreign) throws IOException {
        byte[] content = foreign.blobs().read(foreign.manifest().blobs().get(1), 100_000);
        return Document.of(
                MediaType.of(foreign.artifactType()),
                way.image.image().top(),
                foreign.manifest().blobs().get(1).mediaType(),
                content,
                foreign.manifest().annotations());
    }

    private void approve(SigningKey key, String place) throws IOException {
        way.decide(approval(EARLIER, Optional.empty()), Optional.of(key), place);
    }

    private Decision approval(Instant at, Optional<Instant> until) {
        Decision plain = way.decision(Kind.APPROVE, Optional.empty(), at);
        return new Decision(
                plain.kind(),
                plain.environment(),
                plain.digest(),
                plain.buildId(),
                plain.gav(),
                plain.withdraws(),
                plain.reason(),
                plain.by(),
                plain.at(),
                until,
                plain.plugin(),
                Optional.empty());
    }

    private Digest reject(SigningKey key, String place) throws IOException {
        Decision rejection = way.decision(Kind.REJECT, Optional.empty(), EARLIER);
        way.decide(rejection, Optional.of(key), place);
        return GateFixture.id(rejection);
    }

    private Decision withdrawal(Digest of) {
        return way.decision(Kind.WITHDRAW, Optional.of(of), EARLIER.plusSeconds(60));
    }

    private GateAnswer approvals() throws IOException {
        return only("approvals");
    }

    private List<String> gates() throws IOException {
        return way.ask().stream().map(GateAnswer::gate).toList();
    }

    private GateAnswer only(String gate) throws IOException {
        return way.ask().stream()
                .filter(answer -> answer.gate().equals(gate))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer of " + gate));
    }
}
