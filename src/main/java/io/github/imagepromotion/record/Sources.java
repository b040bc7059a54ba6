package io.github.imagepromotion.record;

import io.github.imagepromotion.record.BuildRecord.Vcs;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import java.util.List;
import java.util.Optional;

/**
 * Where an image's sources come from, and who says so.
 *
 * @param vcs if it is known
 * @param record that says it, and that nobody has vouched for yet; empty where this call built the image, or where the
 *     record is signed by a key that the operator named
 */
public record Sources(Optional<Vcs> vcs, Optional<BuildRecord> record) {
    /** Nobody says anything. */
    public static final Sources UNKNOWN = new Sources(Optional.empty(), Optional.empty());

    /**
     * @param record of the build
     * @param vouchedFor whether it is the operator's own word
     * @return what it says
     */
    public static Sources of(BuildRecord record, boolean vouchedFor) {
        return new Sources(record.vcs(), vouchedFor ? Optional.empty() : Optional.of(record));
    }

    /**
     * @param keys that are trusted
     * @return whether it is the operator's own word, or that of one of these keys
     */
    public boolean areSaidBy(List<VerificationKey> keys) {
        return record.isEmpty() || record.get().verify(keys) instanceof Verdict.Valid;
    }
}
