package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Arrival;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Brings the content of a whole set to an environment: blobs, then manifests by digest, then documents. No tag is set. */
final class Transfer {
    private final Plan plan;
    private final PromotionLog log;
    private final int parallelism;
    private final Map<BlobOfTarget, Arrival> arrivals = new ConcurrentHashMap<>();

    private record BlobOfTarget(String target, Digest blob) {}

    private record Load(Target target, Descriptor blob) {}

    Transfer(Plan plan, PromotionLog log, int parallelism) {
        this.plan = plan;
        this.log = log;
        this.parallelism = parallelism;
    }

    void run() throws IOException {
        List<Load> largestFirst = plan.targets().stream()
                .flatMap(target -> target.missing().stream().map(blob -> new Load(target, blob)))
                .sorted(Comparator.comparingLong((Load load) -> -load.blob().size()))
                .toList();
        Parallel.forEach(largestFirst, parallelism, this::push);
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
        Arrival arrival = target.repository().push(load.blob(), source, target.mountFrom());
        log.arrived(target, load.blob(), arrival);
        arrivals.put(new BlobOfTarget(target.name(), load.blob().digest()), arrival);
    }

    private static void putManifests(Target target) throws IOException {
        if (!target.isPresent()) {
            for (Manifest manifest : target.candidate().archive().image().manifests()) {
                target.repository().put(manifest);
            }
        }
        if (!target.documents().isEmpty()) {
            target.repository().attach(target.documents());
        }
    }
}
