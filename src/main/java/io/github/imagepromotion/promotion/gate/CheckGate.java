package io.github.imagepromotion.promotion.gate;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.gate.GateSettings.Questions;
import io.github.imagepromotion.promotion.gate.Reply.Kind;
import io.github.imagepromotion.web.WebClient.NoAnswerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The gate {@code <checks>}: a service allows the promotion. It receives the plan in the member {@code input}, as the
 * REST API of Open Policy Agent expects ("Get a Document (with Input)"), and is asked again while it answers "not yet".
 */
final class CheckGate implements Gate {
    private final Questions questions;
    private final Pause pause;
    private final Clock clock;

    CheckGate(Questions questions, Pause pause, Clock clock) {
        this.questions = questions;
        this.pause = pause;
        this.clock = clock;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        JsonObject question = new JsonObject();
        question.add("input", gateRequest.plan());
        String body = new String(Json.compact(question), StandardCharsets.UTF_8);
        List<GateAnswer> answers = new ArrayList<>();
        for (HttpCheck check : gateRequest.environment().gates().consents().checks()) {
            answers.add(answer(check, body));
        }
        return answers;
    }

    private GateAnswer answer(HttpCheck check, String body) throws IOException {
        String gate = "check " + check.uri().getRawAuthority();
        Reply reply = poll(check, body);
        return switch (reply.verdict()) {
            case YES -> GateAnswer.pass(gate, reply.said());
            case NO ->
                GateAnswer.fail(
                        gate,
                        Message.of("The service at '" + check.uri().getRawAuthority() + "' does not let it through: ")
                                .and(reply.said())
                                .and(".")
                                .because(GateReason.CHECK_NO));
            case NOT_YET ->
                GateAnswer.notYet(
                        gate,
                        Message.of("The service at '" + check.uri().getRawAuthority()
                                        + "' has not let it through within "
                                        + Elapsed.shown(check.polling().timeout()) + ": ")
                                .and(reply.said())
                                .and(".")
                                .because(GateReason.CHECK_LATER));
        };
    }

    private Reply poll(HttpCheck check, String body) throws IOException {
        Instant end = clock.instant().plus(check.polling().timeout());
        while (true) {
            Reply reply = ask(check, body, Duration.between(clock.instant(), end));
            Duration left = Duration.between(clock.instant(), end);
            if (reply.verdict() != Kind.NOT_YET
                    || left.compareTo(check.polling().interval()) <= 0) {
                return reply;
            }
            pause.of(check.polling().interval(), "waiting for a check");
        }
    }

    private Reply ask(HttpCheck check, String body, Duration timeout) throws IOException {
        try {
            return Reply.of(questions.ask(check, body, timeout), check);
        } catch (NoAnswerException e) {
            return new Reply(Kind.NOT_YET, e.said());
        }
    }
}
