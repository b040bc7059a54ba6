package io.github.imagepromotion.report.contents;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.TrustCheck;
import io.github.imagepromotion.report.contents.Proof.VerifiedDocument;
import io.github.imagepromotion.status.Inspection.Sighting;
import io.github.imagepromotion.verification.Check;
import io.github.imagepromotion.verification.Check.Outcome;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares the documents of an image with what an environment requires. There is no archive: the latest record tells
 * which build it is.
 */
final class ProofReader {
    private static final String RECORDS = "records";
    private static final String TRUST = "trust";

    private final Sighting sighting;
    private final Trust trust;
    private final boolean keysAreTrusted;
    private final History history;
    private final Optional<ReleaseLock> lock;

    /** @param lock the lock, if it is a release */
    ProofReader(Sighting sighting, Optional<ReleaseLock> lock) {
        this.sighting = sighting;
        this.lock = lock;
        this.trust = sighting.environment().trust();
        this.keysAreTrusted = !sighting.trusted().isEmpty();
        Destination here = new Destination(
                sighting.environment().id(),
                sighting.address(),
                sighting.repository().name());
        this.history = new History(sighting.image(), here, sighting.judged(), keysAreTrusted);
    }

    Proof read() {
        List<Check> checks = new ArrayList<>(records());
        checks.addAll(trust());
        sighting.judged().unread().stream()
                .filter(unread -> trust.withoutRecords() || !unread.mayBe(PromotionRecord.PREDICATE_TYPE))
                .map(unread -> new Check(
                        "documents",
                        Outcome.INFO,
                        unread.digest().toString(),
                        Message.of(Text.printable(unread.reason()))))
                .forEach(checks::add);
        return new Proof(
                sighting.judged().findings().stream().map(ProofReader::document).toList(), checks);
    }

    private static VerifiedDocument document(Finding finding) {
        return new VerifiedDocument(
                Text.printable(finding.type()),
                finding.document(),
                finding.standing(),
                finding.signers().stream().map(Object::toString).toList(),
                Text.printable(finding.reason()));
    }

    private List<Check> records() {
        if (trust.withoutRecords()) {
            return List.of(check(
                    RECORDS,
                    Outcome.INFO,
                    Message.of("promotions are not recorded here").because(VerificationReason.RECORDS_OFF)));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(newest().map(ProofReader::recorded).orElseGet(this::unrecorded));
        history.flaws()
                .forEach(flaw -> checks.add(
                        new Check(RECORDS, Outcome.FAIL, flaw.document().toString(), flaw.reason())));
        return checks;
    }

    private Optional<Recorded> newest() {
        return history.counting().stream().reduce((one, next) -> next);
    }

    private static Check recorded(Recorded newest) {
        PromotionRecord record = newest.record();
        return check(
                RECORDS,
                Outcome.PASS,
                "build '" + record.buildId() + "' was promoted at " + record.at()
                        + (newest.finding().signers().isEmpty() ? ", by an unsigned record" : ", signed"));
    }

    /**
     * The image may have been promoted before keys were trusted or records written: without a signature nobody can
     * tell.
     */
    private Check unrecorded() {
        return check(
                RECORDS,
                keysAreTrusted ? Outcome.FAIL : Outcome.INFO,
                history.worthless().isEmpty()
                        ? "no record says that it was promoted here"
                        : "no trusted key signed the record of its promotion");
    }

    private List<Check> trust() {
        List<Check> checks = new ArrayList<>();
        Optional<Identity> identity = newest().map(Recorded::record).map(this::identity);
        if (identity.isPresent()) {
            Trust asked = lock.isPresent() ? trust.withoutDocuments() : trust;
            Stream.concat(
                            lock.flatMap(known -> TrustCheck.judge(known, trust, sighting.trusted())).stream(),
                            TrustCheck.judge(
                                    sighting.judged().findings(), identity.get(), asked, sighting.trusted(), "record")
                                    .stream())
                    .map(ProofReader::check)
                    .forEach(checks::add);
        } else {
            checks.add(check(TRUST, Outcome.INFO, "which build it is supposed to be, no record says"));
        }
        if (!keysAreTrusted) {
            checks.add(check(
                    TRUST,
                    Outcome.INFO,
                    Message.of("no key is trusted here, so no signature counts").because(VerificationReason.NO_KEYS)));
        }
        return checks;
    }

    private Identity identity(PromotionRecord record) {
        return new Identity(record.gav(), sighting.name(), record.buildId());
    }

    private static Check check(GateAnswer answer) {
        return new Check(TRUST, answer.passed() ? Outcome.PASS : Outcome.FAIL, answer.gate(), answer.reason());
    }

    private static Check check(String name, Outcome outcome, String reason) {
        return check(name, outcome, Message.of(reason));
    }

    private static Check check(String name, Outcome outcome, Message reason) {
        return new Check(name, outcome, "", reason);
    }
}
