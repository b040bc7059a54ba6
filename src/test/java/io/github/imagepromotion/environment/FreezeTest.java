package io.github.imagepromotion.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In Europe/Berlin, clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25. */
class FreezeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2026-12-24T16:59:59Z, ",
        "2026-12-24T17:00:00Z, 2027-01-07T05:00:00Z",
        "2027-01-07T04:59:59Z, 2027-01-07T05:00:00Z",
        "2027-01-07T05:00:00Z, "
    })
    void endAtWhenBetweenTwoTimesIsTheEnd(Instant now, Instant end) {
        assertThat(once("2026-12-24T18:00", "2027-01-07T06:00").endAt(now)).isEqualTo(Optional.ofNullable(end));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-12-23T22:59:59Z, ",
        "2026-12-23T23:00:00Z, 2026-12-26T23:00:00Z",
        "2026-12-26T22:59:59Z, 2026-12-26T23:00:00Z",
        "2026-12-26T23:00:00Z, "
    })
    void endAtWhenBetweenTwoDatesIncludesTheLastDay(Instant now, Instant end) {
        assertThat(once("2026-12-24", "2026-12-26").endAt(now)).isEqualTo(Optional.ofNullable(end));
    }

    @ParameterizedTest
    @CsvSource({
        // Summer: 18:00 is 16:00 UTC.
        "2026-07-03T15:59:59Z, ",
        "2026-07-03T16:00:00Z, 2026-07-06T04:00:00Z",
        "2026-07-06T03:59:59Z, 2026-07-06T04:00:00Z",
        "2026-07-06T04:00:00Z, ",
        // The clock is put forward in between: 59 hours pass until Monday 06:00.
        "2026-03-27T17:00:00Z, 2026-03-30T04:00:00Z",
        "2026-03-30T03:59:59Z, 2026-03-30T04:00:00Z",
        "2026-03-30T04:00:00Z, ",
        // The clock is put back in between: 61 hours pass.
        "2026-10-23T16:00:00Z, 2026-10-26T05:00:00Z",
        "2026-10-26T04:59:59Z, 2026-10-26T05:00:00Z",
        "2026-10-26T05:00:00Z, "
    })
    void endAtWhenWeeklyGoesByTheClockOnTheWall(Instant now, Instant end) {
        assertThat(weekly("0 18 * * FRI", Duration.ofHours(60)).endAt(now)).isEqualTo(Optional.ofNullable(end));
    }

    @ParameterizedTest
    @CsvSource({
        // 02:30 does not exist on that day: the freeze begins and ends an hour later, at 03:30 and 03:45.
        "2026-03-29T01:29:59Z, ",
        "2026-03-29T01:30:00Z, 2026-03-29T01:45:00Z",
        "2026-03-29T01:45:00Z, ",
        // 02:30 is there twice: it begins with the first and ends after the second.
        "2026-10-25T00:29:59Z, ",
        "2026-10-25T00:30:00Z, 2026-10-25T01:45:00Z",
        "2026-10-25T01:44:59Z, 2026-10-25T01:45:00Z",
        "2026-10-25T01:45:00Z, "
    })
    void endAtWhenTheTimeIsMissingOrThereTwiceTakesTheLongerOne(Instant now, Instant end) {
        assertThat(weekly("30 2 * * *", Duration.ofMinutes(15)).endAt(now)).isEqualTo(Optional.ofNullable(end));
    }

    @Test
    void endAtWhenWindowsOverlapIsTheLastEnd() {
        Freeze hourly = weekly("0 8-10 * * *", Duration.ofMinutes(90));

        assertThat(hourly.endAt(Instant.parse("2026-01-05T08:15:00Z"))).contains(Instant.parse("2026-01-05T09:30:00Z"));
        assertThat(hourly.endAt(Instant.parse("2026-01-05T09:10:00Z"))).contains(Instant.parse("2026-01-05T10:30:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 1 * *, 2026-02-01, true",
        "0 0 1 * *, 2026-02-02, false",
        "0 0 1 * MON, 2026-02-02, true",
        "0 0 */10 * *, 2026-02-11, true",
        "0 0 * DEC-DEC *, 2026-12-30, true",
        "0 0 * JAN *, 2026-12-30, false",
        "0 0 * * 0, 2026-02-01, true",
        "0 0 * * 7, 2026-02-01, true",
        "0 0 * * 1-5, 2026-02-01, false"
    })
    void endAtWhenDaysAreNamedGoesByCron(String cron, String day, boolean frozen) {
        Instant noon = Instant.parse(day + "T11:00:00Z");

        assertThat(weekly(cron, Duration.ofHours(23)).endAt(noon).isPresent()).isEqualTo(frozen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0 18 * *",
                "60 0 * * *",
                "0 24 * * *",
                "0 0 0 * *",
                "0 0 * * FRX",
                "0 0 * * 5-1",
                "*/0 * * * *"
            })
    void freezeWhenCronIsNoneRefuses(String cron) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> weekly(cron, Duration.ofHours(1)))
                .withMessageContaining("the freeze");
    }

    @Test
    void freezeWhenItEndsBeforeItBeginsRefuses() {
        assertThatIllegalArgumentException().isThrownBy(() -> once("2026-12-24", "2026-12-23"));
    }

    private static Freeze once(String from, String to) {
        return new Freeze(
                Optional.of(from), Optional.of(to), Optional.empty(), Optional.empty(), BERLIN, Optional.empty());
    }

    private static Freeze weekly(String cron, Duration duration) {
        return new Freeze(
                Optional.empty(), Optional.empty(), Optional.of(cron), Optional.of(duration), BERLIN, Optional.empty());
    }
}
