package io.github.imagepromotion.plugin.console;

import static io.github.imagepromotion.plugin.console.PipelineFacts.at;
import static io.github.imagepromotion.plugin.console.PipelineFacts.environment;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code image:status} prints, against the pictures in {@code src/test/resources/status}, in which {@code ␛} stands for
 * the escape character. What is printed instead is left in {@code target/status}.
 */
class StatusPicturesTest {
    private static final Path PICTURES = Path.of("src/test/resources/status");
    private static final SigningKey RELEASE = TestKeys.fixed(1);
    private static final SigningKey ADA = TestKeys.fixed(2);
    private static final SigningKey BOB = TestKeys.fixed(3);
    private static final SigningKey EVE = TestKeys.fixed(4);
    private static final String EVIL =
            "<b onmouseover=x>\u001b[31m##vso[task.complete]\n::set-output name=x::y\u202Egnp.exe";

    @TempDir
    private Path cache;

    @ParameterizedTest
    @CsvSource({"80, false", "80, true", "200, false", "200, true"})
    void matrixWhenThereIsEverythingIsAsPictured(int columns, boolean coloured) throws IOException {
        List<StyledLine> lines = new StatusTable(columns).matrix(shop().read(cache), false);

        assertThatLines(lines, columns, coloured).isAsPicturedIn("matrix");
    }

    @ParameterizedTest
    @CsvSource({"80, false", "80, true", "200, false", "200, true"})
    void historyWhenThereIsEverythingIsAsPictured(int columns, boolean coloured) throws IOException {
        List<StyledLine> lines = new StatusTable(columns).history(shop().read(cache), List.of("dev", "prod"));

        assertThatLines(lines, columns, coloured).isAsPicturedIn("history");
    }

    @ParameterizedTest
    @CsvSource({"80, false", "80, true", "200, false", "200, true"})
    void matrixWhenEveryWordIsHostileIsAsPictured(int columns, boolean coloured) throws IOException {
        List<StyledLine> lines = new StatusTable(columns).matrix(hostile().read(cache), false);

        assertThatLines(lines, columns, coloured).isAsPicturedIn("hostile-matrix");
    }

    @ParameterizedTest
    @CsvSource({"80, false", "80, true", "200, false", "200, true"})
    void historyWhenEveryWordIsHostileIsAsPictured(int columns, boolean coloured) throws IOException {
        List<StyledLine> lines = new StatusTable(columns).history(hostile().read(cache), List.of("web"));

        assertThatLines(lines, columns, coloured).isAsPicturedIn("hostile-history");
    }

    @Test
    void decisionsWhenKeysAreTrustedCountThoseThatTheyGave() throws IOException {
        Pipeline pipeline = shop().read(cache);

        Holding prod = holding(pipeline, "prod");
        assertThat(prod.decisions())
                .extracting(decided -> decided.name() + " " + decided.position() + " "
                        + decided.approvals().size() + "/" + decided.required() + " "
                        + decided.rejections().size() + " "
                        + decided.withdrawn().size())
                .containsExactly("41 CURRENT 0/2 0 0", "43 NEXT 1/2 0 1", "40 OTHER 0/0 1 0");
    }

    @Test
    void jsonWhenThereAreDecisionsAndOverridesHasThem() throws IOException {
        JsonObject prod = Json.tree(holding(shop().read(cache), "prod")).getAsJsonObject();

        JsonObject next = prod.getAsJsonArray("decisions").get(1).getAsJsonObject();
        assertThat(next.get("position").getAsString()).isEqualTo("next");
        assertThat(next.get("required").getAsInt()).isEqualTo(2);
        assertThat(next.getAsJsonArray("approvals")).hasSize(1);
        JsonObject rejected = prod.getAsJsonArray("decisions").get(2).getAsJsonObject();
        assertThat(rejected.getAsJsonArray("rejections").toString()).contains("\"ada\"", "\"leaks memory\"");
        JsonObject newest = prod.getAsJsonArray("promotions").get(0).getAsJsonObject();
        assertThat(newest.getAsJsonArray("overridden").toString()).contains("the shop is down");
    }

    @Test
    void jsonWhenEveryWordIsHostileHasNothingThatIsObeyed() throws IOException {
        String json = new String(Json.pretty(hostile().read(cache)), StandardCharsets.UTF_8);

        assertThat(json).contains("onmouseover").doesNotContain("\u001b", "\u202E", "##vso", "::set-output");
    }

    @Test
    void statusWhenAnEnvironmentWentBackSaysWhyEverywhere() throws IOException {
        PipelineFacts facts = new PipelineFacts("acme/shop");
        facts.add(environment("prod", "registry.example/prod"));
        facts.promote("prod", 1, at("25T10:00:00"), Optional.empty());
        facts.promote("prod", 2, at("25T11:00:00"), Optional.empty());
        facts.rollBack("prod", 1, at("25T12:00:00"), Optional.of("checkout answers 500\n" + EVIL));
        Pipeline pipeline = facts.read(cache);
        StatusTable table = new StatusTable(400);

        for (List<StyledLine> lines :
                List.of(table.matrix(pipeline, false), table.history(pipeline, List.of("prod")))) {
            assertThat(lines).extracting(StyledLine::plain).anySatisfy(line -> assertThat(line)
                    .startsWith("  - prod: build '1' came back at 2026-11-25T12:00:00Z, rolled back: checkout"
                            + " answers 500")
                    .doesNotContain("\n", "\u001b"));
        }
        JsonObject prod = Json.tree(holding(pipeline, "prod")).getAsJsonObject();
        JsonObject promotion = prod.getAsJsonObject("current").getAsJsonObject("promotion");
        assertThat(promotion.get("rollback").getAsBoolean()).isTrue();
        assertThat(promotion.get("rollbackReason").getAsString())
                .startsWith("checkout answers 500")
                .doesNotContain("\n", "\u001b");
    }

    /** A shop with ordinary builds, and with everything that can be wrong. */
    private static PipelineFacts shop() throws IOException {
        PipelineFacts facts = new PipelineFacts("acme/shop");
        facts.add(environment("dev", "dev.registry.example"));
        facts.add(environment("test", "test.registry.example", "dev"));
        facts.add(environment("prod", "registry.example/prod", "test")
                .withTrust(new Trust(List.of(RELEASE.publicKey().pem()), false, List.of(), false))
                .withGates(Gates.NONE.withApprovals(new Approvals(
                        2, List.of(ADA.publicKey().pem(), BOB.publicKey().pem()), Optional.empty()))));
        facts.add(environment("other", "other.registry.example"));
        facts.add(environment("by-hand", "hand.registry.example"));
        facts.add(environment("before-the-ledger", "old.registry.example"));
        facts.addUnreachable(environment("down", "http://127.0.0.1:1"));
        facts.add(environment(
                "production-of-the-southern-hemisphere", "registry.southern.hemisphere.example/production"));
        ordinary(facts);
        facts.promote("other", 99, "42", at("26T10:00:00"), Optional.empty());
        facts.promote("by-hand", 41, at("24T16:00:00"), Optional.empty());
        facts.promote("by-hand", 42, at("25T16:00:00"), Optional.empty());
        facts.tag("by-hand", 98, "latest");
        facts.tag("before-the-ledger", 7, "7");
        facts.tag("before-the-ledger", 8, "8", "latest");
        facts.by("Wilhelmina Featherstonehaugh-Cholmondeley", Optional.of("Jenkins of the southern hemisphere"));
        facts.of("2.0.0-build-of-a-very-long-branch-name.17");
        facts.promote("production-of-the-southern-hemisphere", 41, at("20T08:30:00"), Optional.empty());
        decisions(facts);
        return facts;
    }

    private static void ordinary(PipelineFacts facts) throws IOException {
        for (int build = 40; build <= 43; build++) {
            facts.promote("dev", build, at("2" + (build - 19) % 10 + "T09:15:00"), Optional.empty());
            facts.commit("dev", build, "be98f8e5785787d4b50e2b039671ea86109" + build);
        }
        facts.said("dev", 43, false, "42", at("24T09:20:00"));
        facts.by("ben", Optional.empty());
        facts.promote("test", 41, at("23T17:00:00"), Optional.empty());
        facts.promote("test", 42, at("24T17:00:00"), Optional.empty());
        facts.promote("test", 43, at("25T17:00:00"), Optional.empty());
        facts.said("test", 43, true, "43", at("25T17:01:00"));
        facts.promote("prod", 40, at("22T20:00:00"), Optional.of(RELEASE));
        facts.promote(
                "prod",
                41,
                at("23T20:00:00"),
                Optional.of(RELEASE),
                new GateAnswer(
                        "approvals",
                        Outcome.OVERRIDDEN,
                        Message.of("overridden by 'ben': the shop is down (it said: 'prod' has 0 of 2 approvals for"
                                + " 'acme/shop:41'.)")));
    }

    private static void decisions(PipelineFacts facts) throws IOException {
        facts.decide("prod", 43, Kind.APPROVE, Optional.empty(), ADA, "ada", "tested by hand");
        InTotoStatement bobs = facts.decide("prod", 43, Kind.APPROVE, Optional.empty(), BOB, "bob", "");
        facts.decide("prod", 43, Kind.WITHDRAW, Optional.of(bobs), BOB, "bob", "the login is slow");
        facts.decide("prod", 43, Kind.APPROVE, Optional.empty(), EVE, "eve", "trust me");
        facts.decide("prod", 40, Kind.REJECT, Optional.empty(), ADA, "ada", "leaks memory");
        facts.decide("dev", 43, Kind.REJECT, Optional.empty(), EVE, "eve", "I do not like it");
    }

    /** Wherever a word from outside gets in, it is somebody's who means no good. */
    private static PipelineFacts hostile() throws IOException {
        PipelineFacts facts = new PipelineFacts("acme/shop");
        facts.add(environment("web", "web.registry.example"));
        facts.by(EVIL, Optional.of(EVIL));
        GateAnswer gate = new GateAnswer("approvals" + EVIL, Outcome.OVERRIDDEN, Message.of(EVIL));
        facts.promote("web", 1, at("25T10:00:00"), Optional.empty(), gate);
        facts.promote("web", 2, at("26T10:00:00"), Optional.empty());
        facts.commit("web", 2, EVIL);
        facts.said("web", 2, false, EVIL, at("26T10:01:00"));
        facts.decide("web", 2, Kind.APPROVE, Optional.empty(), EVE, EVIL, EVIL);
        facts.decide("web", 2, Kind.REJECT, Optional.empty(), EVE, EVIL, EVIL);
        InTotoStatement first = facts.decide("web", 1, Kind.REJECT, Optional.empty(), EVE, EVIL, EVIL);
        facts.decide("web", 1, Kind.WITHDRAW, Optional.of(first), EVE, EVIL, EVIL);
        facts.addUnreachable(environment("down", "down.registry.example"));
        return facts;
    }

    private static Holding holding(Pipeline pipeline, String environment) {
        return pipeline.holdings().stream()
                .filter(holding -> holding.environment().equals(environment))
                .findFirst()
                .orElseThrow();
    }

    private record Printed(List<StyledLine> lines, int columns, boolean coloured) {

        void isAsPicturedIn(String name) throws IOException {
            assertThat(lines).allSatisfy(line -> {
                assertThat(Width.of(line.plain())).isLessThanOrEqualTo(columns);
                assertThat(line.plain()).doesNotContain("\u001b", "\u202E", "##vso", "\n::");
                assertThat(line.coloured().replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(line.plain());
            });
            String file = name + "-" + columns + (coloured ? "-coloured" : "") + ".txt";
            String text = lines.stream()
                    .map(line -> (coloured ? line.coloured() : line.plain()).replace('\u001b', '\u241B'))
                    .collect(Collectors.joining("\n", "", "\n"));
            Files.createDirectories(Path.of("target/status"));
            Files.writeString(Path.of("target/status", file), text);
            assertThat(PICTURES.resolve(file)).content(StandardCharsets.UTF_8).isEqualTo(text);
        }
    }

    private static Printed assertThatLines(List<StyledLine> lines, int columns, boolean coloured) {
        return new Printed(lines, columns, coloured);
    }
}
