package io.github.imagepromotion.ledger;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.signing.CosignSignature;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.SigstoreBundle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns statements about an image into documents, signed if there is a key. The same input gives the same bytes.
 *
 * @param key to sign with; without a key, statements are written unsigned
 * @param form of the signatures
 */
public record Attester(Optional<SigningKey> key, SignatureForm form) {
    /** Writes all statements unsigned. */
    public static final Attester UNSIGNED = new Attester(Optional.empty(), SignatureForm.BUNDLE);

    /**
     * The annotation of an unsigned statement's manifest and layer that repeats the predicate type, as BuildKit has it.
     */
    static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

    /**
     * @param statement about the subject
     * @param subject a manifest of the image
     * @return the statement as a document, signed if there is a key
     */
    public Document statement(InTotoStatement statement, Descriptor subject) {
        if (key.isEmpty()) {
            MediaType type = MediaType.of(InTotoStatement.PAYLOAD_TYPE);
            return Document.of(
                    type, subject, type, statement.bytes(), Map.of(PREDICATE_TYPE, statement.predicateType()));
        }
        return form == SignatureForm.LEGACY
                ? tagged(CosignSignature.attestationTag(subject.digest()), CosignSignature.sign(statement, key.get()))
                : bundle(SigstoreBundle.sign(statement, key.get()), subject);
    }

    /**
     * @param subject digest of a manifest of the image
     * @return the tag of statements about it; empty if they are listed as referrers
     */
    Optional<Tag> tag(Digest subject) {
        return key.isPresent() && form == SignatureForm.LEGACY
                ? Optional.of(CosignSignature.attestationTag(subject))
                : Optional.empty();
    }

    /**
     * @param subject a manifest of the image
     * @param repository of the image, which the legacy form contains
     * @return the image's signature; empty if there is no key
     */
    public Optional<Document> signature(Descriptor subject, String repository) {
        return key.map(own -> form == SignatureForm.LEGACY
                ? tagged(
                        CosignSignature.signatureTag(subject.digest()),
                        CosignSignature.sign(subject.digest(), repository, own))
                : bundle(SigstoreBundle.sign(InTotoStatement.imageSignature(subject.digest()), own), subject));
    }

    static Document bundle(SignedDocument signed, Descriptor subject) {
        return Document.of(
                SigstoreBundle.MEDIA_TYPE, subject, signed.mediaType(), signed.content(), signed.annotations());
    }

    /** The legacy form of cosign's {@code specs/SIGNATURE_SPEC.md}: an image whose only layer is the signed content. */
    private static Document tagged(Tag tag, SignedDocument signed) {
        Descriptor layer = Descriptor.of(signed.mediaType(), signed.content()).withAnnotations(signed.annotations());
        byte[] config = config(layer.digest());
        Descriptor described = Descriptor.of(MediaType.OCI_CONFIG, config);
        ImageManifest manifest = ImageManifest.of(described, List.of(layer), Map.of());
        BlobSource blobs = BlobSource.inMemory(List.of(config, signed.content()));
        return new Document(Image.of(manifest.descriptor(), List.of(manifest)), blobs, Optional.of(tag));
    }

    private static byte[] config(Digest layer) {
        JsonArray diffIds = new JsonArray();
        diffIds.add(layer.toString());
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", diffIds);
        JsonObject json = new JsonObject();
        json.addProperty("architecture", "");
        json.addProperty("os", "");
        json.add("config", new JsonObject());
        json.add("rootfs", rootfs);
        return Json.compact(json);
    }

    /** The form in which signatures are stored. */
    public enum SignatureForm {
        /** A Sigstore bundle that has the image as its subject. */
        BUNDLE,
        /** Under cosign's tags {@code .sig} and {@code .att}, for older verifiers. */
        LEGACY
    }
}
