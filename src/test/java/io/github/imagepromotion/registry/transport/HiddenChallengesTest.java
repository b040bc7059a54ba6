package io.github.imagepromotion.registry.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenChallengesTest {
    private final ClassicHttpResponse response = new BasicClassicHttpResponse(401);

    private List<String> values(String name) {
        return Stream.of(response.getHeaders(name)).map(Header::getValue).toList();
    }

    @Test
    void challengesWhenHiddenAreFoundByUsAlone() {
        response.addHeader("Image-Promotion-Challenge", "Basic realm=\"of the server's own\"");
        response.addHeader("WWW-Authenticate", "Basic realm=\"##vso[x]\u001b[31m\"");
        response.addHeader("www-authenticate", "Bearer realm=\"https://auth.example\"");
        response.addHeader("Location", "/v2/");

        HiddenChallenges.hide(response);

        assertThat(values("WWW-Authenticate")).isEmpty();
        assertThat(values(HiddenChallenges.nameOf("Www-Authenticate")))
                .containsExactly("Basic realm=\"##vso[x]\u001b[31m\"", "Bearer realm=\"https://auth.example\"");
        assertThat(values(HiddenChallenges.nameOf("Location"))).containsExactly("/v2/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic realm=\"##vso[x]\"", "Basic realm=\"\u001b[31m\"", "Digest realm=\"\u202E\"", "::stop::x"
            })
    void proxyWhenItsChallengeHoldsCommandsIsNotHeard(String challenge) {
        response.addHeader("Proxy-Authenticate", challenge);
        response.addHeader("Proxy-Authenticate", "Basic realm=\"integration tests\"");

        HiddenChallenges.withoutCommands(response);

        assertThat(values("Proxy-Authenticate")).containsExactly("Basic realm=\"integration tests\"");
    }
}
