package io.github.imagepromotion.contention;

/**
 * What no order explains.
 *
 * @param kind of it
 * @param text of what happened
 */
record Problem(Kind kind, String text) {
    enum Kind {
        MIXED("tags that no order explains: of two builds, or of neither"),
        TWICE("the same BuildId tag was set twice, and one is gone"),
        APART("the registries of the environment differ"),
        REJECTION("a rejection is gone"),
        LOCK("the lock is not freed"),
        REFUSAL("refused, though nobody else changed anything"),
        BROKEN("an end that is neither success nor refusal"),
        ROUND("the round itself failed");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    @Override
    public String toString() {
        return kind.text() + ": " + text;
    }
}
