package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.promotion.gate.GateRequest.Replaced;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.registry.ReferrersUnknownException;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A gate of every environment: moving tags do not return by accident to a build that the environment had and left. That
 * it had the build is known from records of the image with its BuildId and digest; that it left it, from the moving
 * tag, which points to another image now. Only if both hold, the records of that other image are read, to see whether
 * it is current because of a rollback: promoting the build again after a rollback is no accident.
 *
 * <p>Clocks of different machines are not compared: each step from one image to the next comes from the record of a
 * rollback, which names what it replaced.
 */
final class HistoryGate implements Gate {
    private static final String NAME = "history";

    /** Maximum number of consecutive rollbacks that are followed; each requires the records of one image. */
    private static final int MOST_ROLLBACKS = 20;

    private final AttachedDocuments attachedDocuments;
    private final KeyReader keys;
    private final boolean again;

    HistoryGate(AttachedDocuments attachedDocuments, KeyReader keys, boolean again) {
        this.attachedDocuments = attachedDocuments;
        this.keys = keys;
        this.again = again;
    }

    /** {@return one answer for all registries and tags: the worst} */
    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        List<VerificationKey> trusted =
                keys.read(gateRequest.environment().trust().trustedKeys());
        List<GateAnswer> answers = new ArrayList<>();
        for (Replaced replaced : gateRequest.replaced()) {
            Place place = new Place(gateRequest.environment(), replaced.registry(), trusted);
            answer(gateRequest, replaced, place).ifPresent(answers::add);
        }
        return answers.stream().max(Comparator.comparing(GateAnswer::outcome)).stream()
                .toList();
    }

    /** A registry of the environment, and the keys whose records count there. */
    private record Place(Environment environment, RegistryAddress registry, List<VerificationKey> trusted) {}

    private Optional<GateAnswer> answer(GateRequest gateRequest, Replaced replaced, Place place) throws IOException {
        try {
            return judge(gateRequest, replaced, place);
        } catch (ReferrersUnknownException e) {
            return Optional.of(unknown(gateRequest, e.said()));
        }
    }

    private Optional<GateAnswer> judge(GateRequest gateRequest, Replaced replaced, Place place) throws IOException {
        History own = own(replaced, place);
        Optional<Recorded> had = own.newest(gateRequest.identity().buildId());
        if (had.isEmpty()) {
            return own.unreadable().stream()
                    .findFirst()
                    .map(flaw -> unknown(
                            gateRequest,
                            Message.of("document " + flaw.document() + " is shown as a record of it, but ")
                                    .and(flaw.reason())));
        }
        if (replaced.now().isEmpty()) {
            return Optional.of(GateAnswer.warn(
                    NAME,
                    was(gateRequest, had.get()) + "; what came after it is not known, since tag '" + replaced.tag()
                            + "' is not there"));
        }
        return Optional.of(judge(gateRequest, replaced, place, own, had.get()));
    }

    /** A tag that does not exist cannot return to an earlier build, so the list suffices for a warning. */
    private History own(Replaced replaced, Place place) throws IOException {
        return replaced.now().isPresent()
                ? attachedDocuments.history(place.environment(), place.registry(), place.trusted())
                : attachedDocuments.listedHistory(place.environment(), place.registry(), place.trusted());
    }

    private GateAnswer judge(GateRequest gateRequest, Replaced replaced, Place place, History own, Recorded had)
            throws IOException {
        Optional<PromotionRecord> rollback = rollback(gateRequest, replaced, place, own);
        Optional<Instant> pardon = rollback.isEmpty() ? Optional.empty() : pardon(gateRequest, had);
        if (rollback.isPresent() && pardon.isEmpty()) {
            return GateAnswer.pass(
                    NAME, "it was rolled back at " + rollback.get().at() + ", and goes there again");
        }
        String left = pardon.map(
                        at -> was(gateRequest, had) + ", was rolled back and rejected; that was withdrawn at " + at)
                .orElse(was(gateRequest, had) + " and left it: " + now(replaced, place));
        if (again) {
            return GateAnswer.pass(
                    NAME, Message.of(left + "; it goes there again").because(GateReason.AGAIN));
        }
        if (gateRequest.isOfContent()) {
            return GateAnswer.warn(
                    NAME,
                    Message.of(left + ". Whether it is that old build or a new one with the same content, its BuildId"
                                    + " does not tell, so that it goes there.")
                            .because(GateReason.HISTORY_CONTENT));
        }
        BuildId build = gateRequest.identity().buildId();
        return GateAnswer.fail(
                NAME,
                Message.of(left + ".")
                        .because(GateReason.HISTORY_LEFT, place.environment().id(), build));
    }

    /**
     * {@return the rollback from the build: the tag's image, or what that replaced, is current because of a rollback,
     * with no promotion since}
     */
    private Optional<PromotionRecord> rollback(GateRequest gateRequest, Replaced replaced, Place place, History own)
            throws IOException {
        Set<Digest> seen = new HashSet<>();
        Optional<Digest> image = replaced.now();
        while (image.isPresent() && seen.add(image.get()) && seen.size() <= MOST_ROLLBACKS) {
            Digest current = image.get();
            Optional<PromotionRecord> newest = attachedDocuments
                    .history(current, place.environment(), place.registry(), place.trusted())
                    .newest()
                    .map(Recorded::record)
                    .filter(record -> record.rollback().isPresent());
            image = newest.flatMap(record -> before(record, replaced.tag())).filter(before -> !before.equals(current));
            if (image.equals(Optional.of(gateRequest.digest()))) {
                return newest.filter(record -> isNewest(gateRequest, own));
            }
        }
        return Optional.empty();
    }

    /** Several builds may have the same image; the rollback was from the one with the latest record. */
    private static boolean isNewest(GateRequest gateRequest, History own) {
        return own.newest()
                .filter(recorded -> recorded.record()
                        .buildId()
                        .equals(gateRequest.identity().buildId()))
                .isPresent();
    }

    /** {@return where the tag pointed before; the environment may have had other tags then} */
    private static Optional<Digest> before(PromotionRecord record, Tag tag) {
        Comparator<TagChange> thisTagFirst =
                Comparator.comparing(change -> !change.tag().equals(tag));
        return record.tags().stream()
                .skip(1)
                .sorted(thisTagFirst)
                .flatMap(change -> change.before().stream())
                .findFirst();
    }

    /**
     * {@return when the last rejection after the promotion was withdrawn; a rejection in force is another gate's
     * business}
     */
    private Optional<Instant> pardon(GateRequest gateRequest, Recorded had) throws IOException {
        return attachedDocuments
                .decisions(DecisionKeys.of(gateRequest.environment(), keys).all())
                .lastPardon()
                .filter(at -> at.isAfter(had.record().at()));
    }

    private static GateAnswer unknown(GateRequest gateRequest, Message why) {
        return GateAnswer.warn(
                NAME,
                Message.of("whether '" + gateRequest.environment().id() + "' had '" + gateRequest.name()
                                + "' before is not known: ")
                        .and(why));
    }

    private static String was(GateRequest gateRequest, Recorded had) {
        return "'" + gateRequest.environment().id() + "' had '" + gateRequest.name() + "' at "
                + had.record().at() + had.record().by().clause();
    }

    /** {@return the current build, as far as records tell} */
    private String now(Replaced replaced, Place place) throws IOException {
        Digest image = replaced.now().orElseThrow();
        History there = attachedDocuments.history(image, place.environment(), place.registry(), place.trusted());
        String names = "'" + replaced.tag() + "' of '"
                + attachedDocuments
                        .repository(place.environment(), place.registry())
                        .displayName() + "' names ";
        return there.newest()
                .map(Recorded::record)
                .map(record -> names + "build '" + record.buildId() + "', "
                        + record.digest().abbreviated() + ", since " + record.at())
                .orElseGet(() -> names + image + " by now, and no record that counts says how that came there"
                        + there.unreadable().stream()
                                .findFirst()
                                .map(flaw -> " (" + flaw.document() + ": "
                                        + flaw.reason().text() + ")")
                                .orElse(""));
    }
}
