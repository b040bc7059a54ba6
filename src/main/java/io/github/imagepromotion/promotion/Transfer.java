package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.WrongContentException;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.ContentCheck.Blob;
import io.github.imagepromotion.promotion.PromotionEvent.BlobArrived;
import io.github.imagepromotion.promotion.PromotionEvent.BlobProgressed;
import io.github.imagepromotion.promotion.PromotionEvent.TransferStarted;
import io.github.imagepromotion.promotion.PromotionEvent.Transferred;
import io.github.imagepromotion.registry.MissingContentException;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.RetryBudget;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Transfers the content of a whole set to an environment: blobs, then manifests by digest, then documents. It sets no
 * tag, and puts no manifest before every byte of the archives is verified. Blobs that the registry had and no longer
 * has when a manifest names them are sent again: garbage collection may have deleted them meanwhile.
 */
final class Transfer {
    private static final int MOST_REPAIRS = 4;

    private final Plan plan;
    private final PromotionListener listener;
    private final ContentCheck content;
    private final RetryBudget retryBudget;
    private final int parallelism;
    private final Map<BlobOfTarget, PushResult> pushResults = new ConcurrentHashMap<>();
    private Instant began = Instant.EPOCH;

    /** A blob in one target; each target has its own result. */
    record BlobOfTarget(String target, Digest blob) {}

    private record Load(Target target, Descriptor blob) {
        Blob content() {
            return new Blob(target.candidate(), blob.digest(), blob.size());
        }
    }

    private record Job(String registry, long size, IoRunnable work) {}

    Transfer(Plan plan, PromotionListener listener, ContentCheck content, PromotionRequest request) {
        this.plan = plan;
        this.listener = listener;
        this.content = content;
        this.retryBudget = request.retryBudget();
        this.parallelism = request.parallelism();
    }

    /**
     * Sends the missing blobs, the largest first, and verifies the content of the archives that is not sent. A registry that
     * makes us wait does not stop the others.
     */
    void sendBlobs() throws IOException {
        began = retryBudget.now();
        listener.on(new TransferStarted(plan));
        List<Load> loads = plan.targets().stream()
                .flatMap(target -> target.missing().stream().map(blob -> new Load(target, blob)))
                .toList();
        Set<Blob> sent = loads.stream().map(Load::content).collect(Collectors.toSet());
        List<Blob> others = content.unverified().stream()
                .filter(known -> !sent.contains(known))
                .toList();
        String first = plan.targets().stream().map(Target::registry).findFirst().orElse("");
        List<Job> largestFirst = Stream.concat(
                        loads.stream()
                                .map(load -> new Job(
                                        load.target().registry(), load.blob().size(), () -> send(load))),
                        others.stream().map(other -> new Job(first, other.size(), () -> content.check(other))))
                .sorted(Comparator.comparingLong((Job job) -> -job.size()))
                .toList();
        Parallel.inGroups(
                largestFirst, Job::registry, parallelism, job -> job.work().run());
    }

    /**
     * Puts the manifests and documents, after every byte of the archives is verified.
     *
     * @param then applied to each target directly after that, while what the registry answered is recent
     */
    void putManifests(IoConsumer<Target> then) throws IOException {
        content.complete(parallelism);
        Parallel.inGroups(plan.targets(), Target::registry, Planner.QUESTIONS_AT_ONCE, target -> {
            putWithAllTheyName(target);
            then.accept(target);
        });
        listener.on(new Transferred(plan, bytesUploaded(), Duration.between(began, retryBudget.now())));
    }

    /** {@return how a blob came to a target} */
    PushResult pushResult(Target target, Descriptor blob) {
        return pushResults.getOrDefault(new BlobOfTarget(target.name(), blob.digest()), PushResult.PRESENT);
    }

    /** {@return bytes of the blobs that were sent} */
    long bytesUploaded() {
        return plan.targets().stream().mapToLong(this::bytesUploaded).sum();
    }

    /** {@return bytes of the blobs that were sent to one target} */
    long bytesUploaded(Target target) {
        return target.missing().stream()
                .filter(blob -> pushResult(target, blob) == PushResult.UPLOADED)
                .mapToLong(Descriptor::size)
                .sum();
    }

    private void send(Load load) throws IOException {
        Target target = load.target();
        PushResult pushResult = push(load, new WatchedSource(target, listener), target.mountFrom());
        pushResults.put(new BlobOfTarget(target.name(), load.blob().digest()), pushResult);
        listener.on(new BlobArrived(target, load.blob(), pushResult));
    }

    private PushResult push(Load load, BlobSource source, List<RepositoryName> mountFrom) throws IOException {
        try {
            PushResult pushResult = load.target().repository().push(load.blob(), source, mountFrom);
            if (pushResult == PushResult.UPLOADED) {
                content.markVerified(load.content());
            }
            return pushResult;
        } catch (WrongContentException e) {
            // The archive is damaged, unless the content came from elsewhere.
            content.checkIfHeld(load.content());
            throw e;
        }
    }

    private void putWithAllTheyName(Target target) throws IOException {
        Instant since = retryBudget.now();
        for (int repairs = 0; ; repairs++) {
            try {
                putManifests(target);
                return;
            } catch (MissingContentException e) {
                Duration pause = Duration.ofSeconds(repairs == 0 ? 0 : 1L << repairs);
                String what = "put the manifests of '" + target.name() + "'";
                if (repairs == MOST_REPAIRS || !retryBudget.take(what, "content is gone", pause, since)) {
                    throw e;
                }
                Pause.SLEEP.of(pause, "waiting to send content again");
                sendMissing(target, e.missing());
            }
        }
    }

    /**
     * Sends the blobs again that a registry names as missing when it refuses a manifest, even if it reports that they
     * exist.
     */
    private void sendMissing(Target target, Set<Digest> named) throws IOException {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        target.candidate().archive().image().blobs().forEach(blob -> blobs.put(blob.digest(), blob));
        target.documents()
                .forEach(document -> document.content().blobs().forEach(blob -> blobs.put(blob.digest(), blob)));
        boolean believed = true;
        for (Digest lacking : named) {
            // A registry that claims to have one blob that it lacks may claim the same of others.
            believed &= !blobs.containsKey(lacking) || !target.repository().has(blobs.get(lacking));
        }
        boolean asks = believed;
        Parallel.forEach(blobs.values(), parallelism, blob -> {
            boolean doubted = !asks && pushResult(target, blob) != PushResult.UPLOADED;
            if (named.contains(blob.digest()) || doubted || !target.repository().has(blob)) {
                Load load = new Load(target, blob);
                push(load, target.content(), List.of());
            }
        });
    }

    private static void putManifests(Target target) throws IOException {
        for (Manifest manifest : target.manifests()) {
            target.repository().put(manifest);
        }
        if (!target.documents().isEmpty()) {
            target.repository().attach(target.documents());
        }
    }

    /** Reports how far each blob has been read for a target. */
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
}
