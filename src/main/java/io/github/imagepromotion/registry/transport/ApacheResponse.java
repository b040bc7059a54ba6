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

/** A response of HttpClient. */
final class ApacheResponse implements Response {
    /** Up to this many remaining bytes are read to reuse the connection; if there are more it is closed. */
    private static final int WORTH_DRAINING = 64 * 1024;

    private final URI uri;
    private final ClassicHttpResponse response;
    private final Runnable cancel;
    private final Runnable stopClock;
    private final Duration patience;
    private @Nullable InputStream content;

    /**
     * @param uri URI that responded
     * @param response response of HttpClient
     * @param cancel closes the connection immediately
     * @param stopClock called when the exchange ends
     * @param patience how long content may be slow
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
            // HttpClient would read to the end, which may never come.
            cancel.run();
        }
        stopClock.run();
        try {
            response.close();
        } catch (IOException e) {
            // The response was read, so an error of closing does not matter.
        }
    }

    private boolean isDrained() {
        try {
            // Most have been read to the end.
            return body().read() < 0 || body().readNBytes(WORTH_DRAINING).length < WORTH_DRAINING;
        } catch (IOException e) {
            return false;
        }
    }
}
