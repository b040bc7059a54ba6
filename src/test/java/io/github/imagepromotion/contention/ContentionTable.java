package io.github.imagepromotion.contention;

import io.github.imagepromotion.contention.Outcome.End;
import java.util.List;
import java.util.function.Predicate;

/** What happened in many rounds, as tables of the documents. */
record ContentionTable(List<Verdict> verdicts) {
    String text() {
        StringBuilder text = new StringBuilder("| at once | made | refused | broken off |\n|---|---:|---:|---:|\n");
        row(text, "promotions", Act.Kind.PROMOTE);
        row(text, "rollbacks", Act.Kind.ROLL_BACK);
        row(text, "rejections", Act.Kind.REJECT);
        text.append("\n| rounds | |\n|---|---:|\n");
        row(text, "some order, one after the other, explains the end", verdict -> !verdict.isWrong());
        row(text, "**wrong**", Verdict::isWrong);
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (verdicts.stream().anyMatch(verdict -> verdict.has(kind))) {
                row(text, "wrong: " + kind.text(), verdict -> verdict.has(kind));
            }
        }
        row(text, "all", verdict -> true);
        row(text, "of them with each actor in a process of its own", verdict -> verdict.scenario()
                .inProcesses());
        verdicts.stream().filter(Verdict::isWrong).forEach(verdict -> text.append('\n')
                .append(replay(verdict)));
        return text.toString();
    }

    static String replay(Verdict verdict) {
        return "bin/stress contention --replay " + verdict.scenario().seed();
    }

    private void row(StringBuilder text, String name, Act.Kind kind) {
        text.append("| ").append(name);
        for (End end : End.values()) {
            text.append(" | ")
                    .append(verdicts.stream()
                            .mapToLong(verdict -> verdict.count(kind, end))
                            .sum());
        }
        text.append(" |\n");
    }

    private void row(StringBuilder text, String name, Predicate<Verdict> counted) {
        text.append("| ")
                .append(name)
                .append(" | ")
                .append(verdicts.stream().filter(counted).count())
                .append(" |\n");
    }
}
