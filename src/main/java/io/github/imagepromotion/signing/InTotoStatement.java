package io.github.imagepromotion.signing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.json.Members;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A statement about one image (in-toto attestation framework 1.1, spec/v1/statement.md). Statements with several
 * subjects, or without a SHA-256 digest, are rejected: it would be unclear for which image they hold.
 *
 * @param subjectName name of the subject, such as its repository; not verified
 * @param subject digest of the image
 * @param predicateType URI of the predicate's type
 * @param predicate the claim about the image; must not be modified
 */
public record InTotoStatement(
        Optional<String> subjectName, Digest subject, String predicateType, JsonObject predicate) {
    /** Payload type of a statement. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    /** Predicate type of a plain image signature (cosign 3.1.1, {@code cosign sign}). */
    public static final String IMAGE_SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

    private static final String TYPE = "https://in-toto.io/Statement/v1";
    /** {@code cosign attest} 3.1.1 still writes the older type, which has the same members. */
    private static final Set<String> TYPES = Set.of(TYPE, "https://in-toto.io/Statement/v0.1");

    private static final String WHAT = "in-toto statement";
    private static final Members MEMBERS = Members.of("_type", "predicateType", "predicate")
            .with(
                    "subject",
                    Members.of("name", "uri", "digest", "content", "downloadLocation", "mediaType", "annotations"));

    /** @throws IllegalArgumentException if there is no predicate type */
    public InTotoStatement {
        if (predicateType.isEmpty()) {
            throw new IllegalArgumentException("a statement has a predicate type");
        }
        predicate = predicate.deepCopy();
    }

    /**
     * @param subject digest of an image
     * @return a plain image signature, as {@code cosign sign} writes it, but without a subject name, so that it holds
     *     wherever the image is promoted to
     */
    public static InTotoStatement imageSignature(Digest subject) {
        return new InTotoStatement(Optional.empty(), subject, IMAGE_SIGNATURE, new JsonObject());
    }

    /**
     * @param content JSON of a statement
     * @return the statement
     * @throws io.github.imagepromotion.image.ImageException if it is malformed, or has not exactly one digest as
     *     subject
     */
    public static InTotoStatement parse(byte[] content) {
        JsonObject json = Json.object(content, MEMBERS, WHAT);
        if (!TYPES.contains(Json.requiredString(json, "_type", WHAT))) {
            throw Json.malformed(WHAT, "its '_type' is not " + TYPE);
        }
        List<JsonObject> subjects = Json.objects(json, "subject", WHAT);
        if (subjects.size() != 1) {
            throw Json.malformed(WHAT, "it has " + subjects.size() + " subjects, not one");
        }
        String predicateType = Json.requiredString(json, "predicateType", WHAT);
        try {
            return new InTotoStatement(
                    Json.string(subjects.get(0), "name", WHAT),
                    digest(subjects.get(0)),
                    predicateType,
                    Json.member(json, "predicate", WHAT).orElseGet(JsonObject::new));
        } catch (IllegalArgumentException e) {
            throw Json.malformed(WHAT, String.valueOf(e.getMessage()));
        }
    }

    private static Digest digest(JsonObject subject) {
        JsonObject digests = Json.member(subject, "digest", WHAT).orElseGet(JsonObject::new);
        if (digests.size() != 1) {
            throw Json.malformed(WHAT, "its subject has another digest than one 'sha256' or 'sha512'");
        }
        String algorithm = digests.keySet().iterator().next();
        return new Digest(algorithm, Json.requiredString(digests, algorithm, WHAT));
    }

    /** {@return compact JSON; equal statements have the same bytes} */
    public byte[] bytes() {
        JsonObject digest = new JsonObject();
        digest.addProperty(subject.algorithm(), subject.hex());
        JsonObject only = new JsonObject();
        subjectName.ifPresent(name -> only.addProperty("name", name));
        only.add("digest", digest);
        JsonArray subjects = new JsonArray();
        subjects.add(only);
        JsonObject json = new JsonObject();
        json.addProperty("_type", TYPE);
        json.add("subject", subjects);
        json.addProperty("predicateType", predicateType);
        json.add("predicate", predicate);
        return Json.compact(json);
    }

    /**
     * @param image digest of an image
     * @return whether the statement is about this image
     */
    public boolean subjectIs(Digest image) {
        return subject.equals(image);
    }
}
