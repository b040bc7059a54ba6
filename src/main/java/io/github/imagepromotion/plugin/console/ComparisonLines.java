package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/** What differs between an image and the one that an environment has now, in lines that nothing from outside begins. */
final class ComparisonLines {
    private final Comparison comparison;
    private final List<String> lines = new ArrayList<>();

    private ComparisonLines(Comparison comparison) {
        this.comparison = comparison;
    }

    /**
     * @param comparison of the two
     * @param digest of the image
     * @param environment its id
     */
    static List<String> of(Comparison comparison, Digest digest, String environment) {
        if (comparison.tag().isEmpty()) {
            return List.of("what is there now is not known: " + environment + " has no <movingTags>");
        }
        String tag = comparison.tag().get().name();
        if (comparison.before().isEmpty()) {
            return List.of("nothing is there now under '" + tag + "'");
        }
        Digest before = comparison.before().get();
        if (before.equals(digest)) {
            return List.of("it is what '" + tag + "' names already");
        }
        ComparisonLines all = new ComparisonLines(comparison);
        all.lines.add("'" + tag + "' names " + before + " now; what differs:");
        all.layers();
        all.libraries(
                comparison.materialsBefore().libraries(), comparison.materials().libraries());
        all.commits(
                comparison.materialsBefore().commit(), comparison.materials().commit());
        return all.lines;
    }

    private void layers() {
        lines.add("layers: " + comparison.added().size() + " new, "
                + comparison.removed().size() + " gone, " + comparison.kept().size() + " the same");
        comparison.added().forEach(layer -> lines.add("  + " + layer(layer)));
        comparison.removed().forEach(layer -> lines.add("  - " + layer(layer)));
    }

    private static String layer(Descriptor layer) {
        return layer.digest() + ", " + Size.shown(layer.size());
    }

    private void libraries(SortedMap<String, String> before, SortedMap<String, String> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> String.valueOf(before.get(name)).equals(String.valueOf(now.get(name))));
        lines.add("dependencies: " + names.size() + " of " + now.size() + " differ");
        for (String name : names) {
            String change = !before.containsKey(name)
                    ? "+ " + name + " " + now.get(name)
                    : now.containsKey(name)
                            ? "~ " + name + " " + before.get(name) + " -> " + now.get(name)
                            : "- " + name + " " + before.get(name);
            lines.add("  " + Text.printable(change));
        }
    }

    private void commits(Optional<String> before, Optional<String> now) {
        boolean same = before.isPresent() && before.equals(now);
        lines.add(same ? "commit: the same, " + commit(now) : "commits: " + commit(before) + " -> " + commit(now));
    }

    private static String commit(Optional<String> commit) {
        return commit.map(Text::printable).orElse("unknown");
    }
}
