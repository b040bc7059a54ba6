package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attached.Unread;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.TrustCheck.LedgerReason;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The promotion records that a repository lists for an image, checked against each other. Records are added and never
 * changed, and each names its predecessors, so a record that was removed, changed or copied from elsewhere is detected.
 * The removal of the newest record is detected if no record is of the build, or if no record explains a moving tag.
 */
public final class History {
    private static final String SUSPECT = "; find out who attached it, and remove it";

    private final Destination here;
    private final List<Finding> findings;
    private final List<Unread> unread;
    private final boolean signed;
    private final List<Recorded> records;

    /**
     * @param image digest of the image
     * @param here the destination
     * @param judged documents about the image there, judged with the keys that the environment trusts
     * @param signed whether a key is trusted, so that only records that it signed count
     */
    public History(Digest image, Destination here, Attached.Judged judged, boolean signed) {
        this.here = here;
        this.findings = judged.findings();
        this.unread = judged.unread();
        this.signed = signed;
        this.records = Ledger.records(findings, image);
    }

    /**
     * @param image digest of the image
     * @param here the destination
     * @param repository that holds it
     * @param trusted keys whose signatures count; without keys, unsigned records count
     * @param parallelism number of documents that are read in parallel
     * @return its history there
     */
    public static History read(
            Digest image, Destination here, Repository repository, List<VerificationKey> trusted, int parallelism)
            throws IOException {
        Attached.Judged judged = Attached.to(image, repository, parallelism).judge(trusted);
        return new History(image, here, judged, !trusted.isEmpty());
    }

    /**
     * An inconsistency in the history.
     *
     * @param document digest of the document, or of a record's content
     * @param reason a clause for messages, remedy included; printable
     */
    public record Flaw(Digest document, Message reason) {
        Flaw(Digest document, String reason) {
            this(document, Message.of(reason));
        }
    }

    /** {@return the valid records of promotions to this destination, the oldest first} */
    public List<Recorded> counting() {
        return here().stream().filter(this::counts).toList();
    }

    /** {@return the records of promotions to this destination, valid or not, the oldest first} */
    public List<Recorded> here() {
        return records.stream().filter(recorded -> here.isOf(recorded.record())).toList();
    }

    /**
     * @param build a BuildId
     * @return the newest valid record of a promotion of this build to this destination
     */
    public Optional<Recorded> newest(BuildId build) {
        return counting().stream()
                .filter(recorded -> recorded.record().buildId().equals(build))
                .reduce((one, next) -> next);
    }

    /** {@return the newest valid record, of any build} */
    public Optional<Recorded> newest() {
        return counting().stream().reduce((one, next) -> next);
    }

    /**
     * @param build a BuildId
     * @return whether a record, valid or not, says that it was promoted here
     */
    public boolean mentions(BuildId build) {
        return records.stream()
                .map(Recorded::record)
                .anyMatch(record -> here.isOf(record) && record.buildId().equals(build));
    }

    /** {@return all inconsistencies; empty if every record is unchanged} */
    public List<Flaw> flaws() {
        List<Flaw> flaws = new ArrayList<>(unreadable());
        records.stream()
                .filter(recorded -> !belongs(recorded))
                .map(History::elsewhere)
                .forEach(flaws::add);
        flaws.addAll(removed());
        records.stream().filter(this::isIntruder).map(History::intruder).forEach(flaws::add);
        return flaws;
    }

    /** {@return records that do not count, and may be older than the trust in keys} */
    public List<Recorded> worthless() {
        return records.stream()
                .filter(recorded -> !counts(recorded) && belongs(recorded) && !isIntruder(recorded))
                .toList();
    }

    /** {@return documents that claim to be records, and are forged, unreadable, or about another image} */
    public List<Flaw> unreadable() {
        List<Flaw> flaws = new ArrayList<>();
        Set<Digest> read = records.stream().map(Recorded::id).collect(Collectors.toSet());
        for (Finding finding : findings) {
            if (Versions.isNewer(finding.type(), PromotionRecord.PREDICATE_TYPE)) {
                String why = Versions.clause(finding.type(), PromotionRecord.PREDICATE_TYPE);
                flaws.add(new Flaw(finding.document(), "it claims to be a promotion record, but " + why));
            } else if (finding.type().equals(PromotionRecord.PREDICATE_TYPE) && !read.contains(finding.content())) {
                String why = finding.standing() == Standing.FORGED
                        ? "it is forged: " + Text.printable(finding.reason())
                        : "it cannot be read, or is about another image";
                flaws.add(new Flaw(finding.document(), why + SUSPECT));
            }
        }
        unread.stream()
                .filter(one -> one.mayBe(PromotionRecord.PREDICATE_TYPE))
                .map(one -> new Flaw(
                        one.digest(),
                        Text.printable(one.reason())
                                + "; it may be a record that was changed or removed: find out by whom"))
                .forEach(flaws::add);
        return flaws;
    }

    private static Flaw elsewhere(Recorded recorded) {
        PromotionRecord record = recorded.record();
        return new Flaw(
                recorded.id(),
                "it is the record of a promotion to " + Text.quote(record.environment()) + ", "
                        + Text.quote(record.registry()) + ", "
                        + Text.quote(record.repository().toString())
                        + ", and was attached here from there" + SUSPECT);
    }

    private List<Flaw> removed() {
        Set<Digest> there = findings.stream().map(Finding::content).collect(Collectors.toSet());
        List<Flaw> flaws = new ArrayList<>();
        for (Recorded recorded : records) {
            if (counts(recorded)) {
                recorded.record().follows().stream()
                        .filter(followed -> !there.contains(followed))
                        .distinct()
                        .map(followed -> new Flaw(
                                followed,
                                "a record was removed: " + recorded.id()
                                        + " follows it, and it is not there any more; find out who removed it"))
                        .forEach(flaws::add);
            }
        }
        return flaws;
    }

    private static Flaw intruder(Recorded recorded) {
        return new Flaw(
                recorded.id(),
                Message.of("no trusted key signed it, and it came after one that a trusted key signed" + SUSPECT)
                        .because(LedgerReason.UNSIGNED_RECORD));
    }

    /**
     * Whether an unsigned record was added after keys were trusted: older records are named by the first signed one, so
     * a record that no other one names came later.
     */
    private boolean isIntruder(Recorded recorded) {
        return !counts(recorded)
                && here.isOf(recorded.record())
                && !counting().isEmpty()
                && counting().stream()
                        .noneMatch(signer -> signer.record().follows().contains(recorded.id()));
    }

    private boolean counts(Recorded recorded) {
        return !signed || recorded.finding().standing() == Standing.SIGNED;
    }

    private boolean belongs(Recorded recorded) {
        return here.isPlaceOf(recorded.record());
    }
}
