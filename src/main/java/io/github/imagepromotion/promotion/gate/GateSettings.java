package io.github.imagepromotion.promotion.gate;

import java.util.List;
import java.util.Optional;

/**
 * What gates need beside the image and its environments.
 *
 * @param keys reads the keys that environments trust
 * @param override that gates which do not hold are passed; empty if they are not
 * @param pause lets time pass
 */
public record GateSettings(KeyReader keys, Optional<Overriding> override, Pause pause) {
    /** Nobody in particular is trusted, and nothing is overridden. */
    public static final GateSettings PLAIN = new GateSettings(names -> List.of(), Optional.empty(), Pause.SLEEP);
}
