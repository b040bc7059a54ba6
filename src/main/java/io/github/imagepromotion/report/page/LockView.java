package io.github.imagepromotion.report.page;

import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.report.page.Page.ChangePart;
import io.github.imagepromotion.report.page.Page.DependencyRow;
import io.github.imagepromotion.report.page.Page.LockPart;
import io.github.imagepromotion.report.page.Page.LockedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a release has, and the changes since the release before. */
final class LockView {
    private static final int MOST = 200;

    private LockView() {}

    static LockPart part(ReleaseLock lock) {
        int all = lock.members().size();
        return new LockPart(
                DisplayFormat.count(all, "member", "members")
                        + (all > MOST ? ", of which the first " + MOST + " are shown" : ""),
                lock.members().stream().limit(MOST).map(LockView::row).toList());
    }

    private static LockedRow row(ReleaseMember member) {
        return new LockedRow(
                member.repository().toString(),
                member.buildId().toString(),
                member.name(),
                member.digest().abbreviated());
    }

    /** @param name of the release before */
    static ChangePart changes(String name, ReleaseLock before, ReleaseLock now) {
        Map<String, ReleaseMember> old = members(before);
        Map<String, ReleaseMember> all = members(now);
        List<DependencyRow> changed = new ArrayList<>();
        List<DependencyRow> added = new ArrayList<>();
        List<DependencyRow> removed = new ArrayList<>();
        all.forEach((repository, member) -> {
            ReleaseMember known = old.remove(repository);
            if (known == null) {
                added.add(new DependencyRow(repository, "", build(member, false)));
            } else if (!known.digest().equals(member.digest())) {
                boolean sameName = known.buildId().equals(member.buildId());
                changed.add(new DependencyRow(repository, build(known, sameName), build(member, sameName)));
            }
        });
        old.forEach((repository, member) -> removed.add(new DependencyRow(repository, build(member, false), "")));
        int count = changed.size() + added.size() + removed.size();
        return new ChangePart(
                "Changes since " + name + ": "
                        + (count == 0
                                ? "none, it has the same members"
                                : DisplayFormat.count(count, "member changed", "members changed")),
                "Member",
                "Members",
                List.of("Members with another build: " + changed.size() + ", new: " + added.size() + ", gone: "
                        + removed.size() + ", the same: " + (all.size() - changed.size() - added.size()) + "."),
                List.of(),
                shown(changed),
                shown(added),
                shown(removed),
                count > MOST ? "Of each kind, the first " + MOST + " are shown." : "");
    }

    private static List<DependencyRow> shown(List<DependencyRow> rows) {
        return rows.stream().limit(MOST).toList();
    }

    private static Map<String, ReleaseMember> members(ReleaseLock lock) {
        return lock.members().stream()
                .collect(Collectors.toMap(
                        member -> member.repository().toString(), member -> member, (one, same) -> one, TreeMap::new));
    }

    private static String build(ReleaseMember member, boolean withDigest) {
        return member.buildId() + (withDigest ? " (" + member.digest().abbreviated() + ")" : "");
    }
}
