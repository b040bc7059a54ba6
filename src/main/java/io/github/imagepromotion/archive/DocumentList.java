package io.github.imagepromotion.archive;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentOrder;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.KnownMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@value ArchiveLayout#DOCUMENTS}: an image index over the documents, with the entries that {@code
 * index.json} of a layout would have for them: with {@code artifactType} and annotations, and the tag of those that
 * have one as {@code org.opencontainers.image.ref.name}.
 *
 * <p>It is a separate file since other tools cannot read an archive whose {@code index.json} has more than one entry.
 * Tested with entries for documents beside the image, before it, and with one nested index over them under the fallback
 * tag: skopeo 1.9 ({@code oci-archive:FILE}, {@code oci:DIR}) and podman 4.3 ({@code pull oci-archive:FILE}) refuse
 * "more than one image in oci, choose an image" unless an image is selected, {@code crane push DIR} (0.20) cannot
 * select one, and a name on the top descriptor does not help. With this file all of them read the archive like one
 * without documents; oras 1.3, which would list the documents, sees only the image. An {@code oci:} directory, which is
 * for exchange with other tools, lists them in {@code index.json}; so does an unpacked archive after {@code jq -s
 * '.[0].manifests += .[1].manifests | .[0]' index.json documents.json}.
 */
final class DocumentList {
    private DocumentList() {}

    static byte[] write(List<Document> documents) {
        byte[] bytes =
                ArchiveFiles.index(documents.stream().map(DocumentList::entry).toList());
        if (bytes.length > ArchiveLayout.LARGEST_FILE) {
            throw new ImageException("Cannot archive " + documents.size() + " documents: their list has " + bytes.length
                    + " bytes, more than " + ArchiveLayout.LARGEST_FILE + ". Shorten their annotations.");
        }
        return bytes;
    }

    private static Descriptor entry(Document document) {
        Descriptor unnamed = unnamed(document);
        Map<String, String> annotations = new LinkedHashMap<>(unnamed.annotations());
        document.tag().ifPresent(tag -> annotations.put(Identity.REF_NAME, tag.name()));
        return unnamed.withAnnotations(annotations);
    }

    /** {@return the entry of a document without its tag} */
    static Descriptor unnamed(Document document) {
        Descriptor plain = document.descriptor();
        Map<String, String> annotations = new LinkedHashMap<>(plain.annotations());
        annotations.remove(Identity.REF_NAME);
        return plain.withAnnotations(annotations);
    }

    static List<Document> read(byte[] content, BlobSource archive, String what) throws IOException {
        List<JsonObject> entries = Json.objects(
                Json.object(content, KnownMembers.INDEX, ArchiveLayout.DOCUMENTS + " of " + what), "manifests", what);
        if (entries.size() > DocumentOrder.MOST) {
            throw TarIndex.refused(what, "it has more than " + DocumentOrder.MOST + " documents");
        }
        List<Document> documents = new ArrayList<>();
        long bytes = 0;
        for (JsonObject entry : entries) {
            Document document = read(DescriptorJson.read(entry, what), archive, what);
            bytes += DocumentOrder.manifestBytes(List.of(document));
            if (bytes > DocumentOrder.MOST_MANIFEST_BYTES) {
                throw TarIndex.refused(what, "the manifests of its documents are too large");
            }
            documents.add(document);
        }
        return documents;
    }

    private static Document read(Descriptor entry, BlobSource archive, String what) throws IOException {
        Optional<String> name = Optional.ofNullable(entry.annotations().get(Identity.REF_NAME));
        if (name.filter(text -> !Tag.isTag(text)).isPresent()) {
            throw TarIndex.refused(what, "the name of document " + entry.digest() + " is not a tag");
        }
        Image image = Image.read(entry.plain(), archive);
        Document document = new Document(image, archive, name.map(Tag::of));
        if (!document.artifactType().equals(entry.artifactType().orElse(""))) {
            throw TarIndex.refused(what, "it lists document " + entry.digest() + " as something else than it is");
        }
        return document;
    }
}
