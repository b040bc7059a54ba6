package io.github.imagepromotion.plugin.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Elements of jib's configuration that say nothing here: each is told once, with what to use instead. */
public final class JibElements {
    private final List<String> lines = new ArrayList<>();

    /** Tells that an element says nothing here, and what does. */
    public void ignored(String element, String instead) {
        lines.add(element + " is ignored: " + instead + ".");
    }

    void taken(String element, String how) {
        lines.add(element + ": " + how + ".");
    }

    /** Tells all of it, a line for each element. */
    public void tell(Consumer<String> warning) {
        lines.forEach(warning);
    }
}
