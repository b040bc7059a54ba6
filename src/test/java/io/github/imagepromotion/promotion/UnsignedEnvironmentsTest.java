package io.github.imagepromotion.promotion;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.Overriding;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MovableClock;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An environment that somebody vouched for is not taken as the next unsigned build record describes it. */
@NeedsTools
class UnsignedEnvironmentsTest {
    private static final String[] REMEDY = {
        "Name the key that signed it (-Dimage.trustedKeys=FILE)", "add: -Dimage.allowUnsignedEnvironments"
    };
    private static DockerRegistry server;

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-29T12:00:00Z"));
    private boolean allowed;
    private boolean keysNamed;
    private Optional<Overriding> override = Optional.empty();
    private List<Tag> moving = List.of(Tag.of("latest"));
    private String name = "";

    @BeforeAll
    static void start() {
        server = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void name(TestInfo test) {
        name = test.getDisplayName().replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    }

    @Test
    void promoteWhenUnsignedSaysThatItsGatesProveNothingAndRecordsIt() throws IOException {
        List<GateAnswer> gates = promote(1, EnvironmentSource.UNSIGNED);

        assertThat(gates).extracting(GateAnswer::gate).startsWith("environments");
        assertThat(told(gates.get(0).reason()))
                .contains("unsigned build record", "may be missing", "-Dimage.trustedKeys");
        assertThat(record(1).environmentsFrom()).contains(EnvironmentSource.UNSIGNED);
    }

    @ParameterizedTest
    @EnumSource(names = {"OPERATOR", "SIGNED"})
    void promoteWhenTheLastWasVouchedForRefusesAnUnsignedOne(EnvironmentSource last) throws IOException {
        promote(1, EnvironmentSource.UNSIGNED);
        promote(2, last);
        moving = List.of();

        assertThatThrownBy(() -> promote(3, EnvironmentSource.UNSIGNED))
                .isInstanceOf(RefusedException.class)
                .satisfies(tells("'prod'", "unsigned build record", "the last promotion"), tells(REMEDY));
        assertThat(repository().resolve(Tag.of("3"))).isEmpty();
        assertThat(record(2).environmentsFrom()).contains(last);
    }

    @Test
    void promoteWhenTheLastWasVouchedForAndItIsAllowedGoesAndTheNextToo() throws IOException {
        promote(1, EnvironmentSource.OPERATOR);
        allowed = true;
        promote(2, EnvironmentSource.UNSIGNED);
        allowed = false;

        promote(3, EnvironmentSource.UNSIGNED);

        assertThat(repository().resolve(Tag.of("latest")))
                .isEqualTo(repository().resolve(Tag.of("3")));
    }

    @Test
    void promoteWhenTheLastWasVouchedForCannotBeOverridden() throws IOException {
        promote(1, EnvironmentSource.OPERATOR);
        override = Optional.of(new Overriding("in a hurry", "ada"));

        assertThatThrownBy(() -> promote(2, EnvironmentSource.UNSIGNED)).isInstanceOf(RefusedException.class);
    }

    @Test
    void promoteWhenAnotherEnvironmentWasVouchedForGoes() throws IOException {
        promote(1, EnvironmentSource.OPERATOR, "test");

        assertThat(promote(2, EnvironmentSource.UNSIGNED, "prod")).isNotEmpty();
    }

    @Test
    void promoteWhenKeysAreNamedRefusesAnUnsignedOne() throws IOException {
        keysNamed = true;

        assertThatThrownBy(() -> promote(1, EnvironmentSource.UNSIGNED))
                .isInstanceOf(RefusedException.class)
                .satisfies(tells("keys were named, and none of them signed it"), tells(REMEDY));
        assertThat(promote(1, EnvironmentSource.SIGNED))
                .extracting(GateAnswer::gate)
                .doesNotContain("environments");
    }

    /** The record names the tags that move: not that of a build, which would then be another one. */
    @Test
    void promoteWhenItWouldMoveTheTagOfABuildRefuses() throws IOException {
        promote(1, EnvironmentSource.UNSIGNED);
        moving = List.of(Tag.of("1"));
        allowed = true;

        assertThatThrownBy(() -> promote(2, EnvironmentSource.UNSIGNED))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("moving tag '1' is the tag of a build");
        assertThat(repository().resolve(Tag.of("2"))).isEmpty();
    }

    private List<GateAnswer> promote(int build, EnvironmentSource source) throws IOException {
        return promote(build, source, "prod");
    }

    private List<GateAnswer> promote(int build, EnvironmentSource source, String id) throws IOException {
        clock.move(Duration.ofMinutes(1));
        Environments environments = new Environments(List.of(environment(id)), source);
        GateSettings plain = GateSettings.PLAIN;
        GateSettings gates = new GateSettings(
                plain.keys(),
                plain.questions(),
                override,
                plain.pause(),
                false,
                new UnsignedEnvironments(allowed, keysNamed));
        Path file = Archives.write(
                directory.resolve(build + ".tar"),
                TestImages.single(build, 400),
                Archives.identity(name, Integer.toString(build)));
        try (ImageArchive archive = ImageArchive.open(file)) {
            Candidate candidate = new Candidate(archive, "a test", environments);
            return PromotionFixture.of(candidate)
                    .to(id)
                    .at(clock)
                    .gates(gates)
                    .recorded(PromotionFixture.records(directory.resolve("state")))
                    .promote()
                    .get(0)
                    .images()
                    .stream()
                    .flatMap(image -> image.gates().stream())
                    .toList();
        }
    }

    private Environment environment(String id) {
        return TestEnvironments.of(id, List.of(RegistryAddress.of(server.authority())), moving, List.of())
                .withGates(new Gates(
                        Gates.Times.ANY, Gates.Builds.ANY, new Gates.Consents(Optional.empty(), List.of(), true)));
    }

    private Repository repository() {
        Registry registry = Registries.open(server.address(), Accesses.anonymous());
        return registry.repository(RepositoryName.of("acme/" + name));
    }

    private PromotionRecord record(int build) throws IOException {
        Digest image = repository()
                .resolve(Tag.of(Integer.toString(build)))
                .orElseThrow()
                .digest();
        Destination here =
                new Destination("prod", server.address(), repository().name());
        return History.read(image, here, repository(), List.of(), 2)
                .counting()
                .get(0)
                .record();
    }
}
