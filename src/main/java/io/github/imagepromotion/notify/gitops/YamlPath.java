package io.github.imagepromotion.notify.gitops;

import io.github.imagepromotion.image.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to a value in a YAML document: names separated by dots, each of which may select an entry of a list: {@code
 * images[name=acme/shop].digest}.
 *
 * @param steps steps from the root, at least one
 */
public record YamlPath(List<Step> steps) {
    private static final Pattern STEP =
            Pattern.compile("([A-Za-z0-9_/-]+)(?:\\[([A-Za-z0-9_-]+)=([^\\]]+)\\])?(?:\\.|$)");

    /**
     * A step of a path.
     *
     * @param key key of a mapping
     * @param entry selects an entry, if the value is a list
     */
    public record Step(String key, Optional<Entry> entry) {}

    /**
     * Selects an entry of a list of mappings.
     *
     * @param key key in the entry
     * @param value value of the key
     */
    public record Entry(String key, String value) {}

    /** @throws IllegalArgumentException if there is no step, or the last one selects an entry */
    public YamlPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.get(steps.size() - 1).entry().isPresent()) {
            throw new IllegalArgumentException("a path has to end at a name");
        }
    }

    /**
     * @param text a path
     * @return the parsed path
     * @throws IllegalArgumentException if it is malformed
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

    /** {@return the last name} */
    public String last() {
        return steps.get(steps.size() - 1).key();
    }

    /** {@return the path in the form that {@link #of} parses} */
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
