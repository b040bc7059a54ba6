package io.github.imagepromotion.notify;

import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A user's text with placeholders such as <code>{{buildId}}</code>: in JSON, two opening braces cannot be followed by a
 * name, and Maven does not interpolate them.
 */
record Template(String text) {
    /** Payload of a webhook without a configured template. */
    static final Template STANDARD = new Template(
            """
            {"event": "{{event}}", "key": "{{key}}", "outcome": "{{outcome}}", "environment": "{{environment}}", \
            "reason": "{{reason}}", "project": "{{project}}", "buildId": "{{buildId}}", "digest": "{{digest}}", \
            "image": "{{image}}", "pinned": "{{pinned}}", "tags": "{{tags}}", "at": "{{at}}"}""");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z]+)\\s*}}");

    /** {@return the text with values escaped for JSON strings} */
    String json(Announcement announcement, Announced image) {
        String json = fill(values(announcement, image), Template::escaped);
        Json.object(json.getBytes(StandardCharsets.UTF_8), "template of " + announcement.to());
        return json;
    }

    /** {@return the text with values as they are} */
    String plain(Announcement announcement, Announced image) {
        return fill(values(announcement, image), UnaryOperator.identity());
    }

    private String fill(Map<String, String> values, UnaryOperator<String> form) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            if (!values.containsKey(name)) {
                throw new ImageException(Message.of("Unknown placeholder " + Text.quote("{{" + name + "}}")
                                + " in the template or text of a notification. Known are: "
                                + String.join(", ", new TreeSet<>(values.keySet())) + ".")
                        .because(NotifyReason.MISCONFIGURED));
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(form.apply(values.getOrDefault(name, ""))));
        }
        return matcher.appendTail(filled).toString();
    }

    private static String escaped(String value) {
        String quoted = new String(Json.compact(new JsonPrimitive(value)), StandardCharsets.UTF_8);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static Map<String, String> values(Announcement announcement, Announced image) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("key", announcement.key(image.reference()));
        values.put("event", announcement.change().kind().name().toLowerCase(Locale.ROOT));
        values.put("outcome", announcement.outcome());
        values.put("environment", announcement.change().environment().id());
        values.put("reason", announcement.change().failure().map(Message::text).orElse(""));
        values.put("project", image.gav().toString());
        values.put("buildId", image.buildId().toString());
        values.put("digest", image.digest().toString());
        values.put("repository", image.name().toString());
        values.put("image", image.reference());
        values.put("pinned", image.pinned());
        values.put("tags", image.tags().stream().map(Object::toString).collect(Collectors.joining(",")));
        values.put("at", announcement.at().toString());
        return values;
    }
}
