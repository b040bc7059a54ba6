package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Freeze;
import io.github.imagepromotion.image.Text;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <freeze>}: a time in which nothing goes to an environment. */
public class FreezeParameter {
    /** Its begin, {@code 2026-12-24T18:00} or a date. */
    @Parameter
    private @Nullable String from;

    /** Its end, or its last day. */
    @Parameter
    private @Nullable String to;

    /** When it begins again and again instead, as cron says it: {@code 0 18 * * FRI}. */
    @Parameter
    private @Nullable String cron;

    /** How long it then takes: ISO 8601, or seconds. */
    @Parameter
    private @Nullable String duration;

    /** The time zone, such as {@code Europe/Berlin}. */
    @Parameter(required = true)
    private @Nullable String zone;

    /** Why, for people. */
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
            throw new IllegalArgumentException("<freeze><zone> is no time zone: " + Text.quote(text), e);
        }
    }
}
