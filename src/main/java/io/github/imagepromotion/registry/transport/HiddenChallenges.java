package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Text;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * Hides authentication challenges of servers from HttpClient, which cannot respond to them, and logs them unsanitized:
 * a realm may contain terminal escapes or CI commands.
 */
final class HiddenChallenges {
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String HIDDEN = "Image-Promotion-Challenge";

    private HiddenChallenges() {}

    /** Renames the challenge headers of a server; {@link #nameOf} maps the names. */
    static ClassicHttpResponse hide(ClassicHttpResponse response) {
        response.removeHeaders(HIDDEN);
        for (Header challenge : response.getHeaders(CHALLENGE)) {
            response.addHeader(HIDDEN, challenge.getValue());
        }
        response.removeHeaders(CHALLENGE);
        return response;
    }

    /** {@return the name of a header in a modified response} */
    static String nameOf(String header) {
        return CHALLENGE.equalsIgnoreCase(header) ? HIDDEN : header;
    }

    /** HttpClient itself responds to proxies; challenges with control characters are removed. */
    static ClassicHttpResponse withoutCommands(ClassicHttpResponse head) {
        for (Header challenge : head.getHeaders("Proxy-Authenticate")) {
            String value = String.valueOf(challenge.getValue());
            if (!Text.harmless(value).equals(value)) {
                head.removeHeader(challenge);
            }
        }
        return head;
    }
}
