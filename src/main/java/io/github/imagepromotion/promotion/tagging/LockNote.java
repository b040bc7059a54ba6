package io.github.imagepromotion.promotion.tagging;

import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.manifest.ImageIndex;
import io.github.imagepromotion.manifest.Manifest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands under a {@link LockTag}: an index over nothing, since that is the one manifest for which a registry needs no
 * blob. Its annotations say who is setting tags, or that nobody is.
 */
final class LockNote {
    private static final String HOLDER = "io.github.imagepromotion.lock.holder";
    private static final String ID = "io.github.imagepromotion.lock.id";
    private static final String SINCE = "org.opencontainers.image.created";
    private static final Manifest FREE = ImageIndex.of(List.of(), Map.of());

    private LockNote() {}

    /** Nobody is setting tags. */
    static Manifest free() {
        return FREE;
    }

    /**
     * @param holder who sets tags, for people
     * @param id of this holder alone
     * @param since when he began; renewed, so that others see that he is at work
     * @return that he does
     */
    static Manifest taken(String holder, String id, Instant since) {
        Map<String, String> annotations = new LinkedHashMap<>();
        annotations.put(HOLDER, holder);
        annotations.put(ID, id);
        annotations.put(SINCE, since.toString());
        return ImageIndex.of(List.of(), annotations);
    }

    /** @return whether someone sets tags, by this note; a note of a form that is not known counts as nobody's */
    static boolean isTaken(Manifest note) {
        return note.annotations().containsKey(ID);
    }

    /** @return who, for people */
    static String holder(Manifest note) {
        return Text.printable(note.annotations().getOrDefault(HOLDER, "somebody"));
    }
}
