package io.github.imagepromotion.promotion;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Something that goes on while something else is done. */
final class Aside<T> implements AutoCloseable {
    private final FutureTask<T> task;

    private Aside(FutureTask<T> task) {
        this.task = task;
    }

    /** @param work begun at once; it must not read a file that others read, since it may be interrupted */
    static <T> Aside<T> begin(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "image");
        thread.setDaemon(true);
        thread.start();
        return new Aside<>(task);
    }

    /** Waits for the end; what failed there fails here. */
    T result() throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static IOException rethrown(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return failure instanceof IOException e ? e : new IOException(failure);
    }

    /** Whoever does not want the result any more does not wait for it. */
    @Override
    public void close() {
        task.cancel(true);
    }
}
