package io.github.imagepromotion.ledger;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks that an archive has the signed documents that an environment requires. If a trusted key signed the build's
 * provenance, the archive must have exactly the documents that the provenance names.
 */
public final class ArchiveProof {
    private static final String GATE = "documents";

    private final List<Document> documents;
    private final Identity identity;
    private final List<Finding> aboutImage = new ArrayList<>();
    private final List<Finding> others = new ArrayList<>();

    private ArchiveProof(List<Document> documents, Digest image, Identity identity, List<VerificationKey> keys)
            throws IOException {
        this.documents = documents;
        this.identity = identity;
        for (Document document : documents) {
            (document.subject().equals(image) ? aboutImage : others).addAll(Finding.of(document, keys));
        }
    }

    /**
     * @param documents all documents of the archive
     * @param image digest of its image
     * @param identity of the build, as the archive states it
     * @param trust the requirements
     * @param keys the trusted keys that {@code trust} names
     * @return an answer for each requirement, and for each document that contradicts it; empty if there is none
     * @throws IOException if the archive cannot be read
     */
    public static List<GateAnswer> judge(
            List<Document> documents, Digest image, Identity identity, Trust trust, List<VerificationKey> keys)
            throws IOException {
        ArchiveProof proof = new ArchiveProof(documents, image, identity, keys);
        List<GateAnswer> answers = new ArrayList<>(TrustCheck.judge(proof.aboutImage, identity, trust, keys));
        if (!keys.isEmpty()) {
            proof.others.stream()
                    .filter(finding -> finding.standing() == Standing.FORGED)
                    .map(TrustCheck::forged)
                    .forEach(answers::add);
            proof.inventory().ifPresent(answers::add);
        }
        return answers;
    }

    /**
     * @param documents all documents of an archive
     * @param image digest of its image
     * @return the claims of this plugin's provenance about the image, regardless of who signed it
     * @throws IOException if the archive cannot be read
     */
    public static List<Provenance.Claim> claims(List<Document> documents, Digest image) throws IOException {
        List<Provenance.Claim> claims = new ArrayList<>();
        for (Document document : documents) {
            if (document.subject().equals(image)) {
                Finding.of(document, List.of()).stream()
                        .filter(finding -> finding.counts(Provenance.PREDICATE_TYPE, false))
                        .flatMap(finding -> TrustCheck.claim(finding).stream())
                        .forEach(claims::add);
            }
        }
        return claims.stream().distinct().toList();
    }

    private Optional<GateAnswer> inventory() {
        List<GateAnswer> answers = aboutImage.stream()
                .filter(finding -> finding.counts(Provenance.PREDICATE_TYPE, true))
                .flatMap(finding -> TrustCheck.claim(finding)
                        .filter(claim -> claim.isOf(identity))
                        .map(claim -> inventory(finding.document(), claim.documents()))
                        .stream())
                .toList();
        return answers.stream().filter(GateAnswer::passed).findFirst().or(() -> answers.stream()
                .findFirst());
    }

    private GateAnswer inventory(Digest provenance, List<Digest> named) {
        Set<Digest> missing = new HashSet<>(named);
        List<Digest> strangers = new ArrayList<>();
        for (Document document : documents) {
            if (!missing.remove(document.digest()) && !document.digest().equals(provenance)) {
                strangers.add(document.digest());
            }
        }
        String remedy = " Take the archive as the build left it.";
        if (!missing.isEmpty()) {
            return GateAnswer.fail(
                    GATE,
                    "document " + missing.iterator().next() + ", which its provenance names, was taken out." + remedy);
        }
        return strangers.isEmpty()
                ? GateAnswer.pass(GATE, "they are those that its provenance names: " + named.size())
                : GateAnswer.fail(
                        GATE, "document " + strangers.get(0) + " is none that its provenance names." + remedy);
    }
}
