package io.github.imagepromotion.signing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Documents that differ from one in a single byte. */
final class Changes {
    private static final int[] FLIPS = {0x01, 0x20, 0x80};

    private Changes() {}

    /**
     * {@return every byte changed in turn, in its value, its case and out of ASCII; then the document cut and grown}
     */
    static List<byte[]> of(byte[] document) {
        List<byte[]> changes = new ArrayList<>();
        for (int at = 0; at < document.length; at++) {
            for (int flip : FLIPS) {
                byte[] changed = document.clone();
                changed[at] ^= (byte) flip;
                changes.add(changed);
            }
            changes.add(Arrays.copyOf(document, at));
        }
        changes.add(Arrays.copyOf(document, document.length + 1));
        return changes;
    }

    /** {@return where both differ first} */
    static int at(byte[] document, byte[] changed) {
        return Arrays.mismatch(document, changed);
    }
}
