package io.github.imagepromotion.environment;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.testing.TestEnvironments;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentsTest {
    private final Environments pipeline =
            new Environments(List.of(environment("dev"), environment("test", "dev"), environment("prod", "test")));

    @Test
    void selectWhenNamedInAnyOrderGivesTheConfiguredOrder() {
        assertThat(pipeline.select(List.of("prod", "dev")))
                .extracting(Environment::id)
                .containsExactly("dev", "prod");
    }

    @Test
    void selectWhenUnknownListsTheKnown() {
        assertThatThrownBy(() -> pipeline.select(List.of("staging")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'staging'", "dev, test, prod", "-Dimage.environment"));
    }

    @Test
    void selectWhenNoneIsConfiguredSaysHowToConfigure() {
        assertThatThrownBy(() -> Environments.none().select(List.of("dev")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("<environments>", "-Dimage.environments"));
    }

    @Test
    void selectWhenNoneIsNamedListsTheKnown() {
        assertThatThrownBy(() -> pipeline.select(List.of()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("-Dimage.environment", "dev, test, prod"));
    }

    @Test
    void environmentsWhenAnIdStandsTwiceRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Environments(List.of(environment("dev"), environment("dev"))))
                .withMessageContaining("twice");
    }

    @Test
    void environmentsWhenAfterNamesAnUnknownOneRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Environments(List.of(environment("prod", "tset"))))
                .withMessageContaining("tset");
    }

    @Test
    void environmentWhenItHasNoRegistryRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestEnvironments.of("dev", List.of(), List.of(), List.of()));
    }

    @Test
    void environmentWhenIdCouldLeaveADirectoryRefuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> environment("../dev"));
    }

    /** They are for documents and for the lock; an image there would be taken for one of them, or written over. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "promotion-lock",
                "sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "sha256-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.sig",
                "sha512-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void environmentWhenAMovingTagIsReservedRefuses(String tag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestEnvironments.of(
                        "dev",
                        List.of(RegistryAddress.of("oci:/images/dev")),
                        List.of(Tag.of("latest"), Tag.of(tag)),
                        List.of()))
                .withMessageContainingAll("'dev'", "'" + tag + "'");
        assertThatIllegalArgumentException().isThrownBy(() -> BuildId.of(tag)).withMessageContaining(tag);
    }

    private static Environment environment(String id, String... after) {
        return TestEnvironments.of(id, List.of(RegistryAddress.of("oci:/images/" + id)), List.of(), List.of(after));
    }
}
