package io.github.imagepromotion.document;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The canonical order in which documents of an image are stored and pushed. */
public final class DocumentOrder {
    /** Maximum number of documents of an image. */
    public static final int MOST = 1_000;

    /** Maximum total size of all document manifests, in bytes; they are held in memory. */
    public static final long MOST_MANIFEST_BYTES = 64L * 1024 * 1024;

    private static final Comparator<Document> BY_NAME = Comparator.comparing(Document::digest)
            .thenComparing(document -> document.tag().map(Tag::name).orElse(""));

    private DocumentOrder() {}

    /**
     * @param image the image
     * @param documents documents in any order
     * @return the documents, each after its subject, otherwise by digest
     * @throws ImageException if a subject is neither a manifest of the image nor another document, a document occurs
     *     twice, or there are too many
     */
    public static List<Document> of(Image image, List<Document> documents) {
        checkBounds(documents);
        Set<Digest> known = new HashSet<>();
        image.manifests().forEach(manifest -> known.add(manifest.descriptor().digest()));
        List<Document> left = new ArrayList<>(documents);
        List<Document> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Document> next = left.stream()
                    .filter(document -> known.contains(document.subject()))
                    .sorted(BY_NAME)
                    .toList();
            if (next.isEmpty()) {
                Document stray = left.get(0);
                throw new ImageException("Refused document " + stray.digest() + ": it is about " + stray.subject()
                        + ", which is not a manifest of image " + image.top().digest() + ".");
            }
            left.removeAll(next);
            ordered.addAll(next);
            next.forEach(document -> known.add(document.digest()));
        }
        checkDistinct(ordered);
        return List.copyOf(ordered);
    }

    /**
     * @param documents documents of one image
     * @return total size of their manifests, in bytes
     */
    public static long manifestBytes(List<Document> documents) {
        return documents.stream()
                .flatMap(document -> document.content().manifests().stream())
                .map(Manifest::descriptor)
                .mapToLong(Descriptor::size)
                .sum();
    }

    private static void checkBounds(List<Document> documents) {
        if (documents.size() > MOST || manifestBytes(documents) > MOST_MANIFEST_BYTES) {
            throw new ImageException("Refused " + documents.size() + " documents of one image: more than " + MOST
                    + ", or more than " + MOST_MANIFEST_BYTES + " bytes of manifests.");
        }
    }

    private static void checkDistinct(List<Document> ordered) {
        for (int i = 1; i < ordered.size(); i++) {
            if (BY_NAME.compare(ordered.get(i - 1), ordered.get(i)) == 0) {
                throw new ImageException("Refused document " + ordered.get(i).digest() + ": it is there twice.");
            }
        }
    }
}
