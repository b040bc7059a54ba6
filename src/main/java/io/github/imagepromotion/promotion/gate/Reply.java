package io.github.imagepromotion.promotion.gate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.web.WebResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A service's answer on a promotion.
 *
 * @param verdict the result
 * @param said a clause with what it answered
 */
record Reply(Kind verdict, Message said) {
    private Reply(Kind verdict, String said) {
        this(verdict, Message.of(said));
    }

    /**
     * 202 is still in progress, 408 and 429 are limits, the others are temporary errors (RFC 9110, section 15; RFC
     * 6585).
     */
    private static final Set<Integer> LATER = Set.of(202, 408, 429, 502, 503, 504);

    /** Results. */
    enum Kind {
        YES,
        NO,
        NOT_YET
    }

    static Reply of(WebResponse response, HttpCheck check) {
        String answered = "it answered " + response.status();
        if (LATER.contains(response.status())) {
            return new Reply(Kind.NOT_YET, answered);
        }
        if (!response.isSuccess()) {
            return new Reply(Kind.NO, answered + quoted(response.body()));
        }
        return check.answers()
                .success()
                .map(rule -> judge(rule, response, check))
                .orElseGet(() -> new Reply(Kind.YES, answered));
    }

    private static Reply judge(String rule, WebResponse response, HttpCheck check) {
        int equals = rule.indexOf('=');
        String path = equals < 0 ? rule : rule.substring(0, equals);
        String expected = equals < 0 ? "true" : rule.substring(equals + 1);
        Optional<String> value = value(path.trim(), response.body());
        if (value.filter(expected.trim()::equals).isPresent()) {
            return new Reply(Kind.YES, "it answered " + path + "=" + Text.printable(expected));
        }
        boolean pending = value.map(text -> text.toLowerCase(Locale.ROOT))
                .filter(check.answers().pending()::contains)
                .isPresent();
        String said = value.map(text -> "it answered " + path + "=" + Text.printable(text))
                .orElse("it answered nothing at '" + path + "'");
        return new Reply(pending ? Kind.NOT_YET : Kind.NO, pending ? said : said + quoted(response.body()));
    }

    /** A path: names separated by dots; a number is an index of an array. */
    private static Optional<String> value(String path, String body) {
        try {
            Optional<JsonElement> element = Optional.of(Json.object(body.getBytes(StandardCharsets.UTF_8), "answer"));
            for (String name : path.split("\\.")) {
                element = element.flatMap(parent -> child(parent, name));
            }
            return element.filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonElement> child(JsonElement parent, String name) {
        if (parent instanceof JsonObject object) {
            return Optional.ofNullable(object.get(name));
        }
        return parent instanceof JsonArray array && name.matches("[0-9]{1,4}") && Integer.parseInt(name) < array.size()
                ? Optional.of(array.get(Integer.parseInt(name)))
                : Optional.empty();
    }

    private static String quoted(String body) {
        return body.isBlank() ? "" : " (" + Text.quote(body.strip()) + ")";
    }
}
