package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Reason;

/** What a page depends on. */
public enum PageReason implements Reason {
    /** Builds were not looked at. */
    MORE_BUILDS
}
