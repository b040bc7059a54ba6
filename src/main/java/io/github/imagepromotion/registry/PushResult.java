package io.github.imagepromotion.registry;

/** How a blob came to be in a repository. */
public enum PushResult {
    /** It was there before. */
    PRESENT,
    /** The registry took it from another of its repositories; no byte was sent. */
    MOUNTED,
    /** It was sent. */
    UPLOADED
}
