package io.github.imagepromotion.notify;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebClient.NoAnswerException;
import io.github.imagepromotion.web.WebRequest;
import io.github.imagepromotion.web.WebResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Polls the running service of an environment until it reports the promoted build or the timeout ends. */
final class RunningService {
    private static final Duration ONE_QUESTION = Duration.ofSeconds(30);
    private static final int LONGEST = 64 * 1024;

    private final Deployed deployed;
    private final Services services;
    private final Clock clock;
    private final Pause pause;

    /**
     * The result of polling.
     *
     * @param running the images of the set that it reports; empty if it did not in time
     * @param said its last answer, as one printable line; empty if it did not answer
     * @param problem why there was no answer
     * @param at time of the last answer
     * @param took time since the first request
     */
    record Answer(List<Announced> running, Optional<String> said, String problem, Instant at, Duration took) {}

    RunningService(Deployed deployed, Services services, Clock clock, Pause pause) {
        this.deployed = deployed;
        this.services = services;
        this.clock = clock;
        this.pause = pause;
    }

    /** {@return the host, which names the service in messages} */
    String name() {
        URI uri = deployed.service().uri();
        return uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    Answer ask(List<Announced> images) throws IOException {
        TlsFiles tls = new TlsFiles(deployed.service().caFile().map(services.directory()::resolve), Optional.empty());
        Instant start = clock.instant();
        Optional<String> said = Optional.empty();
        String problem = "";
        try (WebClient client = services.open(tls, deployed.service().insecure(), 0)) {
            while (true) {
                Duration took = Duration.between(start, clock.instant());
                try {
                    said = value(
                            client.send(question(deployed.polling().timeout().minus(took))));
                    problem = said.isPresent() ? "" : "its answer does not say which build it is";
                } catch (NoAnswerException e) {
                    problem = String.valueOf(e.getMessage());
                }
                List<Announced> running = said.isPresent() ? matching(images, said.get()) : List.of();
                took = Duration.between(start, clock.instant());
                if (!running.isEmpty()
                        || took.plus(deployed.polling().interval())
                                        .compareTo(deployed.polling().timeout())
                                >= 0) {
                    return new Answer(running, said.map(Text::printable), problem, clock.instant(), took);
                }
                pause.of(deployed.polling().interval(), "waiting for the service");
            }
        }
    }

    private WebRequest question(Duration left) {
        Duration limit = left.compareTo(ONE_QUESTION) < 0 ? left : ONE_QUESTION;
        Duration positive = limit.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : limit;
        WebRequest request = WebRequest.get(deployed.service().uri(), positive).with("Cache-Control", "no-cache");
        return deployed.service().serverId().isPresent()
                ? request.with(services.login(deployed.service().serverId().get()))
                : request;
    }

    /** Matches the digest anywhere, and the BuildId only as the whole answer: a number may be part of anything. */
    private static List<Announced> matching(List<Announced> images, String said) {
        return images.stream()
                .filter(image -> said.equals(image.buildId().toString())
                        || said.contains(image.digest().toString()))
                .toList();
    }

    private Optional<String> value(WebResponse answer) {
        if (!answer.isSuccess()) {
            return Optional.empty();
        }
        Optional<String> text = deployed.report().path().isPresent()
                ? member(answer.body(), deployed.report().path().get())
                : Optional.of(answer.body());
        // The answer may echo credentials, and it is recorded.
        return text.map(services.redactor()::clean)
                .flatMap(this::found)
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }

    private Optional<String> found(String text) {
        if (deployed.report().pattern().isEmpty()) {
            return Optional.of(text);
        }
        String bounded = text.substring(0, Math.min(text.length(), LONGEST));
        Matcher matcher = Pattern.compile(deployed.report().pattern().get()).matcher(bounded);
        return matcher.find() ? Optional.ofNullable(matcher.group(matcher.groupCount() > 0 ? 1 : 0)) : Optional.empty();
    }

    private static Optional<String> member(String body, String path) {
        try {
            JsonElement current = Json.object(body.getBytes(StandardCharsets.UTF_8), "answer");
            for (String name : path.split("\\.", -1)) {
                current =
                        current instanceof JsonObject object && object.has(name) ? object.get(name) : new JsonObject();
            }
            return current.isJsonPrimitive() ? Optional.of(current.getAsString()) : Optional.empty();
        } catch (ImageException e) {
            return Optional.empty();
        }
    }
}
