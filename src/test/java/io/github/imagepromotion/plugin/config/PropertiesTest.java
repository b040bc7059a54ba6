package io.github.imagepromotion.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.github.imagepromotion.plugin.Calls;
import io.github.imagepromotion.plugin.project.JavaProject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {

    @Test
    void listWhenACommaIsEscapedKeepsItInTheValue() {
        Properties properties =
                said("image.container.jvmFlags", "-agentlib:jdwp=transport=dt_socket\\,server=y, -ea,C:\\x");

        assertThat(properties.list("container.jvmFlags", List.of("-Dpom")))
                .containsExactly("-agentlib:jdwp=transport=dt_socket,server=y", "-ea", "C:\\x");
    }

    @Test
    void mapWhenACommaIsEscapedKeepsItInTheValue() {
        Properties properties = said("image.container.environment", "A=1\\,2,B=x=y\\,z,C");

        assertThat(properties.map("container.environment", Map.of()))
                .containsExactly(entry("A", "1,2"), entry("B", "x=y,z"), entry("C", ""));
    }

    /** What stands in {@code MAVEN_OPTS} is a property of the JVM. */
    @Test
    void findWhenTheJvmWasToldGoesBeforeThePomAndAfterTheCommandLine() {
        MavenSession session = Calls.session(Map.of("image.container.user", "said"), Map.of());
        session.getRequest().getSystemProperties().setProperty("image.container.user", "jvm");
        session.getRequest().getSystemProperties().setProperty("image.container.ports", "1,2");
        Properties properties = new Properties(session, new MavenProject());

        assertThat(properties.list("container.ports", List.of("3"))).containsExactly("1", "2");
        assertThat(properties.text("container.user", "pom")).contains("said");
    }

    @Test
    void outputTimestampWhenTheCommandLineSaysOneGoesBeforeThePom() {
        MavenProject project = new MavenProject();
        project.getProperties().setProperty("project.build.outputTimestamp", "2020-01-01T00:00:00Z");

        assertThat(new JavaProject(Calls.session(Map.of(), Map.of()), project, "x").outputTimestamp())
                .contains("2020-01-01T00:00:00Z");
        assertThat(new JavaProject(Calls.session(Map.of("project.build.outputTimestamp", "17"), Map.of()), project, "x")
                        .outputTimestamp())
                .contains("17");
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-02T03:04:05+0100, 2024-01-02T02:04:05Z",
        "2024-01-02T03:04:05+01, 2024-01-02T02:04:05Z",
        "2024-01-02T03:04:05-05:30, 2024-01-02T08:34:05Z",
        "2024-01-02t03:04:05.25z, 2024-01-02T03:04:05.250Z",
        "2024-01-02T03:04:05+01:00[Europe/Berlin], 2024-01-02T02:04:05Z",
        "2024-07-02T03:04:05[Europe/Berlin], 2024-07-02T01:04:05Z",
        "2024-07-02T03:04Z, 2024-07-02T03:04:00Z",
        "1704164645, 2024-01-02T03:04:05Z"
    })
    void pointInTimeWhenItSaysWhereIsTaken(String text, Instant time) {
        assertThat(PointInTime.of(text, Instant.EPOCH)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-02T03:04:05", "2024-01-02", "yesterday", "1960-01-01T00:00:00Z", "99999999999999999999",
                "253402300800", "2024-01-02T03:04:05+0100x", "-1", "2024-01-02T03:04:05[Nowhere]", "١٧"
            })
    void pointInTimeWhenItIsNoneOrOutOfBoundsSaysSo(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PointInTime.of(text, Instant.EPOCH))
                .withMessageContainingAll("2026-11-23T10:00:00Z", "1970 to 9999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "P0D", "PT-1S", "P106751991167300D", "P40000D", "soon", "1.5"})
    void durationWhenItIsNoneOrOutOfBoundsSaysSo(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configured.duration(text))
                .withMessageContainingAll("not a duration such as PT5M", text);
    }

    private static Properties said(String name, String value) {
        return new Properties(Calls.session(Map.of(name, value), Map.of()), new MavenProject());
    }
}
