package io.github.imagepromotion.verification;

import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.ArchiveProof;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.TrustCheck;
import io.github.imagepromotion.verification.Verifier.Trusted;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checks that the environment's registry has the proof that the environment requires. */
final class TrustChecks {
    private static final String NAME = "trust";

    private final ExpectedImage holding;
    private final RepositoryDocuments repositoryDocuments;

    TrustChecks(ExpectedImage holding, RepositoryDocuments repositoryDocuments) {
        this.holding = holding;
        this.repositoryDocuments = repositoryDocuments;
    }

    /** Checks the archive itself first: one that could not be promoted is not compared. */
    static List<Check> ofArchive(ExpectedImage holding) throws IOException {
        Trusted trusted = holding.trusted();
        List<GateAnswer> answers = holding.candidate().lock().isPresent()
                ? lock(holding)
                : ArchiveProof.judge(
                        holding.candidate().archive().documents(),
                        holding.digest(),
                        holding.identity(),
                        trusted.trust(),
                        trusted.keys());
        return answers.stream()
                .filter(answer -> !answer.passed())
                .map(answer -> Check.fail("archive", answer.gate(), answer.reason()))
                .toList();
    }

    List<Check> run() {
        Trusted trusted = holding.trusted();
        List<Finding> findings = repositoryDocuments.judged(holding.digest()).findings();
        List<Check> checks = new ArrayList<>();
        List<GateAnswer> lock = lock(holding);
        Trust asked = holding.candidate().lock().isPresent() ? trusted.trust().withoutDocuments() : trusted.trust();
        Stream.concat(lock.stream(), TrustCheck.judge(findings, holding.identity(), asked, trusted.keys()).stream())
                .map(TrustChecks::check)
                .forEach(checks::add);
        if (trusted.keys().isEmpty()) {
            checks.add(Check.info(
                    NAME,
                    "signatures",
                    Message.of("no key is trusted here, so nobody's signature was asked for")
                            .because(VerificationReason.NO_KEYS)));
            return checks;
        }
        repositoryDocuments.findingsBeside(holding.digest()).stream()
                .filter(finding -> finding.standing() == Standing.FORGED)
                .map(TrustChecks::forged)
                .forEach(checks::add);
        if (lock.isEmpty()
                && findings.stream().noneMatch(Finding::isImageSignature)
                && !trusted.trust().requireSignature()) {
            checks.add(Check.info(NAME, "signatures", "no trusted key signed the image, and none has to"));
        }
        return checks;
    }

    /** The answer about the lock, if this is a release. */
    private static List<GateAnswer> lock(ExpectedImage holding) {
        Trusted trusted = holding.trusted();
        return holding
                .candidate()
                .lock()
                .flatMap(lock -> TrustCheck.judge(lock, trusted.trust(), trusted.keys()))
                .stream()
                .toList();
    }

    private static Check check(GateAnswer answer) {
        return answer.passed()
                ? Check.pass(NAME, answer.gate(), answer.reason())
                : Check.fail(NAME, answer.gate(), answer.reason());
    }

    /** For documents of a platform's manifest; the others are checked with the image. */
    private static Check forged(Finding finding) {
        return Check.fail(
                NAME,
                "forged",
                "document " + finding.document() + ", shown as " + Text.quote(finding.type()) + ", is forged: "
                        + Text.printable(finding.reason()) + "; find out who attached it, and remove it");
    }
}
