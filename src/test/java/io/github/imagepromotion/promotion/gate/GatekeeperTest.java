package io.github.imagepromotion.promotion.gate;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.BuildRecord.Vcs;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.environment.Freeze;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatekeeperTest {
    private static final Tag BUILD = Tag.of("42");
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    private Path directory;

    private GateFixture way;

    @BeforeEach
    void promoteToTest() throws IOException {
        way = new GateFixture(directory);
        way.push(way.image, BUILD, GateFixture.LATEST);
    }

    @Test
    void afterWhenItIsThereAndNobodyIsTrustedPassesAndSaysSo() throws IOException {
        assertThat(only("after test").outcome()).isEqualTo(Outcome.PASS);
        assertThat(told(only("after test").reason())).contains("no key is trusted");
    }

    @Test
    void afterWhenTheTagNamesAnotherFails() throws IOException {
        way.push(TestImages.single(2, 10), BUILD);

        assertThat(only("after test").outcome()).isEqualTo(Outcome.FAIL);
    }

    /** With trusted keys the registry's word is not enough. */
    @ParameterizedTest
    @CsvSource({"none, FAIL", "unsigned, FAIL", "foreign, FAIL", "signed, PASS"})
    void afterWhenKeysAreTrustedAsksForARecordThatOneOfThemSigned(String record, Outcome outcome) throws IOException {
        way.trust = way.trusting(way.release);
        if (!record.equals("none")) {
            way.record(
                    GateFixture.NOW,
                    record.equals("unsigned")
                            ? Optional.empty()
                            : Optional.of(record.equals("signed") ? way.release : TestKeys.next()));
        }

        assertThat(only("after test").outcome()).isEqualTo(outcome);
    }

    @Test
    void afterWhenThePredecessorKeepsNoRecordsGoesByTheRegistry() throws IOException {
        way.trust = way.trusting(way.release);
        way.testTrust = new Trust(List.of(), false, List.of(), true);

        assertThat(only("after test").outcome()).isEqualTo(Outcome.PASS);
        assertThat(told(only("after test").reason())).contains("keeps no records");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T12:00:00Z, PASS",
        "2026-11-25T12:00:01Z, WAIT",
        "2026-11-26T12:00:00Z, WAIT",
        // A record from the future does not let it through earlier.
        "2026-12-26T12:00:00Z, WAIT"
    })
    void soakWhenRecordedGoesByTheTime(Instant recorded, Outcome outcome) throws IOException {
        way.gates = way.soaking(DAY);
        way.record(recorded, Optional.empty());

        assertThat(only("soak test").outcome()).isEqualTo(outcome);
    }

    @Test
    void soakWhenPromotedAgainStartsAnew() throws IOException {
        way.gates = way.soaking(DAY);
        way.record(GateFixture.NOW.minus(Duration.ofDays(9)), Optional.empty());
        way.record(GateFixture.NOW.minus(Duration.ofHours(1)), Optional.empty());

        assertThat(only("soak test").outcome()).isEqualTo(Outcome.WAIT);
        assertThat(told(only("soak test").reason())).contains("23 h are left");
    }

    @Test
    void soakWhenThereIsNoRecordFailsWithTheRemedy() throws IOException {
        way.gates = way.soaking(DAY);

        assertThat(only("soak test").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(only("soak test").reason())).contains("-Dimage.repair");
    }

    @Test
    void soakWhenNoTrustedKeySignedTheRecordFails() throws IOException {
        way.gates = way.soaking(DAY);
        way.trust = way.trusting(way.release);
        way.record(GateFixture.NOW.minus(Duration.ofDays(9)), Optional.of(TestKeys.next()));

        assertThat(only("soak test").outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void soakWhenANewerOneIsThereFails() throws IOException {
        way.gates = way.soaking(DAY);
        way.record(GateFixture.NOW.minus(Duration.ofDays(9)), Optional.empty());
        way.push(TestImages.single(2, 10), Tag.of("43"), GateFixture.LATEST);

        assertThat(only("soak test").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(only("soak test").reason())).contains("'latest' names sha256:");
    }

    @Test
    void soakWhenTheSameCallPromotesFirstWaits() throws IOException {
        way.gates = way.soaking(DAY);
        way.earlier = Set.of("test");

        assertThat(only("soak test").outcome()).isEqualTo(Outcome.WAIT);
        assertThat(only("after test").outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, PASS",
        "1.0-SNAPSHOT, FAIL",
        "1.0-20261126.120000-3, FAIL",
        "1.0-20261126, PASS",
    })
    void onlyReleasesWhenASnapshotFails(String version, Outcome outcome) throws IOException {
        way.gates = gates(List.of(), true, List.of(), false);
        Identity built = Archives.identity("shop", "42");
        way.identity = new Identity(Coordinates.of("com.acme:shop:" + version), built.repository(), BuildId.of("42"));

        assertThat(only("only releases").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "main, PASS",
        "release/1.0, PASS",
        "release/1.0/hotfix, FAIL",
        "release, FAIL",
        "team/a/main, PASS",
        "mainly, FAIL",
        "xmain, FAIL",
        "v1x0, FAIL",
        "v1.0, PASS"
    })
    void branchesWhenOneMatchesPass(String branch, Outcome outcome) throws IOException {
        way.gates = gates(List.of(), false, List.of("main", "release/*", "team/**", "v1.0"), false);
        way.sources = new Sources(from(branch), Optional.empty());

        assertThat(only("branches").outcome()).isEqualTo(outcome);
    }

    private static Optional<Vcs> from(String branch) {
        return Optional.of(new Vcs("a".repeat(40), Optional.of(branch), Optional.empty()));
    }

    /** Whoever can write to the Maven repository can write such a record. */
    @Test
    void branchesWhenKeysAreTrustedAndTheRecordIsSignedByNoneOfThemFail() throws IOException {
        way.gates = gates(List.of(), false, List.of("main"), false);
        BuildRecord unsigned = record("main");
        way.sources = Sources.of(unsigned, false);
        assertThat(only("branches").outcome()).isEqualTo(Outcome.PASS);

        way.trust = way.trusting(way.release);
        assertThat(only("branches").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(only("branches").reason())).contains("'main'", "trusted keys", "-Dimage.signing.keyFile");
        way.sources = Sources.of(unsigned.signed(TestKeys.next()), false);
        assertThat(only("branches").outcome()).isEqualTo(Outcome.FAIL);
        way.sources = Sources.of(unsigned.signed(way.release), false);
        assertThat(only("branches").outcome()).isEqualTo(Outcome.PASS);
        way.sources = Sources.of(unsigned, true);
        assertThat(only("branches").outcome()).isEqualTo(Outcome.PASS);
    }

    private BuildRecord record(String branch) {
        return new BuildRecord(
                1,
                way.identity,
                BuildRecord.Top.of(way.image.image().top()),
                List.of(),
                new BuildRecord.Inputs(Optional.empty(), Optional.empty(), from(branch)),
                List.of(),
                Optional.empty());
    }

    @Test
    void branchesWhenNoneIsRecordedFail() throws IOException {
        way.gates = gates(List.of(), false, List.of("**"), false);

        assertThat(only("branches").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(only("branches").reason())).contains("names no branch");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-27T16:59:59Z, PASS", "2026-11-27T17:00:00Z, WAIT", "2026-11-30T05:00:00Z, PASS"})
    void freezeWhenOneIsOnWaits(Instant now, Outcome outcome) throws IOException {
        way.gates = gates(List.of(weekend()), false, List.of(), false);
        way.clock.set(now);

        assertThat(only("freeze").outcome()).isEqualTo(outcome);
    }

    @Test
    void askWhenSeveralDoNotHoldSaysAllOfThem() throws IOException {
        way.gates = gates(List.of(weekend()), true, List.of("main"), false);
        way.clock.set(Instant.parse("2026-11-28T12:00:00Z"));
        way.identity = new Identity(
                Coordinates.of("com.acme:shop:1.0-SNAPSHOT"),
                Archives.identity("shop", "42").repository(),
                BuildId.of("43"));

        assertThat(way.ask())
                .extracting(GateAnswer::gate)
                .containsExactly("only releases", "branches", "after test", "freeze");
        assertThat(way.ask()).noneMatch(GateAnswer::passed);
    }

    @Test
    void overrideWhenAllowedPassesAndSaysWhoAndWhy() throws IOException {
        way.gates = gates(List.of(weekend()), false, List.of("main"), true);
        way.clock.set(Instant.parse("2026-11-28T12:00:00Z"));
        way.override = Optional.of(new Overriding("shop is down", "ada"));

        assertThat(way.ask()).allMatch(GateAnswer::passed);
        assertThat(only("freeze").outcome()).isEqualTo(Outcome.OVERRIDDEN);
        assertThat(told(only("freeze").reason()))
                .startsWith("overridden by 'ada': shop is down (it said: Nothing goes to");
        assertThat(only("after test").outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void overrideWhenNoReasonIsGivenAsksForIt() {
        assertThatThrownBy(() -> new Overriding(" ", "ada"))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("-Dimage.override"));
    }

    @Test
    void overrideWhenNotAllowedChangesNothingAndSaysSo() throws IOException {
        way.gates = gates(List.of(), false, List.of("main"), false);
        way.override = Optional.of(new Overriding("shop is down", "ada"));

        assertThat(only("branches").outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(only("branches").reason())).contains("<allowOverride>");
    }

    private GateAnswer only(String gate) throws IOException {
        return way.ask().stream()
                .filter(answer -> answer.gate().equals(gate))
                .reduce((one, other) -> {
                    throw new AssertionError("two answers of " + gate);
                })
                .orElseThrow();
    }

    private static Gates gates(
            List<Freeze> freezes, boolean onlyReleases, List<String> branches, boolean allowOverride) {
        return new Gates(
                new Gates.Times(Optional.empty(), freezes, Optional.empty()),
                new Gates.Builds(onlyReleases, branches, List.of()),
                new Gates.Consents(Optional.empty(), List.of(), allowOverride));
    }

    private static Freeze weekend() {
        return new Freeze(
                Optional.empty(),
                Optional.empty(),
                Optional.of("0 18 * * FRI"),
                Optional.of(Duration.ofHours(60)),
                ZoneId.of("Europe/Berlin"),
                Optional.of("weekend"));
    }
}
