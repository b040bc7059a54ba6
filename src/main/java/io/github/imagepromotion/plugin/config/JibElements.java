package io.github.imagepromotion.plugin.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects elements of jib's configuration that have no effect here, with what to use instead; each is reported once.
 */
public final class JibElements {
    private final List<String> lines = new ArrayList<>();

    /** Adds an element that has no effect here. */
    public void ignored(String element, String instead) {
        lines.add(element + " is ignored: " + instead + ".");
    }

    void taken(String element, String how) {
        lines.add(element + ": " + how + ".");
    }

    /** Reports all elements, one line each. */
    public void tell(Consumer<String> warning) {
        lines.forEach(warning);
    }
}
