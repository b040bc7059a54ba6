package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.plugin.Calls;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.junit.jupiter.api.Test;

/** What a build cache restored is of the build that made it, and not of the one that runs. */
class BuildNumberTest {
    private static final Map<String, String> CI = Map.of("TF_BUILD", "True", "BUILD_BUILDID", "7");
    private static final Path RECORD = Path.of("/shop-image.json");

    private final FoundArtifact attached = new FoundArtifact(
            Path.of("/shop-image.tar"), Optional.of(RECORD), "this build of shop", Requested.ANYTHING);

    @Test
    void assertingWhenThisCallDidNotBuildItAsksForTheNumberOfThisCall() {
        BuildNumber number = new BuildNumber(Calls.session(Map.of(), CI));

        assertThat(number.asserting(attached).requested().buildId()).contains(BuildId.of("7"));
        assertThat(number.asserting(attached, Optional.of("8")).requested().buildId())
                .contains(BuildId.of("8"));
        assertThat(number.asserting(attached).origin()).contains("-Dmaven.build.cache.enabled=false");
    }

    /** An execution of image:build may have a number of its own. */
    @Test
    void assertingWhenThisCallBuiltItLetsItBe() {
        MavenSession session = Calls.session(Map.of(), CI);
        BuiltEnvironments.tell(session, RECORD, Environments.none());

        assertThat(new BuildNumber(session).asserting(attached)).isEqualTo(attached);
    }

    @Test
    void assertingWhenNobodyGivesANumberLetsItBe() {
        assertThat(new BuildNumber(Calls.session(Map.of(), Map.of())).asserting(attached))
                .isEqualTo(attached);
    }
}
