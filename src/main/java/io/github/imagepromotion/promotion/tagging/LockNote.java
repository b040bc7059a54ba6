package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.Sight;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The manifest under a {@link LockTag}: an empty index, the only manifest that needs no blobs. Its annotations say who
 * is setting tags, or that nobody is. Anyone with push rights can write one, so it is only a hint, and readers limit
 * its values.
 */
final class LockNote {
    private static final String HOLDER = "io.github.imagepromotion.lock.holder";
    private static final String ID = "io.github.imagepromotion.lock.id";
    private static final String STATE = "io.github.imagepromotion.lock.state";
    private static final String ABANDONED_AFTER = "io.github.imagepromotion.lock.abandoned-after";
    private static final String WRITTEN = "org.opencontainers.image.created";
    private static final String HELD = "held";
    private static final String FREED_BY = "io.github.imagepromotion.lock.freed-by";

    /** Version of the format; absent in the first one. */
    private static final String VERSION = "io.github.imagepromotion.lock.version";

    private static final int KNOWN_VERSION = 1;

    private LockNote() {}

    /** {@return whether it is of a form that is not known here: a newer version of the plugin may hold the lock} */
    static boolean isNewer(Manifest note) {
        String version = note.annotations().getOrDefault(VERSION, "1");
        return version.matches("[0-9]{1,9}") && Integer.parseInt(version) > KNOWN_VERSION;
    }

    /** The author of notes: one process, one promotion. */
    record Author(String holder, String id, Clock clock) {

        /** @param holder name of the holder, for display */
        static Author of(String holder, Clock clock) {
            return new Author(holder, UUID.randomUUID().toString(), clock);
        }

        /**
         * @param held whether the lock is held, and not only asked for
         * @param abandonedAfter when it may be taken from us, if this note has not been replaced
         * @return a note that differs from all before
         */
        Manifest note(boolean held, Duration abandonedAfter) {
            Map<String, String> annotations = new LinkedHashMap<>();
            annotations.put(HOLDER, holder);
            annotations.put(ID, id);
            annotations.put(STATE, held ? HELD : "asked for");
            annotations.put(ABANDONED_AFTER, abandonedAfter.toString());
            annotations.put(WRITTEN, now());
            return ImageIndex.of(List.of(), annotations);
        }

        /** Nobody is setting tags. Each such note is different, so that an outdated read is not mistaken for it. */
        Manifest free() {
            Map<String, String> annotations = new LinkedHashMap<>();
            annotations.put(FREED_BY, id);
            annotations.put(WRITTEN, now());
            return ImageIndex.of(List.of(), annotations);
        }

        private String now() {
            return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
        }

        boolean wrote(Manifest note) {
            return id.equals(note.annotations().get(ID));
        }
    }

    /**
     * @param there a manifest that is unreadable or of a newer format
     * @return a note in its place, of an unknown holder who does not hold the lock
     */
    static Manifest unreadable(Descriptor there) {
        Map<String, String> annotations =
                Map.of(ID, there.digest().toString(), HOLDER, "somebody whose note cannot be read here");
        byte[] bytes = ImageIndex.of(List.of(), annotations).bytes();
        return Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, there.digest(), bytes.length), bytes);
    }

    /** {@return whether someone sets tags, according to this note; false for an unknown format} */
    static boolean isTaken(Manifest note) {
        return note.annotations().containsKey(ID);
    }

    /** {@return whether its author was sure to hold the lock when it was written} */
    static boolean isHeld(Manifest note) {
        return HELD.equals(note.annotations().get(STATE));
    }

    /** {@return an id that distinguishes holders} */
    static String id(Manifest note) {
        return note.annotations().getOrDefault(ID, "");
    }

    /** {@return name of the holder, for display} */
    static String holder(Manifest note) {
        return Text.printable(note.annotations().getOrDefault(HOLDER, "somebody"));
    }

    /** {@return the time after which its author considers it abandoned, not limited; empty if absent} */
    static Optional<Duration> abandonedAfter(Manifest note) {
        try {
            return Optional.ofNullable(note.annotations().get(ABANDONED_AFTER)).map(Duration::parse);
        } catch (java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads the note of a repository. An unreadable or newer one may be from a newer version of the plugin, or
     * malicious: it counts as somebody's note, until it has not changed for the maximum time.
     */
    static Sight read(Repository repository) throws IOException {
        try {
            Sight sight = repository.look(LockTag.TAG);
            return new Sight(
                    sight.there().map(note -> isNewer(note) ? unreadable(note.descriptor()) : note), sight.certain());
        } catch (DamagedContentException e) {
            Optional<Manifest> there = repository.resolve(LockTag.TAG).map(LockNote::unreadable);
            return new Sight(there, there.isPresent());
        }
    }
}
