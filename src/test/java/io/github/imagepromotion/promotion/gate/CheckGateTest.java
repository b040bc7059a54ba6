package io.github.imagepromotion.promotion.gate;

import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.environment.Polling;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.web.HttpWebClient;
import io.github.imagepromotion.web.HttpWebClient.WebAccess;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asked over HTTP: a service that answers as Open Policy Agent does, and one as Azure's "Invoke REST API" expects it. */
class CheckGateTest {
    @TempDir
    private Path directory;

    private final MockWebServer server = new MockWebServer();
    private GateFixture way;

    @BeforeEach
    void start() throws IOException {
        server.start();
        way = new GateFixture(directory);
        way.push(way.image, way.identity.buildId().tag(), GateFixture.LATEST);
        way.questions = (check, body, timeout) -> {
            try (WebClient client = HttpWebClient.open(access())) {
                return client.send(WebRequest.post(check.uri(), "application/json", body, Duration.ofSeconds(5)));
            }
        };
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "result|{\"result\": true}|PASS",
                "result|{\"result\": false}|FAIL",
                "result|{}|FAIL",
                "result.allow|{\"result\": {\"allow\": true, \"reasons\": []}}|PASS",
                "result.allow|{\"result\": {\"allow\": \"true\"}}|PASS",
                "result.allow|{\"result\": {\"allow\": 1}}|FAIL",
                "result.allow|{\"result\": {\"allow\": false, \"reasons\": [\"no ticket\"]}}|FAIL",
                "result|not even JSON|FAIL",
                "status=successful|{\"status\": \"successful\"}|PASS",
                "status=successful|{\"status\": \"failed\"}|FAIL",
                "checks.1.state=ok|{\"checks\": [{\"state\": \"no\"}, {\"state\": \"ok\"}]}|PASS"
            })
    void checkWhenARuleIsGivenGoesByTheAnswer(String rule, String answer, Outcome outcome) throws IOException {
        ask(Optional.of(rule));
        server.enqueue(answer(200, answer));

        assertThat(check().outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"200, PASS", "204, PASS", "400, FAIL", "401, FAIL", "500, FAIL", "302, FAIL"})
    void checkWhenNoRuleIsGivenGoesByTheStatus(int status, Outcome outcome) throws IOException {
        ask(Optional.empty());
        server.enqueue(answer(status, ""));

        assertThat(check().outcome()).isEqualTo(outcome);
    }

    @Test
    void checkWhenItSaysNoTellsWhatItSaid() throws IOException {
        ask(Optional.of("result.allow"));
        server.enqueue(answer(200, "{\"result\": {\"allow\": false, \"reasons\": [\"no ticket\"]}}"));

        assertThat(told(check().reason())).contains("result.allow=false", "no ticket", "<checks>");
    }

    @Test
    void checkWhenItsAnswerHoldsCommandsIsToldAsOneHarmlessLine() throws IOException {
        for (String rule : List.of("", "result")) {
            ask(Optional.of(rule).filter(text -> !text.isEmpty()));
            server.enqueue(answer(
                    rule.isEmpty() ? 403 : 200,
                    "{\"result\": \"\\u001b[31m\\n##vso[x]\", \"why\": \"\u202e\u001b[2J\n##vso[task.complete]\"}"));

            String reason = told(check().reason());

            assertThat(reason).contains("vso[").doesNotContain("##", "\u001b", "\n", "\u202e");
        }
    }

    @Test
    void checkWhenAskedSendsThePlan() throws Exception {
        ask(Optional.of("result"));
        way.plan.addProperty("environment", "prod");
        server.enqueue(answer(200, "{\"result\": true}"));

        check();

        RecordedRequest request = server.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getBody().utf8()).isEqualTo("{\"input\":{\"environment\":\"prod\"}}");
    }

    @Test
    void checkWhenItSaysNotYetIsAskedAgain() throws IOException {
        ask(Optional.of("status=approved"));
        server.enqueue(answer(202, ""));
        server.enqueue(answer(200, "{\"status\": \"pending\"}"));
        server.enqueue(answer(503, ""));
        server.enqueue(answer(200, "{\"status\": \"approved\"}"));

        assertThat(check().outcome()).isEqualTo(Outcome.PASS);
        assertThat(way.clock.instant()).isEqualTo(GateFixture.NOW.plusSeconds(30));
    }

    @Test
    void checkWhenItSaysNotYetForTooLongWaits() throws IOException {
        ask(Optional.of("status=approved"));
        for (int i = 0; i < 10; i++) {
            server.enqueue(answer(200, "{\"status\": \"Pending\"}"));
        }

        GateAnswer answer = check();

        assertThat(answer.outcome()).isEqualTo(Outcome.WAIT);
        assertThat(told(answer.reason())).contains("status=Pending", "<wait>");
    }

    @Test
    void checkWhenNobodyAnswersWaitsAndSaysWhy() throws IOException {
        ask(Optional.empty());
        server.close();

        assertThat(check().outcome()).isEqualTo(Outcome.WAIT);
        assertThat(told(check().reason())).contains("does not answer");
    }

    @Test
    void checkWhenPlainOverANetworkIsRefused() {
        way.gates = gates(new HttpCheck(
                new ServiceAccess("http://opa.example/v1/data", Optional.empty(), Optional.empty(), false),
                new HttpCheck.Answers(Optional.empty(), List.of()),
                HttpCheck.POLLING,
                Optional.empty()));

        assertThatThrownBy(() -> way.ask()).isInstanceOf(ImageException.class).hasMessageContaining("http://");
    }

    private GateAnswer check() throws IOException {
        return way.ask().stream()
                .filter(answer -> answer.gate().startsWith("check 127.0.0.1:"))
                .findFirst()
                .orElseThrow();
    }

    private void ask(Optional<String> rule) {
        way.gates = gates(new HttpCheck(
                new ServiceAccess(
                        "http://127.0.0.1:" + server.getPort() + "/v1/data/release",
                        Optional.empty(),
                        Optional.empty(),
                        false),
                new HttpCheck.Answers(rule, HttpCheck.PENDING),
                new Polling(Duration.ofMinutes(1), Duration.ofSeconds(10)),
                Optional.empty()));
    }

    private static Gates gates(HttpCheck check) {
        return new Gates(
                Gates.Times.ANY, Gates.Builds.ANY, new Gates.Consents(Optional.empty(), List.of(check), false));
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .body(status == 204 ? "" : body)
                .build();
    }

    private static WebAccess access() {
        return new WebAccess(
                false, false, 0, Accesses.unlimited(), "test", TlsFiles.SYSTEM, ProxySource.NONE, new Redactor());
    }
}
