package io.github.imagepromotion.registry.layout;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A layout's {@code index.json} (image-spec 1.1, image-layout.md, "index.json File"). Lists the tagged manifests, one
 * entry for each tag, and manifests with a subject, so that other tools find them; manifests referenced by these are
 * not listed. Members and entries of other writers are kept.
 */
final class LayoutIndex {
    /** The file does not exist. */
    private static final byte[] NONE = new byte[0];

    private static final int LARGEST = 64 * 1024 * 1024;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final LayoutDirectory directory;
    private volatile Read last = new Read(NONE, Optional.empty(), LayoutListing.empty());

    private record State(Object file, FileTime time, long size) {}

    /** The file as last read or written here. */
    private record Read(byte[] content, Optional<State> state, LayoutListing listing) {}

    LayoutIndex(LayoutDirectory directory) {
        this.directory = directory;
    }

    /** {@return all entries; empty if there is no layout} */
    List<Descriptor> entries() throws IOException {
        return listing().entries();
    }

    /** {@return the entry of a tag} */
    Optional<Descriptor> find(Tag tag) throws IOException {
        return listing().find(tag);
    }

    /** {@return all tags, without duplicates} */
    List<Tag> tags() throws IOException {
        return entries().stream()
                .flatMap(entry -> LayoutListing.name(entry).stream())
                .filter(Tag::isTag)
                .distinct()
                .map(Tag::of)
                .toList();
    }

    /** Points a tag to a manifest. */
    void tag(Tag tag, Descriptor manifest) throws IOException {
        if (find(tag).filter(manifest::sameContent).isPresent()) {
            return;
        }
        locked(() -> write(
                List.of(manifest.withAnnotations(Map.of(LayoutListing.REF_NAME, tag.name()))),
                entry -> !names(entry, tag)));
    }

    /** Lists manifests without a tag, unless they are listed already. */
    void list(List<Descriptor> manifests) throws IOException {
        if (!missing(manifests, entries()).isEmpty()) {
            locked(() -> write(missing(manifests, current().entries()), entry -> true));
        }
    }

    private static List<Descriptor> missing(List<Descriptor> manifests, List<Descriptor> entries) {
        return manifests.stream()
                .filter(manifest -> entries.stream().noneMatch(manifest::sameContent))
                .toList();
    }

    /**
     * Changes a tag under the lock.
     *
     * @param change receives where the tag points, and returns where it should point, with the entry's annotations;
     *     empty to leave it unchanged
     */
    void change(Tag tag, IoFunction<Optional<Descriptor>, Optional<Descriptor>> change) throws IOException {
        locked(() -> {
            Optional<Descriptor> now = current().find(tag);
            Optional<Descriptor> next = change.apply(now);
            if (next.isPresent() && now.filter(next.get()::sameContent).isEmpty()) {
                write(List.of(named(next.get(), tag)), entry -> !names(entry, tag));
            }
        });
    }

    private static Descriptor named(Descriptor manifest, Tag tag) {
        Map<String, String> annotations = new LinkedHashMap<>(manifest.annotations());
        annotations.put(LayoutListing.REF_NAME, tag.name());
        return manifest.withAnnotations(annotations);
    }

    private static boolean names(Descriptor entry, Tag tag) {
        return tag.name().equals(entry.annotations().get(LayoutListing.REF_NAME));
    }

    private void locked(IoRunnable work) throws IOException {
        prepare();
        LayoutLock.with(directory.lock(), work);
    }

    /** Must be called under the lock. */
    private void write(List<Descriptor> added, Predicate<Descriptor> kept) throws IOException {
        removeAbandoned();
        LayoutListing changed = current().with(added, kept);
        byte[] bytes = changed.bytes();
        Disk.write(directory.path(), directory.checked(directory.index()), bytes);
        last = new Read(bytes, Optional.empty(), changed);
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
            // Expected from the second time on.
        }
    }

    /** Removes temporary files of killed processes; recent ones may still be in use. */
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
            // Another process has removed it.
            return false;
        }
    }

    /** The content of the file, possibly not the latest; before a change under the lock, {@link #current} is called. */
    private LayoutListing listing() throws IOException {
        Read known = last;
        return known.state().isPresent() && known.state().equals(state()) ? known.listing() : current();
    }

    /** The current content of the file, parsed only if it changed. */
    private LayoutListing current() throws IOException {
        Optional<State> state = state();
        byte[] content = read();
        if (content == NONE) {
            return LayoutListing.empty();
        }
        Read known = last;
        boolean same = known.content() != NONE && Arrays.equals(known.content(), content);
        LayoutListing listing = same ? known.listing() : LayoutListing.parse(content, what());
        last = new Read(content, state, listing);
        return listing;
    }

    /** Writers replace the file, so a new version has another identity and time. Empty if these are not available. */
    private Optional<State> state() throws IOException {
        try {
            BasicFileAttributes file =
                    Files.readAttributes(directory.index(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return file.isRegularFile()
                    ? Optional.ofNullable(file.fileKey())
                            .map(key -> new State(key, file.lastModifiedTime(), file.size()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private byte[] read() throws IOException {
        try (InputStream in = Channels.newInputStream(Disk.open(directory.checked(directory.index())))) {
            byte[] content = in.readNBytes(LARGEST + 1);
            if (content.length > LARGEST) {
                throw new ImageException("Refused '" + directory.index() + "': it is larger than the " + LARGEST
                        + " bytes that an index may have. Remove entries, or use another directory.");
            }
            return content;
        } catch (NoSuchFileException e) {
            return NONE;
        }
    }

    private String what() {
        return "'" + directory.index() + "'";
    }
}
