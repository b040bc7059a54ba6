package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    private static final Challenge BEARER =
            new Challenge("bearer", Map.of("realm", "https://auth.example/t", "service", "r"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer realm=\"https://auth.example/t\",service=\"r\"",
                "bearer   REALM = \"https://auth.example/t\" ,\t Service=r",
                "Bearer service=r, realm=\"https:\\/\\/auth.example/t\", ,",
                ", Bearer realm=\"https://auth.example/t\", service=r",
                "BEARER realm=\"https://auth.example/t\",service=\"r\",realm=\"https://second.example\""
            })
    void parseWhenWrittenAsRfc9110AllowsGivesTheSame(String header) {
        assertThat(Challenge.parse(List.of(header))).containsExactly(BEARER);
    }

    @Test
    void parseWhenThereAreSeveralKeepsTheirOrder() {
        assertThat(Challenge.parse(List.of(
                        "Negotiate a87421000492aa8==, Basic realm=\"a, b = \\\"c\\\"\", charset=\"UTF-8\"",
                        "Bearer realm=\"https://auth.example/t\",service=\"r\", Digest qop=\"auth, auth-int\"")))
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("basic", Map.of("realm", "a, b = \"c\"", "charset", "UTF-8")),
                        BEARER,
                        new Challenge("digest", Map.of("qop", "auth, auth-int")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Negotiate YII/abc+d==, Bearer realm=\"https://auth.example/t\",service=r",
                "NTLM TlRMTVNTUAAB\t ,Bearer realm=\"https://auth.example/t\",service=r",
                "\"junk, Bearer realm=\"https://auth.example/t\",service=r",
                "=, ;;; , Bearer realm=\"https://auth.example/t\",service=r",
                "Basic, Bearer realm=\"https://auth.example/t\" service=r"
            })
    void parseWhenSomethingElseStandsBeforeFindsBearer(String header) {
        assertThat(Challenge.parse(List.of(header))).contains(BEARER);
    }

    @Test
    void parseWhenHeadersAreHostileEndsSoon() {
        List<String> hostile =
                List.of("a ".repeat(16_000), "a=".repeat(16_000), "\"\\".repeat(16_000), "a,".repeat(16_000));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Challenge.parse(hostile));
    }

    @Test
    void parseWhenParameterlessOrCutKeepsWhatIsThere() {
        assertThat(Challenge.parse(List.of("Negotiate"))).containsExactly(new Challenge("negotiate", Map.of()));
        assertThat(Challenge.parse(List.of("Bearer realm=\"https://x")))
                .containsExactly(new Challenge("bearer", Map.of("realm", "https://x")));
        assertThat(Challenge.parse(List.of("", " , ,", "\"", "=", "\u0000"))).isEmpty();
    }
}
