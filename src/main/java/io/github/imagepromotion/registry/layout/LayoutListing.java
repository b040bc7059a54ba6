package io.github.imagepromotion.registry.layout;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.KnownMembers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The parsed {@code index.json} of a layout: its entries, and their tags. */
final class LayoutListing {
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    private final JsonObject index;
    private final List<Descriptor> entries;
    private final Map<String, Descriptor> tags = new HashMap<>();

    private LayoutListing(JsonObject index, List<Descriptor> entries) {
        this.index = index;
        this.entries = List.copyOf(entries);
        entries.forEach(entry -> name(entry).ifPresent(name -> tags.putIfAbsent(name, entry)));
    }

    /**
     * @param content content of the file
     * @param what the file, for messages
     */
    static LayoutListing parse(byte[] content, String what) {
        JsonObject index = Json.object(content, KnownMembers.INDEX, what);
        List<Descriptor> entries = Json.objects(index, "manifests", what).stream()
                .map(entry -> DescriptorJson.read(entry, what))
                .toList();
        return new LayoutListing(index, entries);
    }

    static LayoutListing empty() {
        JsonObject index = new JsonObject();
        index.addProperty("schemaVersion", 2);
        index.addProperty("mediaType", MediaType.OCI_INDEX.value());
        index.add("manifests", new JsonArray());
        return new LayoutListing(index, List.of());
    }

    List<Descriptor> entries() {
        return entries;
    }

    /** {@return the first entry of that name} */
    Optional<Descriptor> find(Tag tag) {
        return Optional.ofNullable(tags.get(tag.name()));
    }

    static Optional<String> name(Descriptor entry) {
        return Optional.ofNullable(entry.annotations().get(REF_NAME));
    }

    /** {@return a copy with other entries; kept members and entries are unchanged} */
    LayoutListing with(List<Descriptor> added, Predicate<Descriptor> kept) {
        JsonArray before = index.getAsJsonArray("manifests");
        JsonArray manifests = new JsonArray();
        List<Descriptor> all = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            if (kept.test(entries.get(i))) {
                manifests.add(before.get(i));
                all.add(entries.get(i));
            }
        }
        for (Descriptor entry : added) {
            manifests.add(DescriptorJson.write(entry));
            all.add(entry);
        }
        JsonObject changed = new JsonObject();
        index.entrySet().forEach(member -> changed.add(member.getKey(), member.getValue()));
        changed.add("manifests", manifests);
        return new LayoutListing(changed, all);
    }

    byte[] bytes() {
        return Json.compact(index);
    }
}
