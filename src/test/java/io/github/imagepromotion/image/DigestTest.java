package io.github.imagepromotion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
    private static final String EMPTY = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void sha256WhenContentIsEmptyIsTheKnownOne() {
        assertThat(Digest.sha256(new byte[0])).hasToString(EMPTY);
    }

    @Test
    void ofWhenTextIsADigestRoundTrips() {
        assertThat(Digest.of(EMPTY).toString()).isEqualTo(EMPTY);
        assertThat(Digest.of(EMPTY).abbreviated()).isEqualTo("e3b0c44298fc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                "sha256:E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
                "md5:d41d8cd98f00b204e9800998ecf8427e",
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:../../../../etc/passwd"
            })
    void ofWhenTextIsNoDigestRefuses(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Digest.of(text));
    }

    @Test
    void matchesWhenHashIsOfOtherContentIsFalse() {
        Digest digest = Digest.sha256("one".getBytes(StandardCharsets.UTF_8));

        assertThat(digest.matches(digest.newHash().digest("one".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
        assertThat(digest.matches(digest.newHash().digest("two".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
    }
}
