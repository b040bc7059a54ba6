package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.Signatures;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.SigstoreBundle;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads, writes and signs the JSON documents of this package. Each has a {@code schemaVersion}, and if a key is
 * configured a {@code signature}: a Sigstore bundle whose in-toto statement has the document without that member as its
 * predicate.
 */
final class RecordFile {
    /** Maximum size of a document, in bytes. */
    static final int LARGEST = 8 * 1024 * 1024;

    private RecordFile() {}

    /**
     * @param content a document
     * @param type its type
     * @param version highest supported version
     * @param what the document, for messages
     * @return the document
     * @throws ImageException if it is malformed, or has a newer version
     */
    static <T> T parse(byte[] content, Class<T> type, int version, String what) {
        JsonObject json = Json.object(content, what);
        long said = Json.requiredLong(json, "schemaVersion", what);
        if (said > version) {
            throw ImageException.newerFormat(what, said, version);
        }
        return Json.read(json, type, what);
    }

    /**
     * @param file a document
     * @param what the document, for messages
     * @return its content
     * @throws ImageException if it is missing or too large
     * @throws IOException if it cannot be read
     */
    static byte[] content(Path file, String what) throws IOException {
        Optional<String> refusal = SmallFile.refusal(file, LARGEST);
        if (refusal.isPresent()) {
            throw new ImageException("Cannot read " + what + ": " + refusal.get() + ".");
        }
        return Files.readAllBytes(file);
    }

    /**
     * @param unsigned the document without a signature
     * @param name name of its subject
     * @param subject digest of its subject
     * @param key signing key
     * @return the signature; the same key and document give the same bytes
     */
    static JsonObject sign(Object unsigned, String name, Digest subject, String predicateType, SigningKey key) {
        JsonObject said = Json.tree(unsigned).getAsJsonObject();
        InTotoStatement statement = new InTotoStatement(Optional.of(name), subject, predicateType, said);
        return Json.object(SigstoreBundle.sign(statement, key).content(), "signature");
    }

    /**
     * @param signature signature of the document
     * @param unsigned the document without it
     * @param trusted trusted keys; without any, no signature counts
     * @return who signed the complete document, or why the signature does not count; never throws, whatever it contains
     */
    static Verdict verify(
            Optional<JsonObject> signature,
            Object unsigned,
            Digest subject,
            String predicateType,
            List<VerificationKey> trusted) {
        if (signature.isEmpty()) {
            return new Verdict.Untrusted("it is not signed");
        }
        Verdict verdict = Signatures.verify(document(signature.get()), trusted, subject);
        if (!(verdict instanceof Verdict.Valid valid)) {
            return verdict;
        }
        if (!says(valid.statement(), predicateType, unsigned)) {
            return new Verdict.Forged("what was signed is another record than the one it shows");
        }
        return isKept(document(signature.get()), valid)
                ? verdict
                : new Verdict.Forged("it is not in the form in which it was written");
    }

    private static boolean isKept(SignedDocument document, Verdict.Valid valid) {
        return valid.writtenForms(document).stream()
                .anyMatch(written -> Arrays.equals(written.content(), document.content()));
    }

    /**
     * {@return whether content is, to the byte, what was signed, by any key, with its signature; only {@link #verify} tells
     * whether that is as its key wrote it}
     */
    static boolean isAsWritten(byte[] content, JsonObject signature) {
        return Signatures.claim(document(signature))
                .map(statement -> statement.predicate().deepCopy())
                .filter(whole -> {
                    whole.add("signature", signature);
                    return Arrays.equals(content, Json.pretty(whole));
                })
                .isPresent();
    }

    /** {@return whether a document equals what was signed, by any key; true for an unsigned one} */
    static boolean isAsSigned(Optional<JsonObject> signature, Object unsigned, String predicateType) {
        return signature.isEmpty()
                || Signatures.claim(document(signature.get()))
                        .filter(statement -> says(statement, predicateType, unsigned))
                        .isPresent();
    }

    private static SignedDocument document(JsonObject signature) {
        return new SignedDocument(SigstoreBundle.MEDIA_TYPE, Json.compact(signature), Map.of());
    }

    private static boolean says(InTotoStatement statement, String predicateType, Object unsigned) {
        try {
            return statement.predicateType().equals(predicateType)
                    && Json.read(statement.predicate(), unsigned.getClass(), "signed document")
                            .equals(unsigned);
        } catch (ImageException e) {
            return false;
        }
    }
}
