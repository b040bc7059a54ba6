package io.github.imagepromotion.notify.gitops;

import io.github.imagepromotion.image.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value is in a YAML document: names separated by dots, each of which may choose an entry of the list that it
 * names: {@code images[name=acme/shop].digest}.
 *
 * @param steps from the top, at least one
 */
public record YamlPath(List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("([A-Za-z0-9_/-]+)(?:\\[([A-Za-z0-9_-]+)=([^\\]]+)\\])?(?:\\.|$)");

    /**
     * A step down.
     *
     * @param key of a mapping
     * @param entry which entry of the list there, if it is one
     */
    public record Step(String key, Optional<Entry> entry) {}

    /**
     * An entry of a list of mappings.
     *
     * @param key of the entry
     * @param value that it has there
     */
    public record Entry(String key, String value) {}

    /** @throws IllegalArgumentException if there is no step, or the last one ends at an entry */
    public YamlPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.get(steps.size() - 1).entry().isPresent()) {
            throw new IllegalArgumentException("a path has to end at a name");
        }
    }

    /**
     * @param text of a path
     * @return it
     * @throws IllegalArgumentException if it is none
     */
    public static YamlPath of(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            Optional<Entry> entry = Optional.ofNullable(matcher.group(2)).map(key -> new Entry(key, matcher.group(3)));
            steps.add(new Step(matcher.group(1), entry));
            end = matcher.end();
        }
        if (end < text.length() || text.endsWith(".")) {
            throw new IllegalArgumentException(
                    "not a path such as image.digest or images[name=acme/shop].digest: " + Text.quote(text));
        }
        return new YamlPath(steps);
    }

    /** {@return the name at its end} */
    public String last() {
        return steps.get(steps.size() - 1).key();
    }

    /** {@return as it is written} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append(text.length() == 0 ? "" : ".").append(step.key());
            step.entry().ifPresent(entry -> text.append('[')
                    .append(entry.key())
                    .append('=')
                    .append(entry.value())
                    .append(']'));
        }
        return text.toString();
    }
}
