package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import io.github.imagepromotion.verification.Verifier.VerificationRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Checks that all manifests and blobs of the image exist, including those that a thin archive lacks. Manifests are
 * always compared; blobs are looked up, or pulled and hashed.
 */
final class ContentChecks {
    private static final String NAME = "content";

    private final ExpectedImage holding;
    private final VerificationRequest request;
    private final Verifier.Reading log;
    private final BlobReader blobs;
    private final Map<String, Message> wrong = new ConcurrentSkipListMap<>();

    ContentChecks(ExpectedImage holding, VerificationRequest request, Verifier.Reading log) {
        this.holding = holding;
        this.request = request;
        this.log = log;
        this.blobs = new BlobReader(holding.repository());
    }

    List<Check> run() throws IOException {
        Manifest top = holding.top();
        compare(top);
        // Without the top manifest, listing missing parts would add nothing.
        if (wrong.isEmpty()) {
            Parallel.forEach(holding.image().manifests(), request.parallelism(), manifest -> {
                if (manifest != top) {
                    compare(manifest);
                }
            });
            readBlobs();
        }
        return wrong.isEmpty() ? List.of(whole()) : failures();
    }

    private List<Check> failures() {
        List<Check> checks = new ArrayList<>();
        wrong.forEach((digest, reason) -> checks.add(Check.fail(
                NAME,
                digest,
                reason.because(VerificationReason.DAMAGED, holding.environment().id()))));
        return checks;
    }

    private void compare(Manifest manifest) throws IOException {
        difference(manifest)
                .ifPresent(reason -> wrong.put(manifest.descriptor().digest().toString(), reason));
    }

    private Optional<Message> difference(Manifest manifest) throws IOException {
        try {
            Optional<Manifest> found =
                    holding.repository().manifest(manifest.descriptor().digest());
            if (found.isEmpty()) {
                return Optional.of(Message.of("the manifest is not there"));
            }
            return Arrays.equals(found.get().bytes(), manifest.bytes())
                    ? Optional.empty()
                    : Optional.of(Message.of("the manifest has other bytes"));
        } catch (DamagedContentException e) {
            return Optional.of(Message.of("the manifest is damaged: ").and(e));
        }
    }

    private void readBlobs() throws IOException {
        List<Descriptor> largestFirst = holding.image().blobs().stream()
                .filter(blob -> !blob.mediaType().isNonDistributable())
                .sorted(Comparator.comparingLong((Descriptor blob) -> -blob.size()))
                .toList();
        AtomicLong done = new AtomicLong();
        long all = holding.image().blobBytes();
        Parallel.forEach(largestFirst, request.parallelism(), blob -> {
            Optional<Message> problem = request.deep()
                    ? blobs.read(blob, count -> log.at(holding.reference(), done.addAndGet(count), all))
                    : blobs.look(blob);
            problem.ifPresent(reason -> wrong.put(blob.digest().toString(), reason));
        });
    }

    private Check whole() {
        int manifests = holding.image().manifests().size();
        int all = holding.image().blobs().size();
        String size = Size.shown(holding.image().blobBytes());
        String there = count(manifests, "manifest") + " compared, " + count(all, "blob") + " (" + size + ") ";
        return Check.pass(
                NAME,
                holding.digest(),
                request.deep()
                        ? Message.of(there + "pulled and hashed")
                        : Message.of(there + "there; not read").because(VerificationReason.NOT_READ));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
