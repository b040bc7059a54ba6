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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON documents of this package: each has a {@code schemaVersion}, and, where there is a key, a {@code signature}: a
 * Sigstore bundle whose in-toto statement has the document without that member as its predicate.
 */
final class RecordFile {
    private static final int LARGEST = 8 * 1024 * 1024;

    private RecordFile() {}

    /**
     * @param file a document
     * @param type of it
     * @param version the highest that is read
     * @param what the document, as a message names it
     * @return what it says
     * @throws ImageException if it is missing, no such document, or one of a newer version
     * @throws IOException if it cannot be read
     */
    static <T> T read(Path file, Class<T> type, int version, String what) throws IOException {
        JsonObject json = json(file, what);
        long said = Json.requiredLong(json, "schemaVersion", what);
        if (said > version) {
            throw ImageException.newerFormat(what, said, version);
        }
        return Json.read(json, type, what);
    }

    /** The same as plain JSON, of whatever version. */
    static JsonObject json(Path file, String what) throws IOException {
        Optional<String> refusal = SmallFile.refusal(file, LARGEST);
        if (refusal.isPresent()) {
            throw new ImageException("Cannot read " + what + ": " + refusal.get() + ".");
        }
        return Json.object(Files.readAllBytes(file), what);
    }

    /**
     * @param unsigned the document without a signature
     * @param name of what it is about
     * @param subject digest of what it is about
     * @param key to sign with
     * @return the signature; the same key and document give the same bytes
     */
    static JsonObject sign(Object unsigned, String name, Digest subject, String predicateType, SigningKey key) {
        JsonObject said = Json.tree(unsigned).getAsJsonObject();
        InTotoStatement statement = new InTotoStatement(Optional.of(name), subject, predicateType, said);
        return Json.object(SigstoreBundle.sign(statement, key).content(), "signature");
    }

    /**
     * @param signature of the document; to be believed only as far as this says
     * @param unsigned the document without it
     * @param trusted keys that count; none, and no signature does
     * @return who signed all that it says, or why nobody did; never an exception, whatever the signature is
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
        return verdict instanceof Verdict.Valid valid && !says(valid.statement(), predicateType, unsigned)
                ? new Verdict.Forged("what was signed is another record than the one it shows")
                : verdict;
    }

    /** Whether a document says what was signed with it, by whomever; that of one without a signature does. */
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
