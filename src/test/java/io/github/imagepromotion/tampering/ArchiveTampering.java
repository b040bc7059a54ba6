package io.github.imagepromotion.tampering;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is done to an archive before it is promoted. Where files change, their checksums are made right again. */
enum ArchiveTampering {
    BYTE_FLIPPED((attack, file) -> {
        byte[] bytes = Files.readAllBytes(attack.newer().write(file));
        bytes[attack.random.nextInt(bytes.length)] ^= (byte) (1 << attack.random.nextInt(8));
        Files.write(file, bytes);
    }),
    CUT((attack, file) -> {
        byte[] bytes = Files.readAllBytes(attack.newer().write(file));
        Files.write(file, Arrays.copyOf(bytes, attack.random.nextInt(bytes.length)));
    }),
    DOCUMENT_REMOVED(
            (attack, file) -> attack.newer().without(attack.anyDocument()).write(file)),
    ALL_DOCUMENTS_REMOVED((attack, file) -> attack.newer().with(List.of()).write(file)),
    FILE_ADDED((attack, file) -> attack.newer()
            .and(Document.of(
                    Attachment.CYCLONEDX,
                    attack.anySubject(),
                    Attachment.CYCLONEDX,
                    "{}".getBytes(StandardCharsets.UTF_8),
                    Map.of()))
            .write(file)),
    STATEMENT_ADDED_BY_ANOTHER_KEY((attack, file) -> {
        Descriptor subject = attack.anySubject();
        Document added =
                Forgery.signedBy(Optional.of(Build.FOREIGN), InTotoStatement.imageSignature(subject.digest()), subject);
        attack.newer().and(added).write(file);
    }),
    STATEMENT_ADDED_BY_NOBODY((attack, file) -> {
        Descriptor subject = attack.anySubject();
        Document added = Forgery.signedBy(Optional.empty(), InTotoStatement.imageSignature(subject.digest()), subject);
        attack.newer().and(added).write(file);
    }),
    DOCUMENT_SIGNED_BY_ANOTHER_KEY((attack, file) -> replace(
            attack,
            attack.anySigned(),
            document -> Forgery.reworded(Optional.of(Build.FOREIGN), document, predicate -> {}),
            file)),
    DOCUMENT_UNSIGNED((attack, file) -> replace(
            attack,
            attack.anySigned(),
            document -> Forgery.reworded(Optional.empty(), document, predicate -> {}),
            file)),
    ALL_SIGNED_BY_ANOTHER_KEY(
            (attack, file) -> attack.newer().byAnotherKey("of build 42").write(file)),
    DOCUMENT_WITH_A_BROKEN_SIGNATURE((attack, file) ->
            replace(attack, attack.anySigned(), document -> Forgery.rebundled(document, Forgery::flipSignature), file)),
    DOCUMENT_WITH_ANOTHER_HINT((attack, file) ->
            replace(attack, attack.anySigned(), document -> Forgery.rebundled(document, Forgery::changeHint), file)),
    DOCUMENT_WITH_THE_OTHER_SIGNATURE((attack, file) -> replace(
            attack, attack.anySigned(), document -> Forgery.rebundled(document, Forgery::takeTheOtherSignature), file)),
    DOCUMENT_WITHOUT_A_HINT((attack, file) ->
            replace(attack, attack.anySigned(), document -> Forgery.rebundled(document, Forgery::removeHint), file)),
    DOCUMENT_WITH_ANOTHER_ANNOTATION((attack, file) -> replace(attack, attack.anyDocument(), Forgery::annotated, file)),
    DOCUMENT_OF_ANOTHER_IMAGE_ADDED((attack, file) -> attack.newer()
            .and(Forgery.about(attack.any(attack.scene.older.documents()), attack.image()))
            .write(file)),
    DOCUMENT_OF_ANOTHER_IMAGE_INSTEAD((attack, file) -> {
        Document other = attack.any(attack.scene.older.documents());
        replace(attack, attack.anyDocument(), document -> Forgery.about(other, attack.image()), file);
    }),
    IMAGE_OF_ANOTHER_BUILD((attack, file) -> {
        Descriptor image = attack.scene.older.image().image().top();
        List<Document> documents = new ArrayList<>();
        for (Document document : attack.newer().documents()) {
            if (document.subject().equals(attack.image().digest())) {
                documents.add(Forgery.about(document, image));
            }
        }
        new Build(attack.scene.older.image(), attack.newer().identity(), documents).write(file);
    }),
    SBOM_REPLACED((attack, file) -> {
        Build other = attack.newer().byAnotherKey("of nobody");
        replace(attack, sbom(attack.newer()), document -> sbom(other), file);
    }),
    RECORD_ADDED((attack, file) -> attack.newer()
            .and(attack.any(attack.records("dev", attack.newer())))
            .write(file)),
    BUILD_ID_CHANGED((attack, file) -> as(attack, "shop", attack.any(List.of("41", "43")), file)),
    PROJECT_CHANGED((attack, file) -> as(attack, "shop2", "42", file)),
    REPOSITORY_CHANGED((attack, file) -> {
        Identity own = attack.newer().identity();
        Identity other =
                new Identity(own.coordinates(), Archives.identity("other", "42").repository(), own.buildId());
        new Build(attack.newer().image(), other, attack.newer().documents()).write(file);
    }),
    /** {@code docker load} would take a layer twice. */
    DOCKER_LOADS_ANOTHER_IMAGE((attack, file) -> {
        var manifest = attack.newer().image().image().imageManifests().get(0);
        attack.newer().write(file);
        ArchivePatch.apply(
                file,
                "manifest.json",
                manifest.layers().get(0).digest().hex(),
                manifest.layers().get(1).digest().hex());
    }),
    DOCKER_LOADS_ANOTHER_NAME((attack, file) -> {
        attack.newer().write(file);
        ArchivePatch.apply(file, "manifest.json", "acme/shop:42", "acme/shop:41");
    }),
    OTHERS_SEE_ANOTHER_TAG((attack, file) -> {
        attack.newer().write(file);
        ArchivePatch.apply(file, "index.json", "ref.name\":\"42", "ref.name\":\"41");
    }),
    LIST_SHOWS_ANOTHER_DOCUMENT((attack, file) -> {
        attack.newer().write(file);
        ArchivePatch.apply(file, "documents.json", "slsa.dev/provenance", "slsa.dev/provenancf");
    }),
    LIST_TAKEN_OUT((attack, file) -> {
        attack.newer().write(file);
        ArchivePatch.apply(file, "SHA256SUMS", "documents.json", "documents.jso_");
    });

    /** What is done. */
    interface Deed {
        void to(Attack attack, Path file) throws IOException;
    }

    private final Deed deed;

    ArchiveTampering(Deed deed) {
        this.deed = deed;
    }

    /** Writes an archive that is not what it was. */
    void run(Attack attack, Path file) throws IOException {
        deed.to(attack, file);
    }

    private static void replace(Attack attack, Document document, Forgery.Change change, Path file) throws IOException {
        attack.newer().without(document).and(change.of(document)).write(file);
    }

    private static void as(Attack attack, String name, String buildId, Path file) throws IOException {
        Identity own = attack.newer().identity();
        Identity other = new Identity(
                Archives.identity(name, buildId).coordinates(),
                own.repository(),
                Archives.identity(name, buildId).buildId());
        new Build(attack.newer().image(), other, attack.newer().documents()).write(file);
    }

    private static Document sbom(Build build) {
        return build.documents().stream()
                .filter(document -> MediaType.of(document.artifactType()).equals(Attachment.CYCLONEDX))
                .findFirst()
                .orElseThrow();
    }
}
