package io.github.imagepromotion.registry;

/** What came of making a tag point elsewhere on condition that it names what it did. */
public enum Swap {
    /** It does; the registry compared and set in one step, so that nobody else's value can be lost. */
    ATOMIC,
    /** It does; whether the registry compared is not known: most ignore the condition. */
    UNCHECKED,
    /** It does not: the tag names something else by now, and nothing was written. */
    CONFLICT
}
