package io.github.imagepromotion.registry.transport;

import io.github.imagepromotion.image.Elapsed;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;

/**
 * Parses the heads of responses. HttpClient takes the end of the connection for the end of the head, and so a truncated
 * {@code Location} or {@code Content-Length} for a complete one; a complete head ends with an empty line (RFC 9112,
 * section 8). Also limits the time of slow heads, and of interim responses (RFC 9110, section 15.2) without a final
 * one.
 */
final class WholeHeadParser extends DefaultHttpResponseParser {
    private static final int MOST_INTERIM = 20;

    private final Duration patience;
    private int interim;

    /**
     * @param limits limits of lines and their number
     * @param patience maximum time from the first to the last byte of a head
     */
    WholeHeadParser(Http1Config limits, Duration patience) {
        super(limits);
        this.patience = patience;
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        ClassicHttpResponse head = super.parse(buffer, new Head(in, patience));
        interim = head.getCode() < 200 ? interim + 1 : 0;
        if (interim > MOST_INTERIM) {
            throw new ProtocolException("the registry sent " + interim + " interim answers, and no final one");
        }
        return HiddenChallenges.withoutCommands(head);
    }

    /** The end of the stream is always an exception. */
    private static final class Head extends FilterInputStream {
        private final Duration patience;
        private long begun;

        Head(InputStream in, Duration patience) {
            super(in);
            this.patience = patience;
        }

        @Override
        public int read() throws IOException {
            return more(super.read());
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return more(super.read(target, offset, length));
        }

        private int more(int read) throws IOException {
            if (read < 0) {
                throw new ConnectionClosedException("the registry closed the connection before its answer was whole");
            }
            long now = System.nanoTime();
            if (begun == 0) {
                begun = now | 1;
            } else if (now - begun > patience.toNanos()) {
                throw new SocketTimeoutException(
                        "the head of the answer was not whole after " + Elapsed.shown(patience));
            }
            return read;
        }
    }
}
