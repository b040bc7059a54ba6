package io.github.imagepromotion.promotion;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long the parts of a promotion took, one after the other. Immutable. */
public final class Phases {
    private final Clock clock;
    private final Instant since;
    private final Map<String, Long> ended;

    private Phases(Clock clock, Instant since, Map<String, Long> ended) {
        this.clock = clock;
        this.since = since;
        this.ended = ended;
    }

    /**
     * @param clock tells when
     * @return none so far; the first begins now
     */
    public static Phases begin(Clock clock) {
        return new Phases(clock, clock.instant(), Map.of());
    }

    /**
     * @param name of the phase that ends now
     * @return what ended so far, this phase included; the next begins now
     */
    public Phases end(String name) {
        Instant now = clock.instant();
        Map<String, Long> more = new LinkedHashMap<>(ended);
        more.put(name, Duration.between(since, now).toMillis());
        return new Phases(clock, now, more);
    }

    /** {@return what each took that has ended, by name, in their order} */
    public Map<String, Long> milliseconds() {
        return Collections.unmodifiableMap(ended);
    }
}
