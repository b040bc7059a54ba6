package io.github.imagepromotion.report.page;

import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.report.page.HistoricBuild.Presence;
import io.github.imagepromotion.report.page.Page.CheckRow;
import io.github.imagepromotion.report.page.Page.ChecksPart;
import io.github.imagepromotion.report.page.Page.Mark;
import io.github.imagepromotion.verification.Check;
import io.github.imagepromotion.verification.Check.Outcome;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The checks of a build, failed ones first; equal results of several environments are merged. */
final class ChecksView {
    private final ImageInspector look;
    private final HistoricBuild build;
    private final BuildHistory history;

    ChecksView(ImageInspector look, HistoricBuild build, BuildHistory history) {
        this.look = look;
        this.build = build;
        this.history = history;
    }

    ChecksPart part() {
        Map<Check, Set<String>> checks = new LinkedHashMap<>();
        for (Presence presence : build.presences()) {
            Stream.concat(Stream.of(tag()), look.proof(presence.holding(), build.digest()).checks().stream())
                    .forEach(check -> checks.computeIfAbsent(check, each -> new LinkedHashSet<>())
                            .add(presence.holding().environment()));
        }
        long failed = checks.keySet().stream().filter(Check::failed).count();
        List<CheckRow> rows = checks.entrySet().stream()
                .sorted((one, other) ->
                        Boolean.compare(other.getKey().failed(), one.getKey().failed()))
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
        return new ChecksPart(title(checks, failed), failed > 0, rows);
    }

    private static String title(Map<Check, Set<String>> checks, long failed) {
        if (failed > 0) {
            return "Verification: " + DisplayFormat.count(failed, "check fails", "checks fail");
        }
        long passed = checks.keySet().stream()
                .filter(check -> check.outcome() == Outcome.PASS)
                .count();
        return passed == 0
                ? "Verification: nothing that could be checked"
                : "Verification: " + DisplayFormat.count(passed, "check passes", "checks pass");
    }

    /** A build must have the same digest everywhere. */
    private Check tag() {
        if (build.buildId().isEmpty()) {
            return new Check("tag", Outcome.INFO, "", "no BuildId's tag names it");
        }
        List<String> others = history.builds().stream()
                .filter(other -> other.buildId().equals(build.buildId())
                        && !other.digest().equals(build.digest()))
                .flatMap(other -> other.presences().stream()
                        .map(presence ->
                                other.digest() + " in " + presence.holding().environment()))
                .toList();
        return others.isEmpty()
                ? new Check("tag", Outcome.PASS, build.name(), "it names the same digest wherever it is")
                : new Check(
                        "tag",
                        Outcome.FAIL,
                        build.name(),
                        "it names " + build.digest() + " here, and " + String.join(", ", others)
                                + "; find out which one is right");
    }

    private CheckRow row(Check check, Set<String> environments) {
        Mark outcome =
                switch (check.outcome()) {
                    case PASS -> new Mark("pass", "good");
                    case FAIL -> new Mark("fail", "bad");
                    case INFO -> new Mark("note", "weak");
                };
        return new CheckRow(
                String.join(", ", environments),
                outcome,
                check.name(),
                check.subject(),
                look.wording().of(check.reason()));
    }
}
