package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.signing.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Determines which approvals count. Each key counts once, and those of the image's builder do not count.
 *
 * @param counting the first approval of each key
 * @param worthless approvals that do not count
 */
public record ApprovalCount(Map<VerificationKey, Decided> counting, List<Worthless> worthless) {
    /** Tolerated difference of clocks. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /**
     * An approval that does not count.
     *
     * @param decision the approval
     * @param reason the reason, a clause
     * @param ofOtherPlan whether that it is of another plan than the one carried out, if any, is the reason
     */
    public record Worthless(Decision decision, String reason, boolean ofOtherPlan) {}

    /** Copies the map, preserving its order. */
    public ApprovalCount {
        counting = Collections.unmodifiableMap(new LinkedHashMap<>(counting));
        worthless = List.copyOf(worthless);
    }

    /**
     * @param approvals approvals that were not withdrawn
     * @param asked required number and validity of approvals
     * @param approvers keys whose approvals count
     * @param builders keys that built the image
     * @param plan digest of the plan that is carried out; empty if there is none
     * @param now current time
     * @return which of them count
     */
    public static ApprovalCount of(
            List<Decided> approvals,
            Approvals asked,
            List<VerificationKey> approvers,
            Set<VerificationKey> builders,
            Optional<Digest> plan,
            Instant now) {
        Map<VerificationKey, Decided> counting = new LinkedHashMap<>();
        List<Worthless> worthless = new ArrayList<>();
        for (Decided approval : approvals) {
            List<VerificationKey> signers = new ArrayList<>(approval.finding().signers());
            signers.retainAll(approvers);
            boolean built = signers.stream().anyMatch(builders::contains);
            Optional<String> other = otherPlan(approval.decision(), plan);
            Optional<String> why = signers.isEmpty()
                    ? Optional.of("its key is none of those that approve")
                    : built
                            ? Optional.of("its key built the image")
                            : other.or(() -> untimely(approval.decision(), asked, now));
            why.ifPresent(reason -> worthless.add(new Worthless(approval.decision(), reason, why.equals(other))));
            if (why.isEmpty()) {
                signers.forEach(key -> counting.putIfAbsent(key, approval));
            }
        }
        return new ApprovalCount(counting, worthless);
    }

    /** An approval without a plan counts for any plan. */
    private static Optional<String> otherPlan(Decision decision, Optional<Digest> plan) {
        return decision.plan()
                .filter(approved -> !plan.equals(Optional.of(approved)))
                .map(approved -> "it is for plan " + approved + " alone");
    }

    private static Optional<String> untimely(Decision decision, Approvals asked, Instant now) {
        if (decision.at().isAfter(now.plus(SKEW))) {
            return Optional.of("it is from the future, " + decision.at());
        }
        return end(decision, asked).filter(time -> !now.isBefore(time)).map(time -> "it held until " + time);
    }

    private static Optional<Instant> end(Decision decision, Approvals asked) {
        Optional<Instant> ours = asked.validFor().map(decision.at()::plus);
        return decision.validUntil()
                .filter(own -> ours.isEmpty() || own.isBefore(ours.get()))
                .or(() -> ours);
    }

    /**
     * @param findings documents of an image, verified with the approvers' keys
     * @return the keys that signed the image or its provenance
     */
    public static Set<VerificationKey> builders(List<Finding> findings) {
        Set<VerificationKey> builders = new HashSet<>();
        findings.stream()
                .filter(finding -> finding.isImageSignature() || finding.type().equals(Provenance.PREDICATE_TYPE))
                .forEach(finding -> builders.addAll(finding.signers()));
        return builders;
    }
}
