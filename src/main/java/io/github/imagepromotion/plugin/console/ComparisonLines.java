package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The differences between an image and the current one of an environment, as lines that never begin with text from
 * outside.
 */
final class ComparisonLines {
    /** Maximum number of dependencies, and of members that are gone, that are listed. */
    private static final int MOST = 100;

    private final Comparison comparison;
    private final Identity build;
    private final List<String> lines = new ArrayList<>();

    private ComparisonLines(Comparison comparison, Identity build) {
        this.comparison = comparison;
        this.build = build;
    }

    /**
     * @param comparison of the two
     * @param build identity of the image
     * @param digest of the image
     * @param environment its id
     */
    static List<String> of(Comparison comparison, Identity build, Digest digest, String environment) {
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
        ComparisonLines all = new ComparisonLines(comparison, build);
        all.lines.add("'" + tag + "' names " + before + " now; what differs:");
        comparison.recorded().ifPresent(all::build);
        if (comparison.members().isPresent()) {
            all.members(comparison.members().get());
            return all.lines;
        }
        all.layers();
        all.dependencies();
        all.commits();
        return all.lines;
    }

    private void build(PromotionRecord there) {
        lines.add("build: '" + there.buildId() + "' of '" + there.gav() + "', since " + there.at()
                + there.by().clause() + " -> '" + build.buildId() + "' of '" + build.coordinates() + "'");
    }

    private void members(Comparison.BothMembers members) {
        SortedMap<String, ReleaseMember> before = byRepository(members.before());
        SortedMap<String, ReleaseMember> now = byRepository(members.now());
        SortedSet<String> all = new TreeSet<>(before.keySet());
        all.addAll(now.keySet());
        List<String> changes = new ArrayList<>();
        int gone = 0;
        int differing = 0;
        for (String repository : all) {
            Optional<String> change =
                    change(Optional.ofNullable(before.get(repository)), Optional.ofNullable(now.get(repository)));
            differing += change.isPresent() ? 1 : 0;
            gone += now.containsKey(repository) ? 0 : 1;
            // What is there now may say anything; of the release that is decided about nothing is left out.
            if (change.isPresent() && (now.containsKey(repository) || gone <= MOST)) {
                changes.add("  " + repository + ": " + change.get());
            }
        }
        members.unread().ifPresent(why -> lines.add("the release that is there cannot be read: " + why));
        lines.add("members: " + differing + " differ, " + (all.size() - differing) + " are the same");
        lines.addAll(changes);
        if (gone > MOST) {
            lines.add("  and " + (gone - MOST) + " more that are gone");
        }
    }

    private static Optional<String> change(Optional<ReleaseMember> before, Optional<ReleaseMember> now) {
        if (before.isEmpty() || now.isEmpty()) {
            return now.map(member -> "+ " + build(member)).or(() -> before.map(member -> "- " + build(member)));
        }
        boolean same = before.get().digest().equals(now.get().digest())
                && before.get().buildId().equals(now.get().buildId());
        return same ? Optional.empty() : Optional.of("~ " + build(before.get()) + " -> " + build(now.get()));
    }

    private static SortedMap<String, ReleaseMember> byRepository(List<ReleaseMember> members) {
        SortedMap<String, ReleaseMember> all = new TreeMap<>();
        members.forEach(member -> all.put(member.repository().value(), member));
        return all;
    }

    private static String build(ReleaseMember member) {
        return "build '" + member.buildId() + "' of '" + member.name() + "'";
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

    private void dependencies() {
        Comparison.Dependencies dependencies = comparison.dependencies();
        DependencyChanges changes = dependencies.changes();
        SortedMap<String, String> all = new TreeMap<>();
        changes.added().forEach((name, version) -> all.put(name, "+ " + name + " " + version));
        changes.removed().forEach((name, version) -> all.put(name, "- " + name + " " + version));
        changes.changed()
                .forEach((name, version) ->
                        all.put(name, "~ " + name + " " + version.before() + " -> " + version.now()));
        lines.add("dependencies by " + dependencies.source() + ": " + all.size() + " of " + dependencies.count()
                + " differ");
        all.values().stream().limit(MOST).forEach(change -> lines.add("  " + Text.printable(change)));
        if (all.size() > MOST) {
            lines.add("  and " + (all.size() - MOST) + " more");
        }
    }

    private void commits() {
        Optional<String> before = comparison.commits().before();
        Optional<String> now = comparison.commits().now();
        boolean same = before.isPresent() && before.equals(now);
        lines.add(same ? "commit: the same, " + commit(now) : "commits: " + commit(before) + " -> " + commit(now));
    }

    private static String commit(Optional<String> commit) {
        return commit.map(Text::printable).orElse("unknown");
    }
}
