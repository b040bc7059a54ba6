package io.github.imagepromotion.status;

import io.github.imagepromotion.image.Text;

/** Text that comes from outside. */
final class Outside {
    private Outside() {}

    /** The text as one bounded line in which nothing is obeyed by a terminal or a CI server. */
    static String line(String untrusted) {
        return Text.printable(untrusted);
    }
}
