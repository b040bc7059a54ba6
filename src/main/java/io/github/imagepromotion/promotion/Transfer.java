package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.WrongContentException;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.ContentCheck.Content;
import io.github.imagepromotion.registry.Arrival;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings the content of a whole set to an environment: blobs, then manifests by digest, then documents. No tag is set,
 * and no manifest is put before every byte of the archives is known to be right.
 */
final class Transfer {
    private final Plan plan;
    private final PromotionLog log;
    private final ContentCheck content;
    private final int parallelism;
    private final Map<BlobOfTarget, Arrival> arrivals = new ConcurrentHashMap<>();

    private record BlobOfTarget(String target, Digest blob) {}

    private record Load(Target target, Descriptor blob) {
        Content content() {
            return new Content(target.candidate(), blob.digest(), blob.size());
        }
    }

    private record Job(long size, Work work) {}

    private interface Work {
        void run() throws IOException;
    }

    Transfer(Plan plan, PromotionLog log, ContentCheck content, int parallelism) {
        this.plan = plan;
        this.log = log;
        this.content = content;
        this.parallelism = parallelism;
    }

    void run() throws IOException {
        List<Load> loads = plan.targets().stream()
                .flatMap(target -> target.missing().stream().map(blob -> new Load(target, blob)))
                .toList();
        Set<Content> sent = loads.stream().map(Load::content).collect(Collectors.toSet());
        List<Content> others = content.unknown().stream()
                .filter(known -> !sent.contains(known))
                .toList();
        List<Job> largestFirst = Stream.concat(
                        loads.stream().map(load -> new Job(load.blob().size(), () -> push(load))),
                        others.stream().map(other -> new Job(other.size(), () -> content.check(other))))
                .sorted(Comparator.comparingLong((Job job) -> -job.size()))
                .toList();
        Parallel.forEach(largestFirst, parallelism, job -> job.work().run());
        content.complete(parallelism);
        Parallel.forEach(plan.targets(), parallelism, Transfer::putManifests);
    }

    /** @return how a blob came to a target */
    Arrival arrival(Target target, Descriptor blob) {
        return arrivals.getOrDefault(new BlobOfTarget(target.name(), blob.digest()), Arrival.PRESENT);
    }

    /** @return bytes of the blobs that were sent */
    long bytesUploaded() {
        return plan.targets().stream().mapToLong(this::bytesUploaded).sum();
    }

    /** @return bytes of the blobs that were sent to one target */
    long bytesUploaded(Target target) {
        return target.missing().stream()
                .filter(blob -> arrival(target, blob) == Arrival.UPLOADED)
                .mapToLong(Descriptor::size)
                .sum();
    }

    private void push(Load load) throws IOException {
        Target target = load.target();
        BlobSource source = new WatchedSource(target.content(), position -> log.sending(target, load.blob(), position));
        Arrival arrival = push(load, source);
        log.arrived(target, load.blob(), arrival);
        arrivals.put(new BlobOfTarget(target.name(), load.blob().digest()), arrival);
    }

    private Arrival push(Load load, BlobSource source) throws IOException {
        try {
            Arrival arrival = load.target()
                    .repository()
                    .push(load.blob(), source, load.target().mountFrom());
            if (arrival == Arrival.UPLOADED) {
                content.vouch(load.content());
            }
            return arrival;
        } catch (WrongContentException e) {
            // It is the archive that is damaged, unless the content came from elsewhere.
            content.checkIfHeld(load.content());
            throw e;
        }
    }

    private static void putManifests(Target target) throws IOException {
        for (Manifest manifest : target.manifests()) {
            target.repository().put(manifest);
        }
        if (!target.documents().isEmpty()) {
            target.repository().attach(target.documents());
        }
    }
}
