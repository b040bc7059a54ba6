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
 * What of the archives has been held against its digest. Content that is sent is hashed on its way, and its last bytes
 * are kept back if they are wrong, so it need not be read a second time; all else is read here. Every byte is known to be
 * right before the first manifest is put.
 */
final class ContentCheck {
    private final List<Candidate> candidates;
    private final PromotionListener listener;
    private final Set<Blob> known = ConcurrentHashMap.newKeySet();

    private boolean told;

    /** A blob or manifest of an archive, and its size in bytes. */
    record Blob(Candidate candidate, Digest digest, long size) {}

    ContentCheck(List<Candidate> candidates, PromotionListener listener) {
        this.candidates = candidates;
        this.listener = listener;
    }

    /** Reads what is not content: small, and never sent. */
    void checkFrames() throws IOException {
        for (Candidate candidate : candidates) {
            candidate.archive().checkFrame();
        }
    }

    /** What nobody has vouched for yet. */
    List<Blob> unknown() {
        List<Blob> unknown = new ArrayList<>();
        for (Candidate candidate : candidates) {
            candidate.archive().contents().forEach((digest, size) -> {
                Blob content = new Blob(candidate, digest, size);
                if (!known.contains(content)) {
                    unknown.add(content);
                }
            });
        }
        return unknown;
    }

    /** The content is right: it was sent whole. */
    void vouch(Blob content) {
        known.add(content);
    }

    void check(Blob content) throws IOException {
        content.candidate().archive().check(content.digest());
        vouch(content);
    }

    /** The archive's own word on content that was found to be wrong; none where the archive does not hold it. */
    void checkIfHeld(Blob content) throws IOException {
        if (content.candidate().archive().contents().containsKey(content.digest())) {
            check(content);
        }
    }

    /** Reads the rest, such as what was mounted in the end. */
    void complete(int parallelism) throws IOException {
        Parallel.forEach(unknown(), parallelism, this::check);
        if (!told) {
            for (Candidate candidate : candidates) {
                listener.on(new Checked(candidate));
            }
            told = true;
        }
    }
}
