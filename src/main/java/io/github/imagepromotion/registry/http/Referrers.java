package io.github.imagepromotion.registry.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The manifests that name another one as their subject (distribution-spec 1.1, "Listing Referrers"), and the fallback
 * tag where the registry does not keep them ("Referrers Tag Schema").
 */
final class Referrers {
    private static final int TRIES = 5;

    private final RemoteName repository;
    private final Manifests manifests;

    Referrers(RemoteName repository, Manifests manifests) {
        this.repository = repository;
        this.manifests = manifests;
    }

    /** @see io.github.imagepromotion.registry.Repository#referrers */
    List<Descriptor> of(Digest subject) throws IOException {
        Call plain = repository.pull(
                "GET",
                "referrers/" + subject,
                "list what is attached to '" + subject + "' of '" + repository.displayName() + "'");
        Call call = plain.with(plain.request().with("Accept", MediaType.OCI_INDEX.value()));
        Optional<List<Descriptor>> listed =
                new Pages(repository.client()).read(call, Referrers::isUnknown, Referrers::entries);
        return listed.isPresent() ? listed.get() : fallback(subject);
    }

    /** No referrers API: no such path, or a page of something else that answers every path. */
    private static boolean isUnknown(Response response) {
        boolean index = response.header("Content-Type")
                .filter(type -> type.startsWith(MediaType.OCI_INDEX.value()))
                .isPresent();
        return Set.of(400, 404, 405, 406, 501).contains(response.status()) || (response.isSuccess() && !index);
    }

    private static List<Descriptor> entries(JsonObject index, String what) {
        return Json.objects(index, "manifests", what).stream()
                .map(entry -> DescriptorJson.read(entry, what))
                .toList();
    }

    private List<Descriptor> fallback(Digest subject) throws IOException {
        return manifests
                .get(tag(subject))
                .filter(ImageIndex.class::isInstance)
                .map(Manifest::manifests)
                .orElse(List.of());
    }

    private static Tag tag(Digest subject) {
        String tag = subject.algorithm() + "-" + subject.hex();
        return Tag.of(tag.substring(0, Math.min(tag.length(), 128)));
    }

    /**
     * Adds a manifest to the list under its subject's fallback tag. The last writer of a tag wins: so it is read back,
     * and written again where another writer came between.
     *
     * @param manifest that is in the repository and has a subject
     */
    void add(Manifest manifest) throws IOException {
        Digest subject = manifest.subject().orElseThrow().digest();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            List<Descriptor> known = fallback(subject);
            if (known.stream().anyMatch(manifest.descriptor()::sameContent)) {
                return;
            }
            List<Descriptor> more = new ArrayList<>(known);
            more.add(entry(manifest));
            manifests.put(tag(subject), index(more));
        }
        if (fallback(subject).stream().noneMatch(manifest.descriptor()::sameContent)) {
            throw new ImageException("Cannot list '" + manifest.descriptor().digest() + "' under '" + subject + "' of '"
                    + repository.displayName() + "': tag '" + tag(subject)
                    + "' is written by others all the time. Run again.");
        }
    }

    private static Descriptor entry(Manifest manifest) {
        Descriptor plain = manifest.descriptor();
        Optional<String> type = manifest.artifactType()
                .or(() -> manifest instanceof ImageManifest image
                        ? Optional.of(image.config().mediaType().value())
                        : Optional.empty());
        return new Descriptor(
                plain.mediaType(),
                plain.digest(),
                plain.size(),
                Optional.empty(),
                type,
                manifest.annotations(),
                List.of());
    }

    private static Manifest index(List<Descriptor> entries) {
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.addProperty("mediaType", MediaType.OCI_INDEX.value());
        JsonArray manifests = new JsonArray();
        entries.forEach(entry -> manifests.add(DescriptorJson.write(entry)));
        json.add("manifests", manifests);
        byte[] bytes = Json.compact(json);
        return Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes);
    }
}
