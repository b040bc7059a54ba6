package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.ledger.ArchiveProof;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
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
        return ArchiveProof.judge(
                        passage.documents(), passage.digest(), passage.identity(), environment.trust(), trusted)
                .stream()
                .map(answer -> answer.passed()
                        ? answer
                        : GateAnswer.fail(
                                answer.gate(),
                                "'" + environment.id() + "' does not take '" + passage.name() + "' (" + answer.gate()
                                        + "): " + answer.reason()))
                .toList();
    }
}
