package io.github.imagepromotion.testing;

/** How registries differ, each as it was reported of one: {@code docs/registries.md} says where. */
public enum Quirk {
    /** As the distribution-spec has it, with the referrers API. */
    NONE,

    // Transfers

    /** {@code 202} to every PATCH with {@code Range: 0-0}; {@code Content-Range} is not looked at. */
    RANGE_STAYS_ZERO,
    /** {@code 202} to every PATCH with {@code Range: 0-0}, and nothing is kept. */
    CHUNKS_DROPPED,
    /** {@code Range} stays at the end of the first chunk; chunks must follow each other all the same. */
    RANGE_STAYS_AT_FIRST,
    /** The same, and GET of an upload says so, too; the third chunk is 503 once. */
    UPLOAD_STATUS_STALE,
    /** GET of an upload is 405. */
    UPLOAD_STATUS_REFUSED,
    /** {@code Range} names the byte after the last one. */
    RANGE_OFF_BY_ONE,
    /** A body over 4 MiB is 416, with a text on size. */
    LARGE_IS_416,
    /** A body over 1 MiB is 413, whatever the method. */
    LARGE_IS_413,
    /** {@code Expect} is 417. */
    EXPECT_REFUSED,
    /** {@code Expect} is not heard. */
    EXPECT_IGNORED,
    /** {@code 201} to a mount, and the blob is not there. */
    MOUNT_LIES,
    /** The first time that a manifest comes, the largest blob it names has just been collected. */
    BLOB_COLLECTED,
    /** Addresses of uploads hold what a strict parser refuses. */
    LOCATION_ODD,
    /** Addresses of uploads are relative to the one that was asked, with a query. */
    LOCATION_RELATIVE,
    /** Addresses of uploads name the host otherwise. */
    LOCATION_OTHER_NAME,
    /** The content of uploads goes to another host, by 307. */
    UPLOAD_REDIRECTED,
    /** Blobs come from another host, by 307. */
    DOWNLOAD_REDIRECTED,
    /** {@code OCI-Chunk-Min-Length}: 7 MiB. */
    CHUNK_MIN_LENGTH,
    /** Speaks HTTP/1.0. */
    HTTP_1_0,
    /** Resets each connection after the last byte of an answer. */
    RESET_AFTER_ANSWER,
    /** A manifest whose subject is not there is refused. */
    SUBJECT_FIRST,

    // Reads

    /** HEAD says {@code Content-Length: 0}. */
    HEAD_LENGTH_ZERO,
    /** HEAD says no {@code Content-Length}. */
    HEAD_LENGTH_NONE,
    /** HEAD says another {@code Content-Length} than GET. */
    HEAD_LENGTH_OTHER,
    /** HEAD of anything is 403. */
    HEAD_403,
    /** HEAD of a blob is 404. */
    BLOB_HEAD_404,
    /** HEAD of a blob that is not there is 200; the manifest that names it is invalid. */
    BLOB_HEAD_LIES,
    /** HEAD of anything is 405. */
    HEAD_405,
    /** Who asks for pull only, of a repository that is not there yet, is refused. */
    PULL_ONLY_REFUSED,
    /** What was put under a tag or digest is not there yet for the next two who look. */
    LATE,
    /** Manifests are {@code application/json}. */
    TYPE_JSON,
    /** Manifests are {@code text/plain}. */
    TYPE_TEXT,
    /** Referrers come in pages of one. */
    REFERRERS_PAGED,
    /** Every digest in an answer is a sha256, whatever was asked for. */
    OWN_SHA256,

    /** No referrers API, and no word of it when a manifest with a subject is put. */
    NO_REFERRERS_API,
    /** The same, and who asks for referrers is sent to another host, which does not answer. */
    REFERRERS_ELSEWHERE,
    /** Where there is no tag {@code sha256-<hex>}, it leads to the manifest of that digest. */
    FALLBACK_TAG_IS_IMAGE,

    // Reads of which no referrers can be had

    /** The referrers API is 500. */
    REFERRERS_500,
    /** The referrers API is 403. */
    REFERRERS_403,
    /** The referrers API lists SBOMs only, and says that it left the others out. */
    REFERRERS_FILTERED,
    /** The referrers API says {@code "manifests": null}. */
    REFERRERS_NULL
}
