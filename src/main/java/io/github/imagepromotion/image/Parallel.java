package io.github.imagepromotion.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same with many things at once, and stops all when one fails. */
public final class Parallel {

    private Parallel() {}

    /**
     * @param things in the order in which they are begun
     * @param limit how many are under way at once, at least 1
     * @param task done with each
     * @throws IOException the first failure, as are unchecked ones; all others have ended when it is thrown
     */
    public static <T> void forEach(Collection<T> things, int limit, IoConsumer<T> task) throws IOException {
        if (limit <= 1 || things.size() <= 1) {
            for (T thing : things) {
                task.accept(thing);
            }
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(limit, things.size()), runnable -> {
            Thread thread = new Thread(runnable, "image");
            thread.setDaemon(true);
            return thread;
        });
        try {
            ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
            List<Future<Void>> all = new ArrayList<>();
            for (T thing : things) {
                all.add(done.submit(() -> {
                    task.accept(thing);
                    return null;
                }));
            }
            await(done, all);
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * @param tasks run at the same time
     * @throws IOException as {@link #forEach}
     */
    public static void all(IoRunnable... tasks) throws IOException {
        forEach(List.of(tasks), tasks.length, IoRunnable::run);
    }

    /**
     * Waits for something that is under way.
     *
     * @param done gives it
     * @param doing what is waited for, after "interrupted while"
     * @return what came of it
     * @throws IOException its failure, as are unchecked ones; {@link java.io.InterruptedIOException} if this is interrupted
     */
    public static <T> T await(Future<T> done, String doing) throws IOException {
        try {
            return done.get();
        } catch (InterruptedException e) {
            throw Pause.interrupted(doing, e);
        } catch (ExecutionException e) {
            rethrow(e.getCause());
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void await(ExecutorCompletionService<Void> done, List<Future<Void>> all) throws IOException {
        Throwable first = null;
        for (int i = 0; i < all.size(); i++) {
            try {
                done.take().get();
            } catch (ExecutionException e) {
                first = first == null ? e.getCause() : first;
                cancelWaiting(all);
            } catch (CancellationException e) {
                // One that another's failure kept from beginning.
            } catch (InterruptedException e) {
                throw Pause.interrupted("other threads work", e);
            }
        }
        rethrow(first);
    }

    /** Those under way end by themselves: interrupting them would close the file that all read. */
    private static void cancelWaiting(List<Future<Void>> all) {
        all.forEach(future -> future.cancel(false));
    }

    private static void rethrow(@org.jspecify.annotations.Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
