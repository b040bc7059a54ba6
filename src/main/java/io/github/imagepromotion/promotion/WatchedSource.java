package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A source that says how far it has been read. */
record WatchedSource(BlobSource source, LongConsumer position) implements BlobSource {

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        return new FilterInputStream(source.open(blob, offset)) {
            private long next = offset;

            @Override
            public int read() throws IOException {
                int single = in.read();
                advance(single < 0 ? 0 : 1);
                return single;
            }

            @Override
            public int read(byte[] target, int start, int length) throws IOException {
                int count = in.read(target, start, length);
                advance(Math.max(count, 0));
                return count;
            }

            private void advance(int count) {
                next += count;
                position.accept(next);
            }
        };
    }
}
