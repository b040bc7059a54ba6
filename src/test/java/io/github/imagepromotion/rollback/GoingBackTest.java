package io.github.imagepromotion.rollback;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.RefusedException;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No moving tag goes back by accident to a build that the environment had and left; in a real registry. */
@NeedsTools
class GoingBackTest {
    private static final SigningKey KEY = TestKeys.next();
    private static DockerRegistry docker;
    private static int tests;

    @TempDir
    private Path directory;

    private ProdFixture prod;

    @BeforeAll
    static void start() {
        docker = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stop() {
        docker.close();
    }

    @BeforeEach
    void haveRepositoriesOfItsOwn() {
        prod = new ProdFixture(docker.url() + "/t" + ++tests, directory);
    }

    @Test
    void promoteWhenTheBuildWasLeftRefusesAndWritesNothing() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");

        assertRefused("shop:1=a")
                .satisfies(tells(
                        "Promoted nothing: 'prod' had 'acme/shop:1' at ",
                        " by 'ada' and left it: 'latest' of '",
                        "' names build '2', " + ProdFixture.digest("b").abbreviated() + ", since ",
                        "image:rollback -Dimage.environment=prod -Dimage.to=1",
                        "-Dimage.again"));
        assertHolds("shop", "b");
        assertThat(prod.records("shop", "a")).hasSize(1);
    }

    @Test
    void promoteWhenRefusedSaysSoInTheResultOfADryRunToo() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.dryRun = true;

        assertRefused("shop:1=a").isInstanceOfSatisfying(RefusedException.class, refused -> {
            String json = new String(Json.pretty(refused.results().get(0)), StandardCharsets.UTF_8);
            assertThat(json).contains("\"outcome\": \"refused\"", "\"gate\": \"history\"", "\"outcome\": \"fail\"");
        });
    }

    @Test
    void promoteWhenItIsMeantGoesAgainAndRecordsIt() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.again = true;

        assertThat(told(answer(prod.promote("shop:1=a")).reason())).contains("it goes there again (-Dimage.again)");

        assertHolds("shop", "a");
        assertThat(prod.records("shop", "a").get(1).gates())
                .extracting(GateAnswer::gate)
                .containsExactly("history");
        prod.again = false;
        assertRefused("shop:2=b").satisfies(tells("-Dimage.to=2"));
    }

    @Test
    void promoteWhenNothingMovesIsASuccessThatWritesNothing() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");

        assertThat(prod.promote("shop:2=b").outcome()).isEqualTo(Outcome.UNCHANGED);

        prod.moving = List.of();
        assertThat(prod.promote("shop:1=a").outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(prod.records("shop", "a")).hasSize(1);
    }

    @Test
    void promoteWhenARevertHasANewBuildIdGoes() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");

        assertThat(prod.promote("shop:3=a").images().get(0).gates()).isEmpty();

        assertHolds("shop", "a");
        assertRefused("shop:2=b").hasMessageContaining("names build '3'");
        prod.promote("shop:4=b");
        assertRefused("shop:1=a").hasMessageContaining("names build '4'");
        assertRefused("shop:3=a").hasMessageContaining("names build '4'");
    }

    @Test
    void promoteWhenTheBuildIdNamesTheContentWarnsThatItCannotTell() throws IOException {
        String own = BuildId.ofContent(ProdFixture.digest("a")).value();
        prod.promote("shop:" + own + "=a");
        prod.promote("shop:2=b");

        GateAnswer answer = answer(prod.promote("shop:" + own + "=a"));

        assertThat(answer.outcome()).isEqualTo(GateAnswer.Outcome.WARN);
        assertThat(told(answer.reason())).contains("its BuildId does not tell", "-Dimage.buildId");
        assertHolds("shop", "a");
        assertThat(prod.records("shop", "a").get(1).gates())
                .extracting(GateAnswer::outcome)
                .containsExactly(GateAnswer.Outcome.PASS);
    }

    @Test
    void promoteWhenTheBuildWasRolledBackGoesForwardAgain() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.promote("shop:3=c");
        prod.rollBack();
        assertHolds("shop", "b");

        assertRefused("shop:1=a").hasMessageContaining("names build '2'");
        assertThat(told(answer(prod.promote("shop:3=c")).reason())).startsWith("it was rolled back at ");
        assertHolds("shop", "c");
    }

    @Test
    void promoteWhenSeveralWereRolledBackGoesForwardToEachButNotToThoseThatWereLeftBefore() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.promote("shop:3=c");
        prod.promote("shop:4=d");
        prod.rollBack();
        prod.rollBack();
        assertHolds("shop", "b");

        assertRefused("shop:1=a").satisfies(tells("-Dimage.to=1"));
        prod.promote("shop:4=d");
        assertHolds("shop", "d");
        assertRefused("shop:3=c").satisfies(tells("-Dimage.to=3"));
    }

    @Test
    void promoteWhenSomethingElseCameAfterTheRollbackRefuses() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.rollBack();
        prod.promote("shop:3=c");

        assertRefused("shop:2=b").hasMessageContaining("names build '3'");
    }

    @Test
    void promoteWhenTheRolledBackBuildSharesItsImageGoesByTheBuildId() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.promote("shop:3=a");
        prod.rollBack();
        assertHolds("shop", "b");

        assertRefused("shop:1=a").satisfies(tells("-Dimage.to=1"));
        prod.promote("shop:3=a");
        assertHolds("shop", "a");
    }

    @Test
    void promoteWhenTheRolledBackBuildWasRejectedRefuses() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.rollBack();
        Decision rejection = prod.decide(Decision.Kind.REJECT, Optional.empty());
        prod.again = true;

        assertRefused("shop:2=b").hasMessageContaining("was rejected at ");

        prod.again = false;
        prod.decide(
                Decision.Kind.WITHDRAW,
                Optional.of(Digest.sha256(rejection.statement().bytes())));
        assertRefused("shop:2=b")
                .satisfies(tells("was rolled back and rejected; that was withdrawn at ", "-Dimage.again"));
        prod.again = true;
        prod.promote("shop:2=b");
        assertHolds("shop", "b");
    }

    @Test
    void promoteWhenOneImageOfASetGoesBackRefusesTheSet() throws IOException {
        prod.promote("shop:1=a", "cart:1=x");
        prod.promote("shop:2=a", "cart:2=y");

        assertRefused("shop:1=a", "cart:1=x").hasMessageContaining("'prod' had 'acme/cart:1' at ");

        assertHolds("cart", "y");
        prod.promote("shop:3=b", "cart:3=x");
        assertHolds("shop", "b");
        assertHolds("cart", "x");
    }

    @Test
    void promoteWhenATagWasMovedByHandRefusesAndSaysWhatIsNotKnown() throws IOException {
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.push("shop", "h", ProdFixture.LATEST);

        assertRefused("shop:2=b")
                .hasMessageContaining(
                        "names " + ProdFixture.digest("h") + " by now, and no record that counts says how");
    }

    @Test
    void promoteWhenTheMovingTagIsGoneWarns() throws IOException {
        prod.promote("shop:1=a");
        prod.moving = List.of(Tag.of("stable"));

        GateAnswer answer = answer(prod.promote("shop:1=a"));

        assertThat(answer.outcome()).isEqualTo(GateAnswer.Outcome.WARN);
        assertThat(told(answer.reason())).contains("what came after it is not known, since tag 'stable' is not there");
    }

    @Test
    void promoteWhenAnotherMovingTagIsNewAndTheBuildIsCurrentGoes() throws IOException {
        prod.promote("shop:1=a");
        prod.moving = List.of(ProdFixture.LATEST, Tag.of("stable"));

        assertThat(prod.promote("shop:1=a").images().get(0).gates()).isEmpty();
        prod.moving = List.of(Tag.of("current"), ProdFixture.LATEST);
        prod.promote("shop:2=b");
        assertRefused("shop:1=a").hasMessageContaining("names build '2'");
    }

    /** What anyone may attach who may push counts for nothing where keys are trusted. */
    @Test
    void promoteWhenNobodyVouchesForARecordIsNotRefusedByIt() throws IOException {
        prod.trusted = List.of(KEY.publicKey());
        prod.attester = new Attester(Optional.of(KEY), SignatureForm.BUNDLE);
        prod.promote("shop:1=a");
        prod.push("shop", "b", Tag.of("2"));
        prod.plant("shop", "2", "b", Attester.UNSIGNED);
        prod.plant("shop", "2", "b", new Attester(Optional.of(TestKeys.next()), SignatureForm.BUNDLE));

        prod.promote("shop:2=b");

        assertHolds("shop", "b");
        assertRefused("shop:1=a").satisfies(tells("-Dimage.to=1"));
    }

    @Test
    void promoteWhenNobodyIsTrustedCountsEveryRecord() throws IOException {
        prod.promote("shop:1=a");
        prod.push("shop", "b", Tag.of("2"));
        prod.plant("shop", "2", "b", new Attester(Optional.of(TestKeys.next()), SignatureForm.BUNDLE));

        assertRefused("shop:2=b").hasMessageContaining("names build '1'");
    }

    @Test
    void promoteWhenOnlyAForgedRollbackSaysItWasRolledBackRefuses() throws IOException {
        prod.trusted = List.of(KEY.publicKey());
        prod.attester = new Attester(Optional.of(KEY), SignatureForm.BUNDLE);
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");
        prod.attester = Attester.UNSIGNED;
        prod.rollBack();

        assertRefused("shop:2=b").hasMessageContaining("names build '1'");
    }

    @Test
    void promoteWhenRecordsAreUnderCosignsTagsRefusesToo() throws IOException {
        prod.trusted = List.of(KEY.publicKey());
        prod.attester = new Attester(Optional.of(KEY), SignatureForm.LEGACY);
        prod.promote("shop:1=a");
        prod.promote("shop:2=b");

        assertRefused("shop:1=a").hasMessageContaining("names build '2'");
        prod.rollBack();
        prod.promote("shop:2=b");
    }

    @Test
    void promoteWhenARecordCannotBeReadSaysSo() throws IOException {
        prod.push("shop", "a", Tag.of("1"));
        prod.push("shop", "b", ProdFixture.LATEST);
        JsonObject garbled = new JsonObject();
        garbled.addProperty("environment", "prod");
        prod.attach("shop", "a", PromotionRecord.PREDICATE_TYPE, garbled);

        GateAnswer answer = answer(prod.promote("shop:1=a"));

        assertThat(answer.outcome()).isEqualTo(GateAnswer.Outcome.WARN);
        assertThat(told(answer.reason()))
                .contains("whether 'prod' had 'acme/shop:1' before is not known", "it cannot be read");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String... builds) {
        return assertThatThrownBy(() -> prod.promote(builds)).isInstanceOf(RefusedException.class);
    }

    private static GateAnswer answer(PromotionResult result) {
        return result.images().get(0).gates().stream()
                .filter(answer -> answer.gate().equals("history"))
                .findFirst()
                .orElseThrow();
    }

    private void assertHolds(String image, String content) throws IOException {
        assertThat(prod.repository(image).resolve(prod.moving.get(0)).map(Descriptor::digest))
                .contains(ProdFixture.digest(content));
    }
}
