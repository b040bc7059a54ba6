package io.github.imagepromotion.signing;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides whether a signature counts; no other class does.
 * <ol>
 * <li>The document is parsed strictly: no duplicate members, one signature in a bundle, canonical Base64.
 * <li>A trusted key must have signed the bytes. Key ids, annotations and certificates in the document prove nothing; a
 * document without a trusted signature is not parsed further.
 * <li>The signed statement must be about exactly one image, by SHA-256, and that must be the expected image.
 * <li>The document's annotations in the registry must not contradict the signed content.
 * </ol>
 *
 * <p>Transparency logs and time stamps are not checked: a key is trusted as long as it is configured.
 */
public final class Signatures {
    private Signatures() {}

    /**
     * @param document a document
     * @param trusted trusted keys; without any, no signature counts
     * @param image digest of the image that the document must be about
     * @return who signed what, or why the signature does not count; never throws, whatever the document contains
     */
    public static Verdict verify(SignedDocument document, List<VerificationKey> trusted, Digest image) {
        if (document.content().length > SignedDocument.LARGEST) {
            return new Verdict.Forged("it is larger than " + SignedDocument.LARGEST + " bytes");
        }
        try {
            return read(document, trusted, image);
        } catch (ImageException e) {
            return new Verdict.Forged(clause(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Reads an unverified statement, for use where no keys are configured and any statement is accepted.
     *
     * @param document a document
     * @return its statement, unverified; empty if it has none that can be parsed unambiguously
     */
    public static Optional<InTotoStatement> claim(SignedDocument document) {
        MediaType type = document.mediaType();
        try {
            if (type.value().equals(InTotoStatement.PAYLOAD_TYPE)) {
                return Optional.of(InTotoStatement.parse(document.content()));
            }
            if (type.equals(SigstoreBundle.MEDIA_TYPE)) {
                return claim(SigstoreBundle.parse(document.content()).envelope());
            }
            if (type.equals(CosignSignature.ATTESTATION_TYPE)) {
                return claim(DsseEnvelope.parse(document.content()));
            }
            return type.equals(CosignSignature.SIGNATURE_TYPE)
                    ? Optional.of(CosignSignature.statement(document.content()))
                    : Optional.empty();
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /**
     * {@return the same statement and signature in the form that a build or promotion writes; empty if neither would
     * write it}
     */
    static Optional<SignedDocument> writtenForm(
            SignedDocument document, InTotoStatement statement, VerificationKey signer) {
        if (document.mediaType().equals(SigstoreBundle.MEDIA_TYPE)) {
            return Optional.of(SigstoreBundle.parse(document.content()).envelope())
                    .filter(envelope -> envelope.isOwnForm(signer))
                    .map(envelope -> SigstoreBundle.document(statement, envelope.withoutKeyIds(), signer));
        }
        if (document.mediaType().equals(CosignSignature.ATTESTATION_TYPE)) {
            return Optional.of(DsseEnvelope.parse(document.content()))
                    .filter(envelope -> envelope.isOwnForm(signer))
                    .map(envelope -> CosignSignature.document(statement, envelope.withoutKeyIds()));
        }
        return Optional.empty();
    }

    private static Optional<InTotoStatement> claim(DsseEnvelope envelope) {
        return envelope.payloadType().equals(InTotoStatement.PAYLOAD_TYPE)
                ? Optional.of(InTotoStatement.parse(envelope.payload()))
                : Optional.empty();
    }

    private static Verdict read(SignedDocument document, List<VerificationKey> trusted, Digest image) {
        MediaType type = document.mediaType();
        if (type.equals(SigstoreBundle.MEDIA_TYPE)) {
            SigstoreBundle bundle = SigstoreBundle.parse(document.content());
            Optional<String> shown = annotation(document, SigstoreBundle.PREDICATE_TYPE);
            return judge(bundle.envelope(), bundle::names, shown, trusted, image);
        }
        if (type.equals(CosignSignature.ATTESTATION_TYPE)) {
            DsseEnvelope envelope = DsseEnvelope.parse(document.content());
            Optional<String> shown = annotation(document, CosignSignature.PREDICATE_TYPE);
            return judge(envelope, envelope::names, shown, trusted, image);
        }
        if (type.equals(CosignSignature.SIGNATURE_TYPE)) {
            return judge(document, trusted, image);
        }
        return new Verdict.Untrusted("its type " + Text.quote(type.value()) + " is not that of a signature");
    }

    private static Verdict judge(
            DsseEnvelope envelope,
            Predicate<VerificationKey> names,
            Optional<String> shown,
            List<VerificationKey> trusted,
            Digest image) {
        List<VerificationKey> signers = envelope.signers(trusted);
        if (signers.isEmpty()) {
            return trusted.stream()
                    .filter(names)
                    .findFirst()
                    .<Verdict>map(key -> new Verdict.Forged("it names key " + key + ", which did not sign it"))
                    .orElse(unknownSigner());
        }
        if (!envelope.payloadType().equals(InTotoStatement.PAYLOAD_TYPE)) {
            return new Verdict.Forged("its payload is of type " + Text.quote(envelope.payloadType()));
        }
        InTotoStatement statement = InTotoStatement.parse(envelope.payload());
        if (shown.isPresent() && !shown.get().equals(statement.predicateType())) {
            return new Verdict.Forged("it is shown as " + Text.quote(shown.get()) + ", but what was signed is "
                    + Text.quote(statement.predicateType()));
        }
        return aboutImage(statement, signers, image);
    }

    private static Verdict judge(SignedDocument document, List<VerificationKey> trusted, Digest image) {
        byte[] signature = CosignSignature.signature(document.annotations());
        List<VerificationKey> signers = trusted.stream()
                .distinct()
                .filter(key -> key.verify(document.content(), signature))
                .toList();
        return signers.isEmpty()
                ? unknownSigner()
                : aboutImage(CosignSignature.statement(document.content()), signers, image);
    }

    private static Verdict aboutImage(InTotoStatement statement, List<VerificationKey> signers, Digest image) {
        return statement.subjectIs(image)
                ? new Verdict.Valid(statement, signers)
                : new Verdict.Forged("it is about " + statement.subject() + ", not about " + image);
    }

    private static Verdict unknownSigner() {
        return new Verdict.Untrusted("no trusted key signed it");
    }

    /** {@return an exception's sentence as a clause} */
    private static String clause(String sentence) {
        String open = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return Character.toLowerCase(open.charAt(0)) + open.substring(1);
    }

    private static Optional<String> annotation(SignedDocument document, String name) {
        return Optional.ofNullable(document.annotations().get(name));
    }
}
