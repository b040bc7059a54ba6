package io.github.imagepromotion.decision;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Attaches decisions to an image, which need not exist yet: registries accept a manifest whose subject does not exist
 * (distribution-spec 1.1, "Pushing Manifests with Subject"). They are always Sigstore bundles with the image as
 * subject, never under a tag of cosign.
 */
final class DecisionWriter {
    private final DecisionSettings settings;
    private final DecisionLog log;
    private final Clock clock;
    private final Attester attester;

    DecisionWriter(DecisionSettings settings, DecisionLog log, Clock clock) {
        this.settings = settings;
        this.log = log;
        this.clock = clock;
        this.attester = new Attester(Optional.of(settings.key()), SignatureForm.BUNDLE);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    Decision decision(
            Candidate candidate,
            Kind kind,
            Optional<String> environment,
            Optional<Digest> withdraws,
            String reason,
            Optional<Instant> validUntil,
            Optional<Digest> plan) {
        return new Decision(
                kind,
                environment,
                candidate.digest(),
                candidate.identity().buildId(),
                candidate.identity().coordinates(),
                withdraws,
                reason,
                settings.by(),
                now(),
                validUntil,
                settings.plugin(),
                plan);
    }

    void write(Candidate candidate, Decision decision, Repository repository) throws IOException {
        Document document = attester.statement(
                decision.statement(), candidate.archive().image().top().plain());
        new Ledger(repository, settings.parallelism()).append(List.of(document));
        repository.awaitReferrers();
        log.written(decision, repository, document.digest());
    }

    /**
     * {@return all decisions there, by any key: those to withdraw must be known, and each environment decides which
     * count}
     */
    Decisions there(Candidate candidate, Repository repository) throws IOException {
        Attached attached = Attached.referrers(
                candidate.digest(), repository, candidate.archive().documents(), settings.parallelism());
        return Decisions.of(candidate.digest(), List.of(attached.judge(List.of())), false);
    }
}
