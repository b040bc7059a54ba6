package io.github.imagepromotion.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Runs tasks concurrently, and stops when one fails. */
public final class Parallel {

    private Parallel() {}

    /**
     * @param things arguments, in the order in which tasks begin
     * @param limit maximum number of concurrent tasks, at least 1
     * @param task called for each argument
     * @throws IOException the first failure, also if it is unchecked; all tasks have ended by then
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
     * Handles groups independently, so that one that has to wait stops no other.
     *
     * @param things in the order in which those of a group are begun
     * @param group of a thing
     * @param limit how many of a group are under way at once, at least 1
     * @param task applied to each
     * @throws IOException as {@link #forEach}; nothing is begun after a failure
     */
    public static <T> void inGroups(Collection<T> things, Function<T, ?> group, int limit, IoConsumer<T> task)
            throws IOException {
        Map<Object, List<T>> groups = new LinkedHashMap<>();
        things.forEach(thing -> groups.computeIfAbsent(group.apply(thing), key -> new ArrayList<>())
                .add(thing));
        AtomicBoolean failed = new AtomicBoolean();
        forEach(
                groups.values(),
                groups.size(),
                same -> forEach(same, limit, thing -> {
                    if (failed.get()) {
                        return;
                    }
                    try {
                        task.accept(thing);
                    } catch (IOException | RuntimeException | Error e) {
                        failed.set(true);
                        throw e;
                    }
                }));
    }

    /**
     * @param things arguments, in the order in which tasks begin
     * @param limit maximum number of concurrent tasks, at least 1
     * @param task called for each argument
     * @return the results, in the order of the arguments
     * @throws IOException as {@link #forEach}
     */
    public static <T, R> List<R> map(List<T> things, int limit, IoFunction<T, R> task) throws IOException {
        Map<Integer, R> results = new ConcurrentSkipListMap<>();
        List<Integer> numbers = IntStream.range(0, things.size()).boxed().toList();
        forEach(numbers, limit, number -> results.put(number, task.apply(things.get(number))));
        return List.copyOf(results.values());
    }

    /**
     * @param tasks tasks to run concurrently
     * @throws IOException as {@link #forEach}
     */
    public static void all(IoRunnable... tasks) throws IOException {
        forEach(List.of(tasks), tasks.length, IoRunnable::run);
    }

    /**
     * Waits for a result.
     *
     * @param done the future
     * @param doing what is waited for, text that follows "interrupted while"
     * @return the result
     * @throws IOException the failure, also if it is unchecked; {@link java.io.InterruptedIOException} if this thread
     *     is interrupted
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
                // A task that did not begin because another one failed.
            } catch (InterruptedException e) {
                throw Pause.interrupted("other threads work", e);
            }
        }
        rethrow(first);
    }

    /** Running tasks are not interrupted, since that would close the file that all of them read. */
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
