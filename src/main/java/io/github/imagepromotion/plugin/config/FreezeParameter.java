package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Freeze;
import io.github.imagepromotion.image.Text;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <freeze>}: a period in which nothing is promoted to an environment. */
public class FreezeParameter {
    /** Start: {@code 2026-12-24T18:00}, or a date. */
    @Parameter
    private @Nullable String from;

    /** End, or the last day. */
    @Parameter
    private @Nullable String to;

    /** Recurring start as a cron expression, instead of {@code <from>}: {@code 0 18 * * FRI}. */
    @Parameter
    private @Nullable String cron;

    /** Length of a recurring freeze: ISO 8601 duration, or seconds. */
    @Parameter
    private @Nullable String duration;

    /** Time zone, such as {@code Europe/Berlin}. */
    @Parameter(required = true)
    private @Nullable String zone;

    /** Reason, shown to users. */
    @Parameter
    private @Nullable String reason;

    Freeze freeze() {
        return new Freeze(
                Configured.optional(from),
                Configured.optional(to),
                Configured.optional(cron),
                Configured.optionalDuration(duration, "<freeze><duration>"),
                zone(Configured.required(zone, "<freeze><zone>, such as Europe/Berlin,")),
                Configured.optional(reason));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("<freeze><zone> is not a time zone: " + Text.quote(text), e);
        }
    }
}
