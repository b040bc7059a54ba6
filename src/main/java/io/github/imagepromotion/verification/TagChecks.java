package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the BuildId tag points to the artifact's manifest, byte by byte. A moving tag may point to another build
 * if a record says that it was moved.
 */
final class TagChecks {
    private static final String NAME = "tag";

    private final ExpectedImage holding;
    private final History history;
    private final int parallelism;

    TagChecks(ExpectedImage holding, History history, int parallelism) {
        this.holding = holding;
        this.history = history;
        this.parallelism = parallelism;
    }

    List<Check> run() throws IOException {
        List<Check> checks = new ArrayList<>();
        Tag build = holding.identity().buildId().tag();
        checks.add(build(build));
        for (Tag moving : holding.environment().movingTags()) {
            if (!moving.equals(build)) {
                checks.add(moving(moving));
            }
        }
        return checks;
    }

    private Check build(Tag tag) throws IOException {
        try {
            return build(tag, holding.repository().manifest(tag));
        } catch (DamagedContentException e) {
            return Check.fail(
                    NAME, tag, Message.of("what it names is damaged: ").and(e).and(" Have the registry restored"));
        }
    }

    private Check build(Tag tag, Optional<Manifest> found) {
        if (found.isEmpty()) {
            return Check.fail(
                    NAME,
                    tag,
                    Message.of("there is no such tag")
                            .because(
                                    VerificationReason.NOT_THERE,
                                    holding.environment().id()));
        }
        Digest named = found.get().descriptor().digest();
        if (!named.equals(holding.digest())
                || !Arrays.equals(found.get().bytes(), holding.top().bytes())) {
            return Check.fail(
                    NAME,
                    tag,
                    "it names " + named + ", the artifact is " + holding.digest()
                            + "; a BuildId tag never changes: find out who set it, and delete it or take the artifact of"
                            + " that build");
        }
        return Check.pass(NAME, tag, "it names " + named);
    }

    private Check moving(Tag tag) throws IOException {
        Optional<Digest> named = holding.repository().named(tag, holding.digest());
        Optional<Recorded> ours = mover(history, tag);
        if (holding.trusted().trust().withoutRecords()) {
            return Check.info(NAME, tag, names(named));
        }
        if (named.filter(holding.digest()::equals).isPresent()) {
            return here(tag, ours.isPresent());
        }
        return ours.isEmpty() || isMoved(named, tag, ours.get())
                ? Check.info(NAME, tag, names(named))
                : Check.fail(
                        NAME,
                        tag,
                        Message.of(names(named) + ", but the last recorded promotion that moved it, "
                                        + ours.get().id() + ", was of this image")
                                .because(VerificationReason.MOVED));
    }

    /** Where no record of this build counts, that is the failure (see {@link RecordChecks}), and this what follows of it. */
    private Check here(Tag tag, boolean recorded) {
        BuildId build = holding.identity().buildId();
        if (!recorded && history.mentions(build) && history.newest(build).isEmpty()) {
            return Check.info(NAME, tag, "it names this image, by a promotion whose record does not count");
        }
        return recorded
                ? Check.info(NAME, tag, "it names this image")
                : Check.fail(
                        NAME,
                        tag,
                        Message.of("it names this image, but no record that counts says so")
                                .because(VerificationReason.MOVED));
    }

    /** {@return whether a record of the image that the tag points to says that it was moved there later} */
    private boolean isMoved(Optional<Digest> named, Tag tag, Recorded ours) throws IOException {
        if (named.isEmpty()) {
            return false;
        }
        History theirs = History.read(
                named.get(),
                holding.destination(),
                holding.repository(),
                holding.trusted().keys(),
                parallelism);
        return mover(theirs, tag)
                .filter(recorded -> recorded.record().at().isAfter(ours.record().at()))
                .isPresent();
    }

    private static Optional<Recorded> mover(History history, Tag tag) {
        return history.counting().stream()
                .filter(recorded -> recorded.record().tags().stream()
                        .anyMatch(change -> change.tag().equals(tag)))
                .reduce((one, next) -> next);
    }

    private static String names(Optional<Digest> named) {
        return named.map(digest -> "it names " + digest).orElse("there is no such tag");
    }
}
