package io.github.imagepromotion.archive;

import com.google.gson.JsonArray;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The small files at the top of a release archive, by which other tools read it: an OCI image layout over all members and
 * their documents, and what {@code docker load} reads. Members are named by their repository, which is unique in a
 * release and, unlike {@code repository:tag}, a name for each of {@code skopeo}, {@code oras} and {@code crane}.
 */
final class ReleaseFiles {
    private final List<Descriptor> members = new ArrayList<>();
    private final List<Descriptor> documents = new ArrayList<>();
    private final Set<Digest> known = new HashSet<>();
    private final JsonArray docker = new JsonArray();

    /** Adds a member; in the order of the lock. */
    void add(Image image, Identity identity, List<Document> attached) {
        members.add(image.top().withAnnotations(identity.annotationsAmongOthers()));
        docker.addAll(ArchiveFiles.dockerManifest(image, identity));
        attached.stream()
                .filter(document -> known.add(document.digest()))
                .map(DocumentList::unnamed)
                .forEach(documents::add);
    }

    /**
     * {@return all of them except lock and checksums, in order; the content is fully determined by the members}
     *
     * @throws ImageException if one becomes too large to be read again
     */
    Map<String, byte[]> all() {
        List<Descriptor> entries = new ArrayList<>(members);
        entries.addAll(documents);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(ArchiveLayout.OCI_LAYOUT, ArchiveFiles.ociLayout());
        files.put(ArchiveLayout.INDEX, ArchiveFiles.index(entries));
        files.put(ArchiveLayout.DOCKER_MANIFEST, Json.compact(docker));
        files.forEach((name, content) -> {
            if (content.length > ArchiveLayout.LARGEST_FILE) {
                throw new ImageException("Cannot archive a release of " + members.size() + " members and "
                        + documents.size() + " documents: '" + name + "' has " + content.length + " bytes, more than "
                        + ArchiveLayout.LARGEST_FILE + ". Divide the release.");
            }
        });
        return files;
    }
}
