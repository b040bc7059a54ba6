package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.ledger.ArchiveProof;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.TrustCheck;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The gates {@code <requireSignature>} and {@code <requireDocuments>}: the artifact has the required documents, and
 * none is forged. Warns if keys are trusted and no signature is required.
 */
final class TrustGate implements Gate {
    private final KeyReader keys;

    TrustGate(KeyReader keys) {
        this.keys = keys;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        Trust trust = gateRequest.environment().trust();
        List<VerificationKey> trusted = keys.read(trust.trustedKeys());
        List<GateAnswer> answers = new ArrayList<>();
        for (GateAnswer answer : judged(gateRequest, trust, trusted)) {
            answers.add(answer.passed() ? answer : refusal(gateRequest, answer));
        }
        boolean unasked = answers.stream().noneMatch(answer -> answer.gate().equals(TrustCheck.SIGNATURE));
        if (!trusted.isEmpty() && unasked) {
            answers.add(GateAnswer.pass(
                    TrustCheck.SIGNATURE,
                    Message.of("no trusted key signed the image, and none has to")
                            .because(GateReason.SIGNATURE_OPTIONAL)));
        }
        return answers;
    }

    /** A release is vouched for by the signature of its lock. */
    private static List<GateAnswer> judged(GateRequest gateRequest, Trust trust, List<VerificationKey> trusted)
            throws IOException {
        return gateRequest.lock().isPresent()
                ? TrustCheck.judge(gateRequest.lock().get(), trust, trusted).stream()
                        .toList()
                : ArchiveProof.judge(
                        gateRequest.documents(), gateRequest.digest(), gateRequest.identity(), trust, trusted);
    }

    private static GateAnswer refusal(GateRequest gateRequest, GateAnswer answer) {
        return GateAnswer.fail(
                answer.gate(),
                Message.of("'" + gateRequest.environment().id() + "' does not take '" + gateRequest.name() + "' ("
                                + answer.gate() + "): ")
                        .and(answer.reason()));
    }
}
