package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.ledger.Decided;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The gate {@code <approvals>}: so many people approved this image for this environment. People are told apart by their
 * keys; who built the image does not approve it.
 */
final class ApprovalsGate implements Gate {
    private static final String NAME = "approvals";

    /** How much clocks may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Shelf shelf;
    private final KeyReader keys;
    private final Clock clock;

    ApprovalsGate(Shelf shelf, KeyReader keys, Clock clock) {
        this.shelf = shelf;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<GateAnswer> answers(Passage passage) throws IOException {
        Optional<Approvals> approvals = passage.environment().gates().approvals();
        return approvals.isPresent() ? List.of(answer(passage, approvals.get())) : List.of();
    }

    private GateAnswer answer(Passage passage, Approvals approvals) throws IOException {
        String environment = passage.environment().id();
        Deciders deciders = Deciders.of(passage.environment(), keys);
        Set<VerificationKey> builders = builders(passage, deciders.approvers());
        Map<VerificationKey, String> counting = new LinkedHashMap<>();
        List<String> not = new ArrayList<>();
        for (Decided approval : shelf.decisions(deciders.all()).approvals(environment)) {
            List<VerificationKey> signers = new ArrayList<>(approval.finding().signers());
            signers.retainAll(deciders.approvers());
            Optional<String> why = worthless(approval.decision(), signers, builders, approvals);
            why.ifPresent(reason -> not.add("one" + Said.by(approval.decision().by()) + " does not count: " + reason));
            if (why.isEmpty()) {
                signers.forEach(key -> counting.putIfAbsent(key, said(approval.decision(), key)));
            }
        }
        return judge(passage, approvals.required(), List.copyOf(counting.values()), not);
    }

    private static GateAnswer judge(Passage passage, int required, List<String> counting, List<String> not) {
        String known = counting.size() + " of " + required + " approvals"
                + (counting.isEmpty() ? "" : ", " + String.join(", ", counting))
                + (not.isEmpty() ? "" : "; " + String.join("; ", not));
        if (counting.size() >= required) {
            return GateAnswer.pass(NAME, known);
        }
        String environment = passage.environment().id();
        return GateAnswer.notYet(
                NAME,
                "'" + environment + "' has " + known + " for '" + passage.name() + "'. Approve it"
                        + (counting.isEmpty() ? "" : " with another key")
                        + " (image:approve -Dimage.environment=" + environment + "), or change <approvals>.");
    }

    private static String said(Decision decision, VerificationKey key) {
        return (Said.by(decision.by()) + " with key " + key.id().hex().substring(0, 12)).trim();
    }

    /** Why an approval does not count, a clause. */
    private Optional<String> worthless(
            Decision decision, List<VerificationKey> signers, Set<VerificationKey> builders, Approvals approvals) {
        Instant now = clock.instant();
        boolean built = signers.stream().anyMatch(builders::contains);
        Optional<Instant> end = end(decision, approvals);
        if (signers.isEmpty()) {
            return Optional.of("its key is none of those that approve");
        }
        if (built) {
            return Optional.of("its key built the image");
        }
        if (decision.at().isAfter(now.plus(SKEW))) {
            return Optional.of("it is from the future, " + decision.at());
        }
        return end.filter(time -> !now.isBefore(time)).map(time -> "it held until " + time);
    }

    private static Optional<Instant> end(Decision decision, Approvals approvals) {
        Optional<Instant> ours = approvals.validFor().map(decision.at()::plus);
        return decision.validUntil()
                .filter(own -> ours.isEmpty() || own.isBefore(ours.get()))
                .or(() -> ours);
    }

    /** Who signed the image, or where it comes from, when it was built: what the artifact itself brings. */
    private static Set<VerificationKey> builders(Passage passage, List<VerificationKey> approvers) throws IOException {
        Set<VerificationKey> builders = new HashSet<>();
        for (Document document : passage.documents()) {
            Finding.of(document, approvers).stream()
                    .filter(finding ->
                            finding.isImageSignature() || finding.type().equals(Provenance.PREDICATE_TYPE))
                    .forEach(finding -> builders.addAll(finding.signers()));
        }
        return builders;
    }
}
