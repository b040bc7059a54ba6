package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Freeze;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.Overriding;
import io.github.imagepromotion.testing.MovableClock;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A freeze is on until half past twelve; it is twelve, and time passes only while the promotion waits. */
class GateEvaluationTest {
    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-26T12:00:00Z"));
    private final List<Duration> told = new ArrayList<>();
    private Optional<Duration> patience = Optional.empty();
    private List<String> branches = List.of();
    private boolean allowOverride;
    private Optional<Overriding> override = Optional.empty();

    @Test
    void promoteWhenAGateOpensWhileItWaitsPromotes() throws IOException {
        patience = Optional.of(Duration.ofHours(1));

        PromotionResult result = promote(false);

        assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(clock.instant()).isBetween("2026-11-26T12:30:00Z", "2026-11-26T12:31:00Z");
        assertThat(told).isNotEmpty().isSortedAccordingTo((one, next) -> next.compareTo(one));
        assertThat(result.images().get(0).gates()).extracting(GateAnswer::gate).containsExactly("freeze");
    }

    @Test
    void promoteWhenNoGateOpensInTimeRefusesAfterThat() {
        patience = Optional.of(Duration.ofMinutes(10));

        assertThatThrownBy(() -> promote(false)).isInstanceOf(RefusedException.class);
        assertThat(clock.instant()).isEqualTo("2026-11-26T12:10:00Z");
    }

    @Test
    void promoteWhenAnotherGateWillNotOpenDoesNotWait() {
        patience = Optional.of(Duration.ofHours(1));
        branches = List.of("main");

        assertThatThrownBy(() -> promote(false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(
                        "Nothing goes to 'prod' before 2026-11-26T12:30Z[UTC]", "takes builds from 'main'");
        assertThat(told).isEmpty();
    }

    @Test
    void promoteWhenRefusedSaysWhatWasPlannedAndWritesNothing() throws IOException {
        List<PromotionResult> results = new ArrayList<>();

        assertThatThrownBy(() -> promote(false))
                .isInstanceOfSatisfying(RefusedException.class, refused -> results.addAll(refused.results()));

        assertThat(results).extracting(PromotionResult::outcome).containsExactly(Outcome.REFUSED);
        assertThat(new String(Json.pretty(results.get(0)), StandardCharsets.UTF_8))
                .contains("\"outcome\": \"refused\"", "\"gate\": \"freeze\"", "\"outcome\": \"wait\"");
        assertThat(directory.resolve("prod")).doesNotExist();
    }

    @Test
    void promoteWhenADryRunDoesNotWait() {
        patience = Optional.of(Duration.ofHours(1));

        assertThatThrownBy(() -> promote(true)).isInstanceOf(RefusedException.class);
        assertThat(told).isEmpty();
    }

    @Test
    void promoteWhenOverriddenSaysSoInTheResult() throws IOException {
        allowOverride = true;
        override = Optional.of(new Overriding("shop is down", "ada"));

        PromotionResult result = promote(false);

        assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
        assertThat(result.images().get(0).gates().get(0).outcome()).isEqualTo(GateAnswer.Outcome.OVERRIDDEN);
    }

    @Test
    void promoteWhenEverythingIsThereAlreadyAsksNoGate() throws IOException {
        allowOverride = true;
        override = Optional.of(new Overriding("shop is down", "ada"));
        promote(false);
        override = Optional.empty();

        assertThat(promote(false).outcome()).isEqualTo(Outcome.UNCHANGED);
    }

    private PromotionResult promote(boolean dryRun) throws IOException {
        Path file = Archives.write(
                directory.resolve("image.tar"), TestImages.single(1, 400, 90), Archives.identity("shop", "42"));
        GateSettings gates =
                new GateSettings(names -> List.of(), GateSettings.PLAIN.questions(), override, clock::move);
        try (ImageArchive archive = ImageArchive.open(file)) {
            Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(prod())));
            return PromotionFixture.of(candidate)
                    .to("prod")
                    .heardBy(event -> {
                        if (event instanceof PromotionEvent.Waiting waiting) {
                            told.add(waiting.left());
                        }
                    })
                    .at(clock)
                    .dry(dryRun)
                    .gates(gates)
                    .promote()
                    .get(0);
        }
    }

    private Environment prod() {
        Freeze freeze = new Freeze(
                Optional.of("2026-11-26T00:00"),
                Optional.of("2026-11-26T12:30"),
                Optional.empty(),
                Optional.empty(),
                ZoneId.of("UTC"),
                Optional.empty());
        return TestEnvironments.of(
                        "prod",
                        List.of(RegistryAddress.of("oci:" + directory.resolve("prod"))),
                        List.of(Tag.of("latest")),
                        List.of())
                .withGates(new Gates(
                        new Gates.Times(Optional.empty(), List.of(freeze), patience),
                        new Gates.Builds(false, branches, List.of()),
                        new Gates.Consents(Optional.empty(), List.of(), allowOverride)));
    }
}
