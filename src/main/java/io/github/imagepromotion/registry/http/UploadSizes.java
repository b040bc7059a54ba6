package io.github.imagepromotion.registry.http;

/**
 * How blobs are cut.
 *
 * @param whole up to so many bytes a blob is sent in one request
 * @param chunk of a larger blob, in bytes: what a broken connection costs at most
 */
record UploadSizes(long whole, long chunk) {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final long SMALLEST = MEBIBYTE;

    static UploadSizes standard() {
        return new UploadSizes(8 * MEBIBYTE, 32 * MEBIBYTE);
    }

    /** @return smaller chunks, for a registry to which these are too large */
    UploadSizes smaller() {
        return new UploadSizes(Math.min(whole, SMALLEST), Math.max(chunk / 4, Math.min(chunk, SMALLEST)));
    }
}
