package io.github.imagepromotion.ledger;

import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.ledger.Finding.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionsTest {
    private static final Digest DIGEST = Digest.sha256(new byte[0]);

    @ParameterizedTest
    @ValueSource(strings = {"2", "10", "123456789"})
    void isNewerWhenTheNumberIsHigherIsTrue(String version) {
        assertThat(Versions.isNewer(
                        "https://imagepromotion.github.io/promotion/v" + version, PromotionRecord.PREDICATE_TYPE))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://imagepromotion.github.io/promotion/v1",
                "https://imagepromotion.github.io/promotion/v0",
                "https://imagepromotion.github.io/promotion/v",
                "https://imagepromotion.github.io/promotion/v02",
                "https://imagepromotion.github.io/promotion/v2/more",
                "https://imagepromotion.github.io/promotion/v99999999999",
                "https://imagepromotion.github.io/decision/v3",
                "https://elsewhere.example/promotion/v2"
            })
    void isNewerWhenItIsAnotherTypeIsFalse(String type) {
        assertThat(Versions.isNewer(type, PromotionRecord.PREDICATE_TYPE)).isFalse();
    }

    /** A gate and {@code image:verify} go by what is not as it should be: a newer record is not just one record less. */
    @Test
    void historyWhenARecordIsOfANewerVersionSaysSo() {
        Finding newer = new Finding(
                DIGEST,
                "https://imagepromotion.github.io/promotion/v2",
                DIGEST,
                Standing.SIGNED,
                Optional.empty(),
                List.of(),
                "");
        Destination here =
                new Destination("prod", RegistryAddress.of("registry.example"), RepositoryName.of("acme/shop"));

        assertThat(new History(DIGEST, here, new Attached.Judged(List.of(newer), List.of()), true).flaws())
                .singleElement()
                .satisfies(flaw -> assertThat(told(flaw.reason()))
                        .contains("promotion record", "version 2", "reads up to 1", "use a newer one"));
    }

    @Test
    void unreadWhenItShowsANewerVersionMayBeOne() {
        Attached.Unread shown = new Attached.Unread(
                DIGEST, Optional.of(Set.of("https://imagepromotion.github.io/decision/v3")), "it is lost");

        assertThat(shown.mayBe(Decision.PREDICATE_TYPE)).isTrue();
        assertThat(shown.mayBe(PromotionRecord.PREDICATE_TYPE)).isFalse();
    }
}
