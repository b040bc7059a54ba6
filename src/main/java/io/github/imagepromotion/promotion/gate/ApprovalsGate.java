package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The gate {@code <approvals>}: enough people approved this image for this environment, or the release that it is
 * promoted with. Each key counts once, and those of the image's builder do not count.
 */
final class ApprovalsGate implements Gate {
    private static final String NAME = "approvals";

    private final AttachedDocuments attachedDocuments;
    private final KeyReader keys;
    private final Clock clock;

    ApprovalsGate(AttachedDocuments attachedDocuments, KeyReader keys, Clock clock) {
        this.attachedDocuments = attachedDocuments;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        Optional<Approvals> approvals =
                gateRequest.environment().gates().consents().approvals();
        return approvals.isPresent() ? List.of(answer(gateRequest, approvals.get())) : List.of();
    }

    private GateAnswer answer(GateRequest gateRequest, Approvals approvals) throws IOException {
        String environment = gateRequest.environment().id();
        DecisionKeys decisionKeys = DecisionKeys.of(gateRequest.environment(), keys);
        ApprovalCount count = ApprovalCount.of(
                approvals(decisionKeys, environment),
                approvals,
                decisionKeys.approvers(),
                builders(decisionKeys.approvers()),
                gateRequest.saved(),
                clock.instant());
        List<String> counting = count.counting().entrySet().stream()
                .map(approval -> said(approval.getValue().decision(), approval.getKey()))
                .toList();
        List<String> not = count.worthless().stream()
                .map(approval -> "one" + approval.decision().by().clause() + " does not count: " + approval.reason())
                .distinct()
                .toList();
        boolean planned = count.worthless().stream().anyMatch(ApprovalCount.Worthless::ofOtherPlan);
        return judge(gateRequest, approvals.required(), counting, not, planned);
    }

    /** An approval of a release is one of its members where they are promoted with it, and only there. */
    private List<Decided> approvals(DecisionKeys decisionKeys, String environment) throws IOException {
        List<Decided> approvals = new ArrayList<>();
        for (AttachedDocuments each : aboutIt()) {
            approvals.addAll(each.decisions(decisionKeys.all()).approvals(environment));
        }
        return approvals;
    }

    private List<AttachedDocuments> aboutIt() {
        return Stream.concat(Stream.of(attachedDocuments), attachedDocuments.release().stream())
                .toList();
    }

    /** @param planned whether there are approvals of another plan, or of a plan where none is carried out */
    private static GateAnswer judge(
            GateRequest gateRequest, int required, List<String> counting, List<String> not, boolean planned) {
        String known = counting.size() + " of " + required + " approvals"
                + (counting.isEmpty() ? "" : ", " + String.join(", ", counting));
        String others = not.isEmpty() ? "" : "; " + String.join("; ", not);
        if (counting.size() >= required) {
            return GateAnswer.pass(NAME, known + others);
        }
        String environment = gateRequest.environment().id();
        return GateAnswer.notYet(
                NAME,
                Message.of("'" + environment + "' has " + known + " for '" + gateRequest.name() + "'" + others + ".")
                        .because(
                                planned
                                        ? GateReason.APPROVED_PLAN
                                        : counting.isEmpty() ? GateReason.APPROVALS : GateReason.MORE_APPROVALS,
                                environment));
    }

    private static String said(Decision decision, VerificationKey key) {
        return (decision.by().clause() + " with key " + key.id().hex().substring(0, 12)).trim();
    }

    /**
     * {@return the keys that signed the image or its provenance at build, from the documents of the artifact, or the lock
     * of the release}
     */
    private Set<VerificationKey> builders(List<VerificationKey> approvers) throws IOException {
        Set<VerificationKey> builders = new HashSet<>();
        for (AttachedDocuments each : aboutIt()) {
            for (Document document : each.gateRequest().documents()) {
                builders.addAll(ApprovalCount.builders(Finding.of(document, approvers)));
            }
            if (each.gateRequest().lock().isPresent()
                    && each.gateRequest().lock().get().verify(approvers) instanceof Verdict.Valid valid) {
                builders.addAll(valid.signers());
            }
        }
        return builders;
    }
}
