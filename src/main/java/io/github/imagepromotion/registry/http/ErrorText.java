package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.transport.Content;
import io.github.imagepromotion.registry.transport.Response;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a registry says about its refusal (distribution-spec 1.1, "Error Codes"). */
final class ErrorText {
    private static final int LIMIT = 8 * 1024;
    /** A proxy or web server before the registry says in the title of a page what is wrong. */
    private static final Pattern TITLE = Pattern.compile("<title>([^<]{1,200})</title>", Pattern.CASE_INSENSITIVE);

    private ErrorText() {}

    /**
     * @param response a refusal
     * @return codes and messages of a well-formed error document, a short plain text as it is, the
     *     title of a page, else empty; untrusted
     */
    static String of(Response response) {
        byte[] content = Content.beginning(response, LIMIT);
        try {
            JsonObject json = Json.object(content, "error");
            return Json.objects(json, "errors", "error").stream()
                    .map(ErrorText::entry)
                    .collect(Collectors.joining("; "));
        } catch (ImageException e) {
            String text = new String(content, StandardCharsets.UTF_8).trim();
            if (text.startsWith("<")) {
                Matcher title = TITLE.matcher(text);
                return title.find() ? title.group(1).trim() : "";
            }
            return text.startsWith("{") ? "" : text;
        }
    }

    /** @return whether these are the words of a server that speaks TLS and got plain HTTP: Go's, or nginx's */
    static boolean asksForHttps(String said) {
        return said.contains("HTTPS server") || said.contains("HTTPS port");
    }

    private static String entry(JsonObject error) {
        String code = Json.string(error, "code", "error").orElse("");
        return Json.string(error, "message", "error")
                .map(message -> code.isEmpty() ? message : code + ", " + message)
                .orElse(code);
    }
}
