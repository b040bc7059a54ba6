package io.github.imagepromotion.build;

import io.github.imagepromotion.build.application.BuiltApplication;
import io.github.imagepromotion.build.base.Base;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Parallel;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The parts of an image.
 *
 * @param base the base
 * @param application the application on top of it
 */
record Parts(Base base, BuiltApplication application) implements Closeable {

    /**
     * Creates both concurrently: one waits for the network, the other computes.
     *
     * @param base opens the base
     * @param application builds the application
     * @return both; the caller closes them
     * @throws IOException if one cannot be created, also if it is unchecked; the base is closed then
     */
    static Parts make(IoSupplier<Base> base, IoSupplier<BuiltApplication> application) throws IOException {
        Part<Base> first = new Part<>(base);
        Part<BuiltApplication> second = new Part<>(application);
        try {
            Parallel.forEach(List.of(first, second), 2, Part::make);
        } catch (IOException | RuntimeException e) {
            if (first.made.isPresent()) {
                first.made.get().close();
            }
            throw e;
        }
        return new Parts(first.made.orElseThrow(), second.made.orElseThrow());
    }

    @Override
    public void close() throws IOException {
        base.close();
    }

    private static final class Part<T> {
        private final IoSupplier<T> maker;
        private Optional<T> made = Optional.empty();

        Part(IoSupplier<T> maker) {
            this.maker = maker;
        }

        void make() throws IOException {
            made = Optional.of(maker.get());
        }
    }
}
