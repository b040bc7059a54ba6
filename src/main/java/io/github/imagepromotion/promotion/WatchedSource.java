package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.promotion.PromotionEvent.BlobProgressed;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The content of an image on its way to a target: says how far each blob has been read. */
record WatchedSource(Target target, PromotionListener listener) implements BlobSource {

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        return new FilterInputStream(target.content().open(blob, offset)) {
            private long next = offset;

            @Override
            public int read() throws IOException {
                int single = in.read();
                advance(single < 0 ? 0 : 1);
                return single;
            }

            @Override
            public int read(byte[] bytes, int start, int length) throws IOException {
                int count = in.read(bytes, start, length);
                advance(Math.max(count, 0));
                return count;
            }

            private void advance(int count) throws IOException {
                next += count;
                listener.on(new BlobProgressed(target, blob, next));
            }
        };
    }
}
