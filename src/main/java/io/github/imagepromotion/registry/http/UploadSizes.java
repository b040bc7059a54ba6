package io.github.imagepromotion.registry.http;

/**
 * How blobs are cut for one registry: as large as it takes them, which it says by refusing what is too large. Learned for
 * as long as the registry is open. Safe for use by several threads.
 */
final class UploadSizes {
    private static final long MEBIBYTE = 1024 * 1024;
    /** What takes less is no registry, or has no reason to. */
    private static final long SMALLEST = MEBIBYTE / 4;

    private long whole;
    private long chunk;
    private long taken;

    /**
     * @param whole up to so many bytes a blob is sent in one request
     * @param chunk of a larger blob, in bytes: what a broken connection costs at most
     */
    UploadSizes(long whole, long chunk) {
        this.whole = whole;
        this.chunk = chunk;
    }

    static UploadSizes standard() {
        return new UploadSizes(8 * MEBIBYTE, 32 * MEBIBYTE);
    }

    synchronized long whole() {
        return whole;
    }

    synchronized long chunk() {
        return chunk;
    }

    /** @param length in bytes of content that the registry took in one request */
    synchronized void took(long length) {
        taken = Math.max(taken, length);
    }

    /** {@return whether the registry never took as much in one request} */
    synchronized boolean mayBeTooLarge(long length) {
        return length > taken;
    }

    /**
     * Makes the pieces smaller.
     *
     * @param length in bytes of content that was too large for the registry
     * @return whether there are smaller pieces
     */
    synchronized boolean tooLarge(long length) {
        if (length <= SMALLEST) {
            return false;
        }
        chunk = Math.min(chunk, Math.max(SMALLEST, length / 4));
        whole = Math.min(whole, chunk);
        return true;
    }
}
