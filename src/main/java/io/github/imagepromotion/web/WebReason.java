package io.github.imagepromotion.web;

import io.github.imagepromotion.image.Reason;

/** Why a service was not called. */
public enum WebReason implements Reason {
    /** It would be called without TLS. */
    PLAIN_HTTP
}
