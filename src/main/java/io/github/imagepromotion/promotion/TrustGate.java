package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.TrustCheck;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The gates {@code <requireSignature>} and {@code <requireDocuments>}: the artifact brings the proof that the environment
 * asks for, and nothing that is forged.
 */
final class TrustGate {
    private final List<VerificationKey> keys;

    /** @param keys that the environment trusts */
    TrustGate(List<VerificationKey> keys) {
        this.keys = keys;
    }

    List<GateAnswer> answers(Candidate candidate, Environment environment) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Document document : candidate.archive().documents()) {
            if (document.subject().equals(candidate.digest())) {
                findings.addAll(Finding.of(document, keys));
            }
        }
        return TrustCheck.judge(findings, candidate.identity(), environment.trust(), keys).stream()
                .map(answer -> answer.passed()
                        ? answer
                        : GateAnswer.fail(
                                answer.gate(),
                                "'" + environment.id() + "' does not take '" + candidate.name() + "' (" + answer.gate()
                                        + "): " + answer.reason()))
                .toList();
    }
}
