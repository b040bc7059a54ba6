package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** HttpClient's answer. */
final class ApacheResponse implements Response {
    /** So much is read and dropped to keep a connection; a longer rest closes it. */
    private static final int WORTH_DRAINING = 64 * 1024;

    private final URI uri;
    private final ClassicHttpResponse response;
    private final Runnable cancel;
    private final Runnable stopClock;
    private final Duration patience;
    private @Nullable InputStream content;

    /**
     * @param uri that answered
     * @param response of HttpClient
     * @param cancel closes the connection at once
     * @param stopClock the exchange is over
     * @param patience how long content may drip
     */
    ApacheResponse(URI uri, ClassicHttpResponse response, Runnable cancel, Runnable stopClock, Duration patience) {
        this.uri = uri;
        this.response = response;
        this.cancel = cancel;
        this.stopClock = stopClock;
        this.patience = patience;
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public List<String> headers(String name) {
        return Arrays.stream(response.getHeaders(HiddenChallenges.nameOf(name)))
                .map(Header::getValue)
                .map(value -> value == null ? "" : value)
                .toList();
    }

    @Override
    public InputStream body() throws IOException {
        InputStream known = content;
        if (known == null) {
            @Nullable HttpEntity entity = response.getEntity();
            @Nullable InputStream raw = entity == null ? null : entity.getContent();
            known = raw == null ? InputStream.nullInputStream() : new PacedStream(raw, patience);
            content = known;
        }
        return known;
    }

    @Override
    public void close() {
        if (!isDrained()) {
            // HttpClient would read on to the end, which may never come.
            cancel.run();
        }
        stopClock.run();
        try {
            response.close();
        } catch (IOException e) {
            // The connection is of no further use, and that is all: the answer was read before.
        }
    }

    private boolean isDrained() {
        try {
            return body().readNBytes(WORTH_DRAINING).length < WORTH_DRAINING;
        } catch (IOException e) {
            return false;
        }
    }
}
