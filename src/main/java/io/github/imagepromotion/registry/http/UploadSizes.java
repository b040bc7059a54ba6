package io.github.imagepromotion.registry.http;

/**
 * The sizes of requests in which blobs are sent to one registry: the largest that it accepts, learned from its refusals
 * while it is open. Safe for use by several threads.
 */
final class UploadSizes {
    private static final long MEBIBYTE = 1024 * 1024;
    /** No registry has a reason to accept less. */
    private static final long SMALLEST = MEBIBYTE / 4;

    private long whole;
    private long chunk;
    private long taken;

    /**
     * @param whole maximum size in bytes of a blob that is sent in one request
     * @param chunk size in bytes of the chunks of a larger blob: the most that a broken connection costs
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

    /** @param length in bytes of content that the registry accepted in one request */
    synchronized void took(long length) {
        taken = Math.max(taken, length);
    }

    /** {@return whether the registry has never accepted as much in one request} */
    synchronized boolean mayBeTooLarge(long length) {
        return length > taken;
    }

    /**
     * Reduces the size of requests.
     *
     * @param length in bytes of content that was too large for the registry
     * @return whether the size could be reduced
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
