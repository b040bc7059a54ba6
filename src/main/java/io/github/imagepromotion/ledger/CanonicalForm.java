package io.github.imagepromotion.ledger;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SignedDocument;
import io.github.imagepromotion.signing.SigstoreBundle;
import io.github.imagepromotion.signing.Verdict;
import java.util.Arrays;

/**
 * Checks that a signed document of this plugin has exactly the bytes that the plugin writes. Only the statement is
 * signed: its envelope, such as the key hint or an annotation, could be changed, and with it the digest by which later
 * records name the document.
 */
final class CanonicalForm {
    private CanonicalForm() {}

    /**
     * @param document a document
     * @param layer its signed layer
     * @param signed content of the layer
     * @param valid verdict on the content
     * @return whether it is unchanged since it was signed; always true for other tools' documents, whose form is
     *     unknown
     */
    static boolean isKept(Document document, Descriptor layer, SignedDocument signed, Verdict.Valid valid) {
        return !isOurs(valid.statement())
                || valid.writtenForms(signed).stream().anyMatch(written -> isSame(document, layer, signed, written));
    }

    private static boolean isOurs(InTotoStatement statement) {
        return statement.predicateType().equals(PromotionRecord.PREDICATE_TYPE)
                || (statement.predicateType().equals(Provenance.PREDICATE_TYPE)
                        && Provenance.isOfThisPlugin(statement.predicate()));
    }

    private static boolean isSame(Document document, Descriptor layer, SignedDocument signed, SignedDocument written) {
        if (!Arrays.equals(signed.content(), written.content())) {
            return false;
        }
        return layer.mediaType().equals(SigstoreBundle.MEDIA_TYPE)
                ? document.manifest()
                        .subject()
                        .map(subject -> Attester.bundle(written, subject))
                        .filter(whole -> whole.digest().equals(document.digest()))
                        .isPresent()
                : layer.annotations().equals(written.annotations());
    }
}
