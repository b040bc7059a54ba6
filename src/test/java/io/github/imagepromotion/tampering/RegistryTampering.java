package io.github.imagepromotion.tampering;

import static io.github.imagepromotion.tampering.RegistryTampering.FoundBy.BOTH;
import static io.github.imagepromotion.tampering.RegistryTampering.FoundBy.VERIFY;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What is done to a registry, and who has to find it. */
enum RegistryTampering {
    RECORD_REMOVED(BOTH, attack -> attack.remove(attack.firstRecord())),
    ALL_RECORDS_REMOVED(BOTH, attack -> {
        for (Document record : attack.records()) {
            attack.remove(record);
        }
    }),
    /** The moving tag names the newer build, whose other record is older than that of the build in between. */
    NEWEST_RECORD_REMOVED(VERIFY, attack -> attack.remove(attack.records().get(1))),
    RECORD_TAKEN_FROM_THE_LIST(BOTH, attack -> attack.unlist(attack.firstRecord())),
    RECORD_LISTED_BUT_GONE(BOTH, attack -> attack.delete(attack.firstRecord().digest())),
    RECORD_DAMAGED(BOTH, attack -> attack.damage(content(attack.anyRecord()).digest())),
    RECORD_REWORDED_BY_ANOTHER_KEY(
            BOTH,
            anyRecord(record -> Forgery.reworded(Optional.of(Build.FOREIGN), record, RegistryTampering::byMallory))),
    RECORD_REWORDED_BY_NOBODY(
            BOTH, anyRecord(record -> Forgery.reworded(Optional.empty(), record, RegistryTampering::byMallory))),
    RECORD_UNSIGNED(BOTH, anyRecord(record -> Forgery.reworded(Optional.empty(), record, predicate -> {}))),
    RECORD_WITH_ANOTHER_PAYLOAD(BOTH, anyRecord(record -> Forgery.rebundled(record, Forgery::swapPayload))),
    RECORD_WITH_A_BROKEN_SIGNATURE(BOTH, anyRecord(record -> Forgery.rebundled(record, Forgery::flipSignature))),
    RECORD_WITH_ANOTHER_HINT(BOTH, anyRecord(record -> Forgery.rebundled(record, Forgery::changeHint))),
    RECORD_WITH_THE_OTHER_SIGNATURE(
            BOTH, anyRecord(record -> Forgery.rebundled(record, Forgery::takeTheOtherSignature))),
    RECORD_WITHOUT_A_HINT(BOTH, anyRecord(record -> Forgery.rebundled(record, Forgery::removeHint))),
    RECORD_WITH_MORE_IN_ITS_BUNDLE(BOTH, anyRecord(record -> Forgery.rebundled(record, Forgery::addMember))),
    RECORD_WITH_ANOTHER_ANNOTATION(BOTH, anyRecord(Forgery::annotated)),
    RECORD_OF_ANOTHER_IMAGE(
            BOTH,
            attack ->
                    attack.add(Forgery.about(attack.any(attack.records("test", attack.scene.older)), attack.image()))),
    RECORD_OF_ANOTHER_ENVIRONMENT(BOTH, attack -> attack.add(attack.any(attack.records("dev", attack.newer())))),
    RECORD_ADDED_BY_ANOTHER_KEY(
            BOTH,
            attack -> attack.add(
                    Forgery.reworded(Optional.of(Build.FOREIGN), attack.anyRecord(), RegistryTampering::byMallory))),
    RECORD_ADDED_BY_NOBODY(
            BOTH,
            attack -> attack.add(Forgery.reworded(Optional.empty(), attack.anyRecord(), RegistryTampering::byMallory))),
    /** The record that names the first one says it no more, and the first one is gone. */
    CHAIN_CUT(BOTH, attack -> {
        List<Document> records = attack.records();
        attack.remove(records.get(0));
        attack.replace(
                records.get(1),
                Forgery.reworded(
                        Optional.of(Build.FOREIGN),
                        records.get(1),
                        predicate -> predicate.add("follows", new JsonArray())));
    }),
    LIST_EMPTIED(BOTH, attack -> {
        for (Document record : attack.records()) {
            attack.unlist(record);
        }
        for (Document document : attack.newer().documents()) {
            attack.unlist(document);
        }
    }),
    BUILD_TAG_MOVED(BOTH, attack -> attack.tag(Tag.of("42"), attack.scene.older.image())),
    BUILD_TAG_MOVED_TO_A_STRANGER(
            BOTH, attack -> attack.tag(Tag.of("42"), TestImages.single(attack.random.nextLong(), 50))),
    MOVING_TAG_MOVED_BACK(VERIFY, attack -> attack.tag(Scene.LATEST, attack.scene.older.image())),
    MOVING_TAG_MOVED_TO_A_STRANGER(
            VERIFY, attack -> attack.tag(Scene.LATEST, TestImages.single(attack.random.nextLong(), 50))),
    DOCUMENT_REMOVED(VERIFY, attack -> attack.remove(attack.anyDocument())),
    DOCUMENT_TAKEN_FROM_THE_LIST(VERIFY, attack -> attack.unlist(attack.anyDocument())),
    DOCUMENT_DAMAGED(
            VERIFY, attack -> attack.damage(content(attack.anyDocument()).digest())),
    DOCUMENT_SIGNED_BY_ANOTHER_KEY(
            VERIFY, anySigned(document -> Forgery.reworded(Optional.of(Build.FOREIGN), document, predicate -> {}))),
    DOCUMENT_WITH_ANOTHER_HINT(VERIFY, anySigned(document -> Forgery.rebundled(document, Forgery::changeHint))),
    DOCUMENT_WITH_ANOTHER_ANNOTATION(VERIFY, anyDocument(Forgery::annotated)),
    DOCUMENT_MOVED_TO_ANOTHER_IMAGE(
            VERIFY,
            attack -> replace(
                    attack,
                    attack.anyDocument(),
                    document -> Forgery.about(
                            document, attack.scene.older.image().image().top()))),
    DOCUMENT_OF_ANOTHER_IMAGE(
            VERIFY,
            attack -> attack.add(Forgery.about(
                    attack.any(attack.scene.older.documents().stream()
                            .filter(Attack::isSigned)
                            .toList()),
                    attack.image()))),
    SBOM_REPLACED(VERIFY, attack -> {
        Document sbom = attack.newer().documents().stream()
                .filter(document -> document.artifactType().equals(Attachment.CYCLONEDX.value()))
                .findFirst()
                .orElseThrow();
        Build other = attack.newer().byAnotherKey("of nobody");
        attack.replace(
                sbom,
                other.documents().stream()
                        .filter(document -> document.artifactType().equals(sbom.artifactType()))
                        .findFirst()
                        .orElseThrow());
    }),
    BLOB_DAMAGED(
            VERIFY,
            attack -> attack.damage(
                    attack.any(attack.newer().image().image().blobs()).digest())),
    BLOB_GONE(
            VERIFY,
            attack -> attack.delete(
                    attack.any(attack.newer().image().image().blobs()).digest())),
    MANIFEST_DAMAGED(
            VERIFY,
            attack -> attack.damage(attack.any(attack.newer().image().image().manifests())
                    .descriptor()
                    .digest())),
    PLATFORM_GONE(
            VERIFY,
            attack -> attack.delete(attack.any(attack.newer().image().image().imageManifests())
                    .descriptor()
                    .digest()));

    /** Who has to find it. */
    enum FoundBy {
        VERIFY,
        /** The verification, and the gate of the environment that comes after. */
        BOTH
    }

    /** What is done. */
    interface Deed {
        void to(Attack attack) throws IOException;
    }

    final FoundBy foundBy;
    private final Deed deed;

    RegistryTampering(FoundBy foundBy, Deed deed) {
        this.foundBy = foundBy;
        this.deed = deed;
    }

    void run(Attack attack) throws IOException {
        deed.to(attack);
    }

    private static Deed anyRecord(Forgery.Change change) {
        return attack -> replace(attack, attack.anyRecord(), change);
    }

    private static Deed anyDocument(Forgery.Change change) {
        return attack -> replace(attack, attack.anyDocument(), change);
    }

    private static Deed anySigned(Forgery.Change change) {
        return attack -> replace(attack, attack.anySigned(), change);
    }

    private static void replace(Attack attack, Document document, Forgery.Change change) throws IOException {
        attack.replace(document, change.of(document));
    }

    private static Descriptor content(Document document) {
        return document.content().blobs().get(1);
    }

    private static void byMallory(JsonObject predicate) {
        predicate.getAsJsonObject("by").addProperty("user", "mallory");
    }
}
