package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.promotion.PromotionEvent.Checked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Verifies the content of archives against its digests. Blobs that are sent are hashed while they are streamed, and their
 * last bytes are withheld on a mismatch, so they are not read twice; this class reads all other content. Every byte is
 * verified before the first manifest is put.
 */
final class ContentCheck {
    private final List<Candidate> candidates;
    private final PromotionListener listener;
    private final Set<Blob> verified = ConcurrentHashMap.newKeySet();

    private boolean told;

    /** A blob or manifest of an archive, and its size in bytes. */
    record Blob(Candidate candidate, Digest digest, long size) {}

    ContentCheck(List<Candidate> candidates, PromotionListener listener) {
        this.candidates = candidates;
        this.listener = listener;
    }

    /** Checks everything in the archives but the content of blobs and manifests: it is small, and never sent. */
    void checkStructure() throws IOException {
        for (Candidate candidate : candidates) {
            candidate.archive().checkStructure();
        }
    }

    /** {@return the content that has not been verified yet} */
    List<Blob> unverified() {
        List<Blob> unverified = new ArrayList<>();
        for (Candidate candidate : candidates) {
            candidate.archive().contents().forEach((digest, size) -> {
                Blob content = new Blob(candidate, digest, size);
                if (!verified.contains(content)) {
                    unverified.add(content);
                }
            });
        }
        return unverified;
    }

    /** Marks content as verified that was sent completely. */
    void markVerified(Blob content) {
        verified.add(content);
    }

    /** Reads content and verifies its digest. */
    void check(Blob content) throws IOException {
        content.candidate().archive().check(content.digest());
        markVerified(content);
    }

    /** Reads content in which an error was found elsewhere, unless the archive does not contain it (a thin archive). */
    void checkIfHeld(Blob content) throws IOException {
        if (content.candidate().archive().contents().containsKey(content.digest())) {
            check(content);
        }
    }

    /** Verifies the remaining content, such as blobs that were mounted. */
    void complete(int parallelism) throws IOException {
        Parallel.forEach(unverified(), parallelism, this::check);
        if (!told) {
            for (Candidate candidate : candidates) {
                listener.on(new Checked(candidate));
            }
            told = true;
        }
    }
}
