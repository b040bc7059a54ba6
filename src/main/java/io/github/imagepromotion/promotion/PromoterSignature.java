package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds the promoter's signature to an image and its provenance where the build did not sign them. Signatures are
 * deterministic, so the same key signs only once.
 */
final class PromoterSignature {
    private final Attester attester;
    private final int parallelism;

    PromoterSignature(Attester attester, int parallelism) {
        this.attester = attester;
        this.parallelism = parallelism;
    }

    /** Signs what this key has not signed yet; does nothing without a key. */
    void sign(Target target) throws IOException {
        Optional<SigningKey> key = attester.key();
        if (key.isEmpty()) {
            return;
        }
        List<Document> signed = new ArrayList<>();
        for (Descriptor subject :
                BuildDocuments.subjects(target.candidate().archive().image())) {
            List<Document> about = about(target, subject.digest());
            if (findings(about, key.get()).stream().noneMatch(Finding::isImageSignature)) {
                attester.signature(subject, target.repository().displayName()).ifPresent(signed::add);
            }
            List<Document> unsigned =
                    about.stream().filter(PromoterSignature::isUnsigned).toList();
            findings(unsigned, key.get()).stream()
                    .filter(finding -> finding.type().equals(Provenance.PREDICATE_TYPE))
                    .flatMap(finding -> finding.statement().stream())
                    .forEach(statement -> signed.add(attester.statement(statement, subject)));
        }
        new Ledger(target.repository(), parallelism).append(signed);
    }

    private static List<Document> about(Target target, Digest subject) throws IOException {
        return target.candidate().archive().documents().stream()
                .filter(document -> document.subject().equals(subject))
                .toList();
    }

    /** What another key signed is that key's affair. */
    private static boolean isUnsigned(Document document) {
        return document.artifactType().equals(InTotoStatement.PAYLOAD_TYPE);
    }

    private static List<Finding> findings(List<Document> documents, SigningKey key) throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Document document : documents) {
            findings.addAll(Finding.of(document, List.of(key.publicKey())));
        }
        return findings;
    }
}
