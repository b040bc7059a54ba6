package io.github.imagepromotion.ledger;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.CosignSignature;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.Signatures;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.SigstoreBundle;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A document about an image, read and judged.
 *
 * @param document digest of its manifest
 * @param type the predicate type of a statement, even if it is forged; the media type of a file
 * @param content digest of its content: the statement, the signature or the file
 * @param standing whether it is trusted
 * @param statement the statement, if it can be read and is not forged
 * @param signers the trusted keys that signed it
 * @param reason why it has no higher standing, for messages; empty if that is obvious
 */
public record Finding(
        Digest document,
        String type,
        Digest content,
        Standing standing,
        Optional<InTotoStatement> statement,
        List<VerificationKey> signers,
        String reason) {
    private static final Set<String> STATEMENTS = Set.of(
            InTotoStatement.PAYLOAD_TYPE,
            SigstoreBundle.MEDIA_TYPE.value(),
            "application/vnd.dsse.envelope.v1+json",
            "application/vnd.dev.cosign.simplesigning.v1+json");

    /** Whether a document is trusted. */
    public enum Standing {
        /** A trusted key signed it. */
        SIGNED,
        /** It is a statement that no trusted key signed, or a file. */
        UNSIGNED,
        /** It claims to be something that it is not. */
        FORGED
    }

    /** Copies the list. */
    public Finding {
        signers = List.copyOf(signers);
    }

    /** {@return whether it is a statement of this type that counts} */
    boolean counts(String predicateType, boolean signed) {
        return type.equals(predicateType)
                && (standing == Standing.SIGNED || (!signed && standing == Standing.UNSIGNED))
                && statement.isPresent();
    }

    /** {@return whether it is the image's signature by a trusted key} */
    public boolean isImageSignature() {
        return counts(InTotoStatement.IMAGE_SIGNATURE, true);
    }

    /**
     * Reads a document. Each layer that is a statement or a signature is one finding; any other layer is a file.
     *
     * @param document about the image
     * @param trusted keys whose signatures count
     * @return its contents
     * @throws IOException if it cannot be read
     */
    public static List<Finding> of(Document document, List<VerificationKey> trusted) throws IOException {
        List<Finding> findings = new ArrayList<>();
        if (document.manifest() instanceof ImageManifest manifest) {
            for (Descriptor layer : manifest.layers()) {
                findings.add(isRead(layer) ? statement(document, layer, trusted) : file(document, layer));
            }
        }
        return findings;
    }

    /** {@return whether a layer is read, since it is a statement or a signature} */
    static boolean isRead(Descriptor layer) {
        return STATEMENTS.contains(layer.mediaType().value());
    }

    private static Finding file(Document document, Descriptor layer) {
        String type =
                document.manifest().artifactType().orElse(layer.mediaType().value());
        return new Finding(document.digest(), type, layer.digest(), Standing.UNSIGNED, Optional.empty(), List.of(), "");
    }

    private static Finding statement(Document document, Descriptor layer, List<VerificationKey> trusted)
            throws IOException {
        Map<String, String> annotations = layer.mediaType().equals(SigstoreBundle.MEDIA_TYPE)
                ? document.manifest().annotations()
                : layer.annotations();
        byte[] content;
        try {
            content = document.blobs().read(layer, SignedDocument.LARGEST);
        } catch (DamagedContentException e) {
            return forged(document, layer, shownType(layer, annotations), String.valueOf(e.getMessage()));
        }
        SignedDocument signed = new SignedDocument(layer.mediaType(), content, annotations);
        Verdict verdict = unsigned(layer.mediaType())
                ? new Verdict.Untrusted("it is not signed")
                : Signatures.verify(signed, trusted, document.subject());
        if (verdict instanceof Verdict.Valid changed && !CanonicalForm.isKept(document, layer, signed, changed)) {
            return forged(
                    document, layer, changed.statement().predicateType(), "what is around its statement was changed");
        }
        if (verdict instanceof Verdict.Valid valid) {
            return new Finding(
                    document.digest(),
                    valid.statement().predicateType(),
                    layer.digest(),
                    Standing.SIGNED,
                    Optional.of(valid.statement()),
                    valid.signers(),
                    "");
        }
        if (verdict instanceof Verdict.Forged forged) {
            return forged(document, layer, claimedType(layer, signed), forged.reason());
        }
        return claimed(document, layer, signed, ((Verdict.Untrusted) verdict).reason());
    }

    private static boolean unsigned(MediaType type) {
        return type.value().equals(InTotoStatement.PAYLOAD_TYPE);
    }

    private static Finding claimed(Document document, Descriptor layer, SignedDocument signed, String reason) {
        Optional<InTotoStatement> claim = Signatures.claim(signed);
        if (claim.isEmpty()) {
            return forged(document, layer, claimedType(layer, signed), "it holds no statement that can be read");
        }
        if (!claim.get().subjectIs(document.subject())) {
            return forged(
                    document,
                    layer,
                    claim.get().predicateType(),
                    "it is about " + claim.get().subject() + ", not about " + document.subject());
        }
        return new Finding(
                document.digest(),
                claim.get().predicateType(),
                layer.digest(),
                Standing.UNSIGNED,
                claim,
                List.of(),
                reason);
    }

    /** The type that it claims: by its content, otherwise by its descriptor. */
    private static String claimedType(Descriptor layer, SignedDocument signed) {
        return Signatures.claim(signed)
                .map(InTotoStatement::predicateType)
                .orElseGet(() -> shownType(layer, signed.annotations()));
    }

    private static String shownType(Descriptor layer, Map<String, String> annotations) {
        return Stream.of(SigstoreBundle.PREDICATE_TYPE, CosignSignature.PREDICATE_TYPE, Attester.PREDICATE_TYPE)
                .flatMap(name -> Stream.ofNullable(annotations.get(name)))
                .findFirst()
                .orElse(layer.mediaType().value());
    }

    private static Finding forged(Document document, Descriptor layer, String type, String reason) {
        return new Finding(
                document.digest(), type, layer.digest(), Standing.FORGED, Optional.empty(), List.of(), reason);
    }
}
