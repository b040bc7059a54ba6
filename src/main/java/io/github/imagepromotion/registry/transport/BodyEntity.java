package io.github.imagepromotion.registry.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/** A {@link Body} as an entity of HttpClient, monitored while it is written. */
final class BodyEntity extends AbstractHttpEntity {
    private final Body body;
    private final StallWatch stalls;
    private final Runnable cancel;
    private volatile boolean begun;

    BodyEntity(Body body, StallWatch stalls, Runnable cancel) {
        super((String) null, null);
        this.body = body;
        this.stalls = stalls;
        this.cancel = cancel;
    }

    @Override
    public long getContentLength() {
        return body.length();
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public @Nullable InputStream getContent() {
        throw new UnsupportedOperationException("written only");
    }

    /** {@return whether a part of it may have been sent} */
    boolean isBegun() {
        return begun;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        begun = true;
        try (StallWatch.Watch watch = stalls.over(cancel)) {
            body.writeTo(watch.guard(out));
        }
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
