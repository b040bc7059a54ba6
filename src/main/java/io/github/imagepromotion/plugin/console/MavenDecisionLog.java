package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.decision.DecisionLog;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Repository;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.maven.plugin.logging.Log;

/** Logs decisions to Maven's log. */
public record MavenDecisionLog(Log log) implements DecisionLog {

    @Override
    public void compared(Candidate candidate, Environment environment, Comparison comparison) {
        log.info("Approving " + candidate.name() + " for " + environment.id() + ": " + candidate.digest());
        if (comparison.tag().isEmpty()) {
            log.info("  what is there now is not known: " + environment.id() + " has no <movingTags>");
            return;
        }
        String tag = comparison.tag().get().name();
        if (comparison.before().isEmpty()) {
            log.info("  nothing is there now under '" + tag + "'");
            return;
        }
        Digest before = comparison.before().get();
        if (before.equals(candidate.digest())) {
            log.info("  it is what '" + tag + "' names already");
            return;
        }
        log.info("  '" + tag + "' names " + before + " now; what differs:");
        layers(comparison);
        libraries(
                comparison.materialsBefore().libraries(), comparison.materials().libraries());
        commits(comparison.materialsBefore().commit(), comparison.materials().commit());
    }

    private void commits(Optional<String> before, Optional<String> now) {
        boolean same = before.isPresent() && before.equals(now);
        log.info(same ? "  commit: the same, " + commit(now) : "  commits: " + commit(before) + " -> " + commit(now));
    }

    private static String commit(Optional<String> commit) {
        return commit.map(Text::printable).orElse("unknown");
    }

    private void layers(Comparison comparison) {
        log.info("  layers: " + comparison.added().size() + " new, "
                + comparison.removed().size() + " gone, " + comparison.kept().size() + " the same");
        comparison.added().forEach(layer -> log.info("    + " + layer(layer)));
        comparison.removed().forEach(layer -> log.info("    - " + layer(layer)));
    }

    private static String layer(Descriptor layer) {
        return layer.digest() + ", " + Size.shown(layer.size());
    }

    private void libraries(SortedMap<String, String> before, SortedMap<String, String> now) {
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> String.valueOf(before.get(name)).equals(String.valueOf(now.get(name))));
        log.info("  dependencies: " + names.size() + " of " + now.size() + " differ");
        for (String name : names) {
            String change = !before.containsKey(name)
                    ? "+ " + name + " " + now.get(name)
                    : now.containsKey(name)
                            ? "~ " + name + " " + before.get(name) + " -> " + now.get(name)
                            : "- " + name + " " + before.get(name);
            log.info("    " + Text.printable(change));
        }
    }

    @Override
    public void written(Decision decision, Repository repository, Digest document) {
        String what =
                switch (decision.kind()) {
                    case APPROVE -> "Approved for " + decision.environment().orElse("");
                    case REJECT -> "Rejected";
                    case WITHDRAW -> "Withdrew " + decision.withdraws().orElseThrow();
                };
        log.info(what + ": " + repository.displayName() + "@" + decision.digest());
        log.info("  as document " + document
                + decision.validUntil().map(end -> ", until " + end).orElse(""));
    }

    @Override
    public void unasked(Environment environment) {
        log.warn("'" + environment.id() + "' asks for no approvals (<approvals>)");
    }

    @Override
    public void worthless(Environment environment) {
        log.warn("The key is none of those that count in '" + environment.id()
                + "': add it to <trustedKeys> there, or sign with another one");
    }

    @Override
    public void judged(Candidate candidate, Environment environment, List<GateAnswer> answers) {
        for (GateAnswer answer : answers) {
            log.info("  " + candidate.name() + ", " + answer.gate() + ": " + Remedies.tell(answer.reason()));
        }
    }
}
