package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Text;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * Keeps what servers ask for from HttpClient, which has no answer to it, and writes it to its log as it is: a realm may
 * hold what a terminal or a CI server obeys.
 */
final class HiddenChallenges {
    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String HIDDEN = "Image-Promotion-Challenge";

    private HiddenChallenges() {}

    /** Puts the challenges of a server where only {@link #nameOf} finds them. */
    static ClassicHttpResponse hide(ClassicHttpResponse response) {
        response.removeHeaders(HIDDEN);
        for (Header challenge : response.getHeaders(CHALLENGE)) {
            response.addHeader(HIDDEN, challenge.getValue());
        }
        response.removeHeaders(CHALLENGE);
        return response;
    }

    /** {@return the name under which a header is found in a response} */
    static String nameOf(String header) {
        return CHALLENGE.equalsIgnoreCase(header) ? HIDDEN : header;
    }

    /** HttpClient itself answers a proxy: one that asks in this way is not heard. */
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
