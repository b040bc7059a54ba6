package io.github.imagepromotion.notify;

import static io.github.imagepromotion.notify.NotifiedPromotion.to;
import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.testing.Receiver.hangUp;
import static io.github.imagepromotion.testing.Receiver.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.EnvironmentChange;
import io.github.imagepromotion.promotion.PromotionEvent.BeforeTags;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that take it, are slow, fail, answer twice, or hang up, after promotions that end in every way. */
@Timeout(60)
class NotifierTest {
    @TempDir
    private Path directory;

    private final Receiver receiver = Receiver.plain();
    private final Receiver other = Receiver.plain();
    private NotifiedPromotion promotion;

    @BeforeEach
    void begin() {
        promotion = new NotifiedPromotion(directory);
    }

    @AfterEach
    void stop() throws IOException {
        promotion.close();
        receiver.close();
        other.close();
    }

    private Notification hook(Receiver to, On on, boolean required) {
        return to(Kind.WEBHOOK, on, required, Map.of("url", to.uri("/hook").toString()));
    }

    private static JsonObject json(Receiver.Received received) {
        return Json.object(received.body().getBytes(StandardCharsets.UTF_8), "message");
    }

    @Test
    void webhookWhenPromotedGetsTheTemplateSignedAndWithAKey() throws IOException {
        promotion.services.variables.put(
                "HOOK", receiver.uri("/hook?code=s3cr3t").toString());
        promotion.services.variables.put("SIGN", "key of both");
        promotion.services.logins.put("hook", new Credential("a test", "", Secret.of("t0ken"), false));

        promotion.promote(
                1,
                List.of(to(
                        Kind.WEBHOOK,
                        On.SUCCESS,
                        false,
                        Map.of(
                                "url", "env:HOOK",
                                "hmacEnv", "SIGN",
                                "serverId", "hook",
                                "template",
                                        "{\"text\": \"{{project}} {{ buildId }} {{tags}}\", \"in\": \"{{environment}}\","
                                                + " \"ok\": \"{{outcome}}\"}"))));

        Receiver.Received received = receiver.received().get(0);
        assertThat(received.target()).isEqualTo("/hook?code=s3cr3t");
        assertThat(json(received))
                .hasToString("{\"text\":\"com.acme:shop:1.0 7 7,latest\",\"in\":\"prod\",\"ok\":\"success\"}");
        assertThat(received.header("Authorization")).isEqualTo("Bearer t0ken");
        assertThat(received.header("X-Hub-Signature-256")).matches("sha256=[0-9a-f]{64}");
        assertThat(received.header("Idempotency-Key")).matches("[0-9a-f]{32}");
        assertThat(promotion.services.lines).containsExactly("Notified webhook 'env:HOOK': told, in 1 message");
    }

    @Test
    void nobodyWhenNothingChangedIsTold() throws IOException {
        List<Notification> notifications = List.of(hook(receiver, On.BOTH, true));
        promotion.promote(1, notifications);

        assertThat(promotion.promote(1, notifications).outcome()).isEqualTo(Outcome.UNCHANGED);

        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void failureWhenPlanningIsRefusedIsToldToThoseWhoWantIt() throws IOException {
        promotion.promote(1, List.of());
        List<Notification> notifications = List.of(
                hook(receiver, On.SUCCESS, true),
                to(
                        Kind.WEBHOOK,
                        On.FAILURE,
                        false,
                        Map.of("url", other.uri("/").toString(), "template", "{\"why\": \"{{reason}}\"}")));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> promotion.promote(2, notifications))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("already names");
        }

        assertThat(receiver.received()).isEmpty();
        assertThat(json(other.received().get(0)).get("why").getAsString()).startsWith("Promoted nothing: In 'prod', '");
        // The same failure again: who has heard of it knows it by its key.
        assertThat(other.received().get(1).header("Idempotency-Key"))
                .isEqualTo(other.received().get(0).header("Idempotency-Key"));
    }

    @Test
    void receiverWhenItRefusesIsWarnedOf() throws IOException {
        receiver.answering(status(410, "gone\nfor good"));

        promotion.promote(1, List.of(hook(receiver, On.SUCCESS, false), hook(other, On.SUCCESS, false)));

        assertThat(promotion.isTagged()).isTrue();
        assertThat(promotion.services.warnings)
                .singleElement()
                .asString()
                .startsWith("Cannot notify webhook '" + receiver.uri("/hook"))
                .endsWith("of 'prod': it answered 410 'gone for good'.");
        assertThat(other.received()).hasSize(1);
    }

    @Test
    void requiredWhenItFailsIsAnErrorAndTheSameCommandTellsTheRest() throws IOException {
        receiver.answering(status(500, ""));
        List<Notification> notifications = List.of(hook(receiver, On.SUCCESS, true), hook(other, On.SUCCESS, true));

        assertThatThrownBy(() -> promotion.promote(1, notifications))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(
                        "Promoted to 'prod', and this is not undone",
                        "<required>",
                        "it answered 500",
                        "same command again"));
        assertThat(promotion.isTagged()).isTrue();
        receiver.answering(status(200, ""));
        assertThat(promotion.promote(1, notifications).outcome()).isEqualTo(Outcome.UNCHANGED);
        promotion.promote(1, notifications);

        assertThat(other.received()).hasSize(1);
        assertThat(receiver.received()).hasSize(3);
        assertThat(receiver.received())
                .extracting(received -> received.header("Idempotency-Key"))
                .containsOnly(receiver.received().get(0).header("Idempotency-Key"));
    }

    @Test
    void everyoneWhenTheCallWasKilledAfterItsTagsIsToldByTheNext() throws IOException {
        List<Notification> notifications = List.of(hook(receiver, On.SUCCESS, false));
        PromotionListener real = promotion.notifier();
        PromotionListener killed = event -> {
            if (event instanceof BeforeTags) {
                real.on(event);
            }
        };
        promotion.promote(1, environment -> TestEnvironments.with(environment, notifications), killed);
        assertThat(receiver.received()).isEmpty();

        promotion.promote(1, notifications);

        assertThat(receiver.received()).hasSize(1);
    }

    /** Whoever can write to the state directory must not keep anyone from being told. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requiredWhenAPlantedHintSaysThatItWasToldIsToldAllTheSame(boolean early) throws IOException {
        Notification hook = hook(receiver, On.SUCCESS, true);
        PromotionListener real = promotion.notifier();
        PromotionListener planting = event -> {
            if (early && event instanceof BeforeTags next) {
                plant(next.expected().get(0), hook);
            }
            real.on(event);
            if (event instanceof BeforeTags next) {
                plant(next.expected().get(0), hook);
            }
        };

        promotion.promote(1, environment -> TestEnvironments.with(environment, List.of(hook)), planting);

        assertThat(receiver.received()).hasSize(1);
    }

    /** A note that everything has been told, as the real one would say it. */
    private void plant(EnvironmentChange change, Notification hook) throws IOException {
        Pending pending = new Pending(promotion.records().stateDirectory());
        Instant at = pending.find(change).map(Pending.Note::at).orElse(Instant.EPOCH);
        String key = Announcement.hash(Pending.subject(change) + "\n" + at + "\n0 " + hook);
        pending.remember(change, new Pending.Note(at, List.of(key, "deployed")));
    }

    /** What is sent is what is so, to those who are configured, at the time at which it is sent. */
    @Test
    void everyoneWhenAHintWasPlantedIsToldNothingOfIt() throws IOException {
        List<Notification> notifications = List.of(to(
                Kind.WEBHOOK,
                On.SUCCESS,
                false,
                Map.of("url", receiver.uri("/").toString(), "template", "{\"at\": \"{{at}}\"}")));
        PromotionListener real = promotion.notifier();
        PromotionListener planting = event -> {
            if (event instanceof Ended end) {
                new Pending(promotion.records().stateDirectory())
                        .remember(end.changes().get(0), new Pending.Note(Instant.EPOCH, List.of()));
                real.on(event);
            }
        };

        promotion.promote(1, environment -> TestEnvironments.with(environment, notifications), planting);

        assertThat(receiver.received()).singleElement().satisfies(received -> assertThat(
                        Instant.parse(json(received).get("at").getAsString()))
                .isAfter(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @Test
    void receiverWhenItHangsUpAfterTakingItGetsTheSameKeyAgain() throws IOException {
        receiver.answering(hangUp(), status(200, ""));

        promotion.promote(1, List.of(hook(receiver, On.SUCCESS, true)));

        assertThat(receiver.received()).hasSize(2);
        assertThat(receiver.received().get(1).header("Idempotency-Key"))
                .isEqualTo(receiver.received().get(0).header("Idempotency-Key"));
        assertThat(receiver.received().get(1).body())
                .isEqualTo(receiver.received().get(0).body());
    }

    @Test
    void receiverWhenItIsBusyIsAskedAgainWhenItSays() throws IOException {
        receiver.answering(
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", "9");
                    exchange.sendResponseHeaders(429, -1);
                },
                status(200, ""));

        promotion.promote(1, List.of(hook(receiver, On.SUCCESS, true)));

        assertThat(promotion.services.waits).first().hasToString("PT9S");
    }

    @Test
    void receiverThatCannotBeToldAtAllIsFoundOutBeforeTheFirstTag() throws IOException {
        List<Notification> unset = List.of(to(Kind.SLACK, On.SUCCESS, false, Map.of("url", "env:NOT_SET")));
        List<Notification> unknown = List.of(to(
                Kind.WEBHOOK,
                On.SUCCESS,
                false,
                Map.of("url", receiver.uri("/").toString(), "template", "{\"a\": \"{{nonsense}}\"}")));

        assertThatThrownBy(() -> promotion.promote(1, unset))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("the environment variable 'NOT_SET' is not set");
        assertThatThrownBy(() -> promotion.promote(1, unknown))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Unknown placeholder '{{nonsense}}'");
        assertThat(promotion.isTagged()).isFalse();
    }

    @Test
    void textWhenItWouldEndTheStringItStandsInIsEscaped() throws IOException {
        promotion.promote(1, List.of());
        promotion.services.variables.put("SLACK", receiver.uri("/").toString());

        assertThatThrownBy(() -> promotion.promote(
                        2,
                        List.of(
                                to(
                                        Kind.WEBHOOK,
                                        On.BOTH,
                                        false,
                                        Map.of(
                                                "url",
                                                other.uri("/").toString(),
                                                "template",
                                                "{\"t\":\"\\\"{{reason}}\"}")),
                                to(
                                        Kind.SLACK,
                                        On.BOTH,
                                        false,
                                        Map.of("url", "env:SLACK", "text", "<{{reason}}> & co")))))
                .isInstanceOf(ImageException.class);

        assertThat(json(other.received().get(0)).get("t").getAsString()).startsWith("\"Promoted nothing: ");
        assertThat(json(receiver.received().get(0)).get("text").getAsString())
                .startsWith("&lt;Promoted nothing: ")
                .endsWith("&gt; &amp; co");
    }

    @Test
    void registriesReceiversGetAPushOfEachTag() throws IOException {
        promotion.promote(
                1,
                List.of(
                        to(
                                Kind.DOCKERHUB,
                                On.SUCCESS,
                                true,
                                Map.of("url", receiver.uri("/hub").toString())),
                        to(
                                Kind.ACR,
                                On.SUCCESS,
                                true,
                                Map.of("url", other.uri("/acr").toString()))));

        assertThat(receiver.received())
                .extracting(NotifierTest::json)
                .extracting(hub -> hub.getAsJsonObject("push_data").get("tag").getAsString())
                .containsExactly("7", "latest");
        JsonObject repository = json(receiver.received().get(0)).getAsJsonObject("repository");
        assertThat(repository.get("repo_name").getAsString()).endsWith("acme/shop");
        assertThat(repository.get("name").getAsString()).isEqualTo("shop");
        JsonObject acr = json(other.received().get(0));
        assertThat(acr.get("action").getAsString()).isEqualTo("push");
        assertThat(acr.getAsJsonObject("target").get("digest").getAsString())
                .isEqualTo(promotion
                        .repository()
                        .resolve(io.github.imagepromotion.image.Tag.of("7"))
                        .orElseThrow()
                        .digest()
                        .toString());
        assertThat(acr.getAsJsonObject("target").get("tag").getAsString()).isEqualTo("7");
        assertThat(acr.get("id").getAsString())
                .isEqualTo(other.received().get(0).header("Idempotency-Key"));
    }

    @Test
    void teamsGetsACard() throws IOException {
        promotion.promote(
                1,
                List.of(to(
                        Kind.TEAMS,
                        On.BOTH,
                        true,
                        Map.of("url", receiver.uri("/").toString()))));

        JsonObject attachment = json(receiver.received().get(0))
                .getAsJsonArray("attachments")
                .get(0)
                .getAsJsonObject();
        assertThat(attachment.get("contentType").getAsString()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(attachment.getAsJsonObject("content").getAsJsonArray("body").toString())
                .contains("Promoted to prod:", "acme/shop:7 (sha256:");
    }

    @Test
    void cdEventIsOneOfTheSpecificationInBothModes() throws IOException {
        promotion.promote(
                1,
                List.of(
                        to(
                                Kind.CDEVENTS,
                                On.SUCCESS,
                                true,
                                Map.of("url", receiver.uri("/").toString())),
                        to(
                                Kind.CDEVENTS,
                                On.SUCCESS,
                                true,
                                Map.of("url", other.uri("/").toString(), "mode", "binary", "source", "/ci/ä"))));

        Receiver.Received structured = receiver.received().get(0);
        assertThat(structured.header("Content-Type")).isEqualTo("application/cloudevents+json; charset=UTF-8");
        JsonObject kind = json(structured);
        JsonObject data = kind.getAsJsonObject("data");
        Schema.of("/cdevents-0.4.1/artifactpublished.json").accepts(data);
        JsonObject context = data.getAsJsonObject("context");
        assertThat(kind.get("specversion").getAsString()).isEqualTo("1.0");
        assertThat(kind.get("id")).isEqualTo(context.get("id"));
        assertThat(kind.get("source")).isEqualTo(context.get("source"));
        assertThat(kind.get("type")).isEqualTo(context.get("type"));
        assertThat(kind.get("time")).isEqualTo(context.get("timestamp"));
        assertThat(kind.get("subject"))
                .isEqualTo(data.getAsJsonObject("subject").get("id"));
        assertThat(kind.get("subject").getAsString())
                .matches("pkg:oci/shop@sha256%3A[0-9a-f]{64}\\?repository_url=.*/acme/shop&tag=7");

        Receiver.Received binary = other.received().get(0);
        Schema.of("/cdevents-0.4.1/artifactpublished.json").accepts(json(binary));
        assertThat(binary.header("Content-Type")).isEqualTo("application/json");
        assertThat(binary.header("ce-specversion")).isEqualTo("1.0");
        assertThat(binary.header("ce-source")).isEqualTo("/ci/%C3%A4");
        // The package URL has percent signs of its own, which are encoded once more.
        assertThat(binary.header("ce-subject")).contains("sha256%253A");
        assertThat(URLDecoder.decode(binary.header("ce-subject"), StandardCharsets.UTF_8))
                .isEqualTo(kind.get("subject").getAsString());
    }
}
