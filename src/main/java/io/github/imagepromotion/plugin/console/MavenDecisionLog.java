package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.decision.DecisionLog;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Repository;
import java.util.List;
import org.apache.maven.plugin.logging.Log;

/** Logs decisions to Maven's log. */
public record MavenDecisionLog(Log log) implements DecisionLog {

    @Override
    public void compared(Candidate candidate, Environment environment, Comparison comparison) {
        log.info("Approving " + candidate.name() + " for " + environment.id() + ": " + candidate.digest());
        ComparisonLines.of(comparison, candidate.identity(), candidate.digest(), environment.id())
                .forEach(line -> log.info("  " + line));
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
                + decision.plan().map(plan -> ", for plan " + plan + " alone").orElse("")
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
