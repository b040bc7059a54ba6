package io.github.imagepromotion.promotion.gate;

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
final class TrustGate implements Gate {
    private final KeyReader keys;

    TrustGate(KeyReader keys) {
        this.keys = keys;
    }

    @Override
    public List<GateAnswer> answers(Passage passage) throws IOException {
        Environment environment = passage.environment();
        List<VerificationKey> trusted = keys.read(environment.trust().trustedKeys());
        List<Finding> findings = new ArrayList<>();
        for (Document document : passage.aboutTheTop()) {
            findings.addAll(Finding.of(document, trusted));
        }
        return TrustCheck.judge(findings, passage.identity(), environment.trust(), trusted).stream()
                .map(answer -> answer.passed()
                        ? answer
                        : GateAnswer.fail(
                                answer.gate(),
                                "'" + environment.id() + "' does not take '" + passage.name() + "' (" + answer.gate()
                                        + "): " + answer.reason()))
                .toList();
    }
}
