package io.github.imagepromotion.ledger;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks whether an image has the proof that an environment requires. If keys are trusted, only documents that they
 * signed count, and files that signed provenance lists as the build's. Without trusted keys all documents count, and
 * none can be forged.
 */
public final class TrustCheck {
    /** What an answer about signatures is called. */
    public static final String SIGNATURE = "requireSignature";

    private static final Set<String> SBOM_TYPES = Set.of(
            "application/vnd.cyclonedx+json",
            "application/vnd.cyclonedx+xml",
            "application/vnd.cyclonedx",
            "application/spdx+json",
            "application/vnd.syft+json",
            "text/spdx+json",
            "text/spdx",
            "https://cyclonedx.org/bom",
            "https://spdx.dev/Document");

    private final List<Finding> findings;
    private final Identity identity;
    private final Trust trust;
    private final boolean signed;
    private final String source;

    private TrustCheck(List<Finding> findings, Identity identity, Trust trust, boolean signed, String source) {
        this.findings = findings;
        this.identity = identity;
        this.trust = trust;
        this.signed = signed;
        this.source = source;
    }

    /**
     * @param findings documents of the image's top manifest, verified with these keys
     * @param identity identity of the build that the image is expected to be of
     * @param trust the requirements
     * @param keys the trusted keys that {@code trust} names
     * @return an answer for each requirement, and for each contradiction; empty if there is none
     */
    public static List<GateAnswer> judge(
            List<Finding> findings, Identity identity, Trust trust, List<VerificationKey> keys) {
        return judge(findings, identity, trust, keys, "archive");
    }

    /**
     * @param findings documents of the image's top manifest, verified with these keys
     * @param identity identity of the build that the image is expected to be of
     * @param trust the requirements
     * @param keys the trusted keys that {@code trust} names
     * @param source where the identity comes from, for messages: {@code archive}, {@code record}
     * @return an answer for each requirement, and for each contradiction; empty if there is none
     */
    public static List<GateAnswer> judge(
            List<Finding> findings, Identity identity, Trust trust, List<VerificationKey> keys, String source) {
        return new TrustCheck(findings, identity, trust, !keys.isEmpty(), source).answers();
    }

    /**
     * @param findings documents of an image, verified with the trusted keys
     * @param identity identity of the build that the image is expected to be of
     * @param signed whether a key is trusted
     * @return files that provenance of this build which counts lists as the build's
     */
    public static Set<Digest> files(List<Finding> findings, Identity identity, boolean signed) {
        return new TrustCheck(findings, identity, Trust.ANYTHING, signed, "archive").files();
    }

    /**
     * Judges the signature of a lock, which a release has instead of attached documents.
     *
     * @param lock lock of a release
     * @param trust the requirements
     * @param keys the trusted keys that {@code trust} names
     * @return an answer if a signature is required, or if the lock has one; empty without keys
     */
    public static Optional<GateAnswer> judge(ReleaseLock lock, Trust trust, List<VerificationKey> keys) {
        Verdict verdict = lock.verify(keys);
        if (verdict instanceof Verdict.Valid valid) {
            return Optional.of(GateAnswer.pass(
                    SIGNATURE,
                    "its lock is signed by key "
                            + valid.signers().stream()
                                    .map(VerificationKey::toString)
                                    .collect(Collectors.joining(", "))));
        }
        if (verdict instanceof Verdict.Forged forged && !keys.isEmpty()) {
            return Optional.of(
                    GateAnswer.fail("forged", "the signature of its lock does not count: " + forged.reason()));
        }
        return trust.requireSignature()
                ? Optional.of(GateAnswer.fail(
                        SIGNATURE, Message.of("no trusted key signed its lock.").because(LedgerReason.UNSIGNED)))
                : Optional.empty();
    }

    private List<GateAnswer> answers() {
        List<GateAnswer> answers = new ArrayList<>();
        signature().ifPresent(answers::add);
        if (signed) {
            findings.stream()
                    .filter(finding -> finding.standing() == Standing.FORGED)
                    .forEach(finding -> answers.add(forged(finding)));
        }
        provenance().ifPresent(answers::add);
        for (String required : trust.requireDocuments()) {
            answers.add(document(required));
        }
        return answers;
    }

    /** A signature approves the content; only signed provenance tells which build it is from. */
    private Optional<GateAnswer> signature() {
        List<String> signers = findings.stream()
                .filter(Finding::isImageSignature)
                .flatMap(finding -> finding.signers().stream())
                .map(VerificationKey::toString)
                .distinct()
                .toList();
        if (trust.requireSignature()
                && (signers.isEmpty() || ours(Standing.SIGNED).isEmpty())) {
            String lacking = signers.isEmpty() ? "the image" : "provenance that says which build it is of";
            return Optional.of(GateAnswer.fail(
                    SIGNATURE,
                    Message.of("no trusted key signed " + lacking + ".").because(LedgerReason.UNSIGNED)));
        }
        return signers.isEmpty()
                ? Optional.empty()
                : Optional.of(GateAnswer.pass(SIGNATURE, "signed by key " + String.join(", ", signers)));
    }

    static GateAnswer forged(Finding finding) {
        return GateAnswer.fail(
                "forged",
                "document " + finding.document() + ", shown as " + Text.quote(finding.type()) + ", is forged: "
                        + Text.printable(finding.reason())
                        + ". Find out who attached it, and remove it from the repository.");
    }

    /** Provenance of this plugin of that standing. */
    private List<Finding> ours(Standing standing) {
        return findings.stream()
                .filter(finding -> finding.standing() == standing)
                .filter(finding -> finding.counts(Provenance.PREDICATE_TYPE, standing == Standing.SIGNED))
                .filter(finding -> Provenance.isOfThisPlugin(
                        finding.statement().orElseThrow().predicate()))
                .toList();
    }

    /**
     * The same content may have been built twice, so one of several must be this build's. Unsigned provenance proves
     * nothing if keys are trusted, and must not contradict.
     */
    private Optional<GateAnswer> provenance() {
        List<Finding> vouched = ours(Standing.SIGNED);
        List<Finding> ours = vouched.isEmpty() ? ours(Standing.UNSIGNED) : vouched;
        if (ours.isEmpty()) {
            return Optional.empty();
        }
        if (ours.stream()
                .anyMatch(finding ->
                        claim(finding).filter(claim -> claim.isOf(identity)).isPresent())) {
            return Optional.of(GateAnswer.pass(
                    "provenance",
                    "it says build '" + identity.buildId() + "' of '" + identity.coordinates() + "', as the " + source
                            + " does"));
        }
        String said = ours.stream().map(TrustCheck::describe).distinct().collect(Collectors.joining(", "));
        return Optional.of(GateAnswer.fail(
                "provenance",
                "it says " + said + "; the " + source + " says build '"
                        + identity.buildId() + "' of '" + identity.coordinates() + "' for '" + identity.repository()
                        + "'. Take " + source + " and documents from the same build."));
    }

    static Optional<Provenance.Claim> claim(Finding finding) {
        try {
            return finding.statement().map(statement -> Provenance.read(statement.predicate()));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private static String describe(Finding finding) {
        return claim(finding).map(Provenance.Claim::describe).orElse("nothing that can be read");
    }

    private GateAnswer document(String required) {
        String gate = "requireDocuments " + Text.printable(required);
        List<Finding> there = findings.stream()
                .filter(finding -> finding.standing() != Standing.FORGED)
                .filter(finding -> is(required, finding.type()))
                .toList();
        Set<Digest> files = files();
        Optional<Finding> counts = there.stream()
                .filter(finding -> !signed
                        || finding.standing() == Standing.SIGNED
                        || (finding.statement().isEmpty() && files.contains(finding.content())))
                .findFirst();
        if (counts.isPresent()) {
            return GateAnswer.pass(gate, "it is document " + counts.get().document());
        }
        String why = there.isEmpty() ? "there is none." : "there is one, but no trusted key vouches for it.";
        return GateAnswer.fail(
                gate, Message.of(why).because(signed ? LedgerReason.DOCUMENT_UNSIGNED : LedgerReason.DOCUMENT_MISSING));
    }

    private static boolean is(String required, String type) {
        return switch (required) {
            case "provenance" -> type.equals(Provenance.PREDICATE_TYPE);
            case "sbom" -> SBOM_TYPES.contains(type);
            default -> type.equals(required);
        };
    }

    /** Files that provenance which counts, of this build, names as the build's. */
    private Set<Digest> files() {
        Set<Digest> files = new HashSet<>();
        findings.stream()
                .filter(finding -> finding.counts(Provenance.PREDICATE_TYPE, signed))
                .flatMap(finding -> claim(finding).filter(claim -> claim.isOf(identity)).stream())
                .forEach(claim -> files.addAll(claim.files()));
        return files;
    }

    /** Why what is attached to an image does not prove what is asked for. */
    public enum LedgerReason implements Reason {
        /** No trusted key signed it. */
        UNSIGNED,
        /** A document that is asked for is missing. */
        DOCUMENT_MISSING,
        /** A document that is asked for is missing, or not signed. */
        DOCUMENT_UNSIGNED,
        /** A record of a promotion is not signed. */
        UNSIGNED_RECORD
    }
}
