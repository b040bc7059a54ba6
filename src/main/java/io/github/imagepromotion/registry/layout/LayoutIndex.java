package io.github.imagepromotion.registry.layout;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.KnownMembers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A layout's {@code index.json} (image-spec 1.1, image-layout.md, "index.json File"). It lists the tagged manifests,
 * one entry for each tag, and those with a subject, by which other tools find them; what else is reached from there by
 * digest is not listed. Members and entries of other writers are kept.
 */
final class LayoutIndex {
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final LayoutDirectory directory;

    LayoutIndex(LayoutDirectory directory) {
        this.directory = directory;
    }

    /** @return every entry, empty if there is no layout */
    List<Descriptor> entries() throws IOException {
        String what = what();
        return Json.objects(read(), "manifests", what).stream()
                .map(entry -> DescriptorJson.read(entry, what))
                .toList();
    }

    /** @return the entry of a tag */
    Optional<Descriptor> find(Tag tag) throws IOException {
        return entries().stream().filter(entry -> names(entry, tag)).findFirst();
    }

    /** @return every tag once */
    List<Tag> tags() throws IOException {
        return entries().stream()
                .map(entry -> entry.annotations().getOrDefault(REF_NAME, ""))
                .filter(Tag::isTag)
                .distinct()
                .map(Tag::of)
                .toList();
    }

    /**
     * @param entry any entry
     * @return the entry without what it is called here
     */
    static Descriptor withoutName(Descriptor entry) {
        Map<String, String> annotations = new LinkedHashMap<>(entry.annotations());
        annotations.remove(REF_NAME);
        return entry.withAnnotations(annotations);
    }

    /** Makes the tag's one entry describe the manifest. */
    void tag(Tag tag, Descriptor manifest) throws IOException {
        if (find(tag).filter(manifest::sameContent).isPresent()) {
            return;
        }
        locked(() ->
                write(List.of(manifest.withAnnotations(Map.of(REF_NAME, tag.name()))), entry -> !names(entry, tag)));
    }

    /** Lists manifests without a name, those that are not listed. */
    void list(List<Descriptor> manifests) throws IOException {
        if (!missing(manifests).isEmpty()) {
            locked(() -> write(missing(manifests), entry -> true));
        }
    }

    private List<Descriptor> missing(List<Descriptor> manifests) throws IOException {
        List<Descriptor> entries = entries();
        return manifests.stream()
                .filter(manifest -> entries.stream().noneMatch(manifest::sameContent))
                .toList();
    }

    /**
     * Changes a tag while no other writer of this kind does.
     *
     * @param change is given what the tag names, and says what it has to name, with annotations that its entry is to have;
     *     empty to leave it as it is
     */
    void change(Tag tag, IoFunction<Optional<Descriptor>, Optional<Descriptor>> change) throws IOException {
        locked(() -> {
            Optional<Descriptor> now = find(tag);
            Optional<Descriptor> next = change.apply(now);
            if (next.isPresent() && now.filter(next.get()::sameContent).isEmpty()) {
                write(List.of(named(next.get(), tag)), entry -> !names(entry, tag));
            }
        });
    }

    private static Descriptor named(Descriptor manifest, Tag tag) {
        Map<String, String> annotations = new LinkedHashMap<>(manifest.annotations());
        annotations.put(REF_NAME, tag.name());
        return manifest.withAnnotations(annotations);
    }

    private static boolean names(Descriptor entry, Tag tag) {
        return tag.name().equals(entry.annotations().get(REF_NAME));
    }

    private void locked(IoRunnable work) throws IOException {
        prepare();
        LayoutLock.with(directory.lock(), work);
    }

    /** To be called under the lock. */
    private void write(List<Descriptor> added, Predicate<Descriptor> kept) throws IOException {
        removeAbandoned();
        JsonObject index = read();
        JsonArray manifests = new JsonArray();
        for (JsonObject entry : Json.objects(index, "manifests", what())) {
            if (kept.test(DescriptorJson.read(entry, what()))) {
                manifests.add(entry);
            }
        }
        added.forEach(entry -> manifests.add(DescriptorJson.write(entry)));
        index.add("manifests", manifests);
        Disk.write(directory.path(), directory.checked(directory.index()), Json.compact(index));
    }

    private void prepare() throws IOException {
        Path layout = directory.checked(directory.layout());
        if (!Files.exists(layout, LinkOption.NOFOLLOW_LINKS)) {
            JsonObject version = new JsonObject();
            version.addProperty("imageLayoutVersion", "1.0.0");
            Disk.write(directory.path(), layout, Json.compact(version));
        }
        Path lock = directory.checked(directory.lock());
        try {
            Files.createFile(lock);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            // As it should be from the second time on.
        }
    }

    /** What a killed process left; younger files may be another one's work. */
    private void removeAbandoned() throws IOException {
        List<Path> abandoned = new ArrayList<>();
        try (var files = Files.newDirectoryStream(directory.path(), Disk.UNFINISHED + "*")) {
            files.forEach(abandoned::add);
        }
        for (Path file : abandoned) {
            if (isAbandoned(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isAbandoned(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(Instant.now().minus(ABANDONED));
        } catch (NoSuchFileException e) {
            // Another one's work is done.
            return false;
        }
    }

    private JsonObject read() throws IOException {
        try (InputStream in = Channels.newInputStream(Disk.open(directory.checked(directory.index())))) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new ImageException("Refused '" + directory.index() + "': it is larger than the " + LARGEST
                        + " bytes that an index may have. Remove entries, or use another directory.");
            }
            return Json.object(content, KnownMembers.INDEX, what());
        } catch (NoSuchFileException e) {
            return empty();
        }
    }

    private static JsonObject empty() {
        JsonObject index = new JsonObject();
        index.addProperty("schemaVersion", 2);
        index.addProperty("mediaType", MediaType.OCI_INDEX.value());
        index.add("manifests", new JsonArray());
        return index;
    }

    private String what() {
        return "'" + directory.index() + "'";
    }
}
