package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gate {@code <soak>}: the build has been in every predecessor for the soak time, and still is. The time begins
 * with the latest record of its promotion, or with a later withdrawal of a rejection. A moving tag shows whether the
 * predecessor has another build now; without one this is not checked.
 */
final class SoakGate implements Gate {
    private static final String NAME = "soak ";

    private final AttachedDocuments attachedDocuments;
    private final KeyReader keys;
    private final Clock clock;

    SoakGate(AttachedDocuments attachedDocuments, KeyReader keys, Clock clock) {
        this.attachedDocuments = attachedDocuments;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        Optional<Duration> soak = gateRequest.environment().gates().times().soak();
        if (soak.isEmpty()) {
            return List.of();
        }
        List<VerificationKey> trusted =
                keys.read(gateRequest.environment().trust().trustedKeys());
        List<GateAnswer> answers = new ArrayList<>();
        for (Environment before : gateRequest.predecessors()) {
            if (gateRequest.earlier().contains(before.id())) {
                answers.add(GateAnswer.notYet(
                        NAME + before.id(),
                        Message.of("This call promotes to '" + before.id() + "' first, and it has to stay there for "
                                + Elapsed.shown(soak.get()) + ". Promote to '"
                                + gateRequest.environment().id() + "' after that.")));
                continue;
            }
            for (RegistryAddress address : before.registries()) {
                answers.add(answer(gateRequest, before, address, soak.get(), trusted));
            }
        }
        return answers;
    }

    private GateAnswer answer(
            GateRequest gateRequest,
            Environment before,
            RegistryAddress address,
            Duration soak,
            List<VerificationKey> trusted)
            throws IOException {
        String gate = NAME + before.id();
        Optional<Message> newer = newer(gateRequest, before, address);
        if (newer.isPresent()) {
            return GateAnswer.fail(gate, newer.get());
        }
        Optional<Recorded> record = attachedDocuments.promotion(before, address, trusted);
        if (record.isEmpty()) {
            return GateAnswer.fail(gate, unknown(before, address, !trusted.isEmpty()));
        }
        return judge(gate, since(gateRequest, record.get()), soak, trusted.isEmpty());
    }

    private GateAnswer judge(String gate, Instant since, Duration soak, boolean unsigned) {
        Duration left = soak.minus(Duration.between(since, clock.instant()));
        if (left.isNegative() || left.isZero()) {
            return GateAnswer.pass(
                    gate, "it has been there since " + since + (unsigned ? "; unsigned records count" : ""));
        }
        return GateAnswer.notYet(
                gate,
                Message.of("It has been there since " + since + " and has to stay for " + Elapsed.shown(soak) + ": "
                                + Elapsed.shown(left.plusMillis(999)) + " are left.")
                        .because(GateReason.SOAK_LEFT));
    }

    /** After a rejection is withdrawn, the time begins again. */
    private Instant since(GateRequest gateRequest, Recorded record) throws IOException {
        Instant promoted = record.record().at();
        return attachedDocuments
                .decisions(DecisionKeys.of(gateRequest.environment(), keys).all())
                .lastPardon()
                .filter(promoted::isBefore)
                .orElse(promoted);
    }

    private Optional<Message> newer(GateRequest gateRequest, Environment before, RegistryAddress address)
            throws IOException {
        for (Tag tag : before.movingTags()) {
            Optional<Digest> named =
                    attachedDocuments.repository(before, address).resolve(tag).map(Descriptor::digest);
            if (named.filter(gateRequest.digest()::equals).isEmpty()) {
                return Optional.of(Message.of("In '" + before.id() + "', '" + tag + "' "
                                + named.map(other -> "names " + other + " by now")
                                        .orElse("does not exist")
                                + ": the build is not what runs there.")
                        .because(GateReason.SOAK_NEWER, before.id()));
            }
        }
        return Optional.empty();
    }

    private static Message unknown(Environment before, RegistryAddress address, boolean signed) {
        if (before.trust().withoutRecords()) {
            return Message.of("'" + before.id() + "' keeps no records, so it is unknown since when it is there.")
                    .because(GateReason.SOAK_WITHOUT_RECORDS);
        }
        return Message.of("No record" + (signed ? " that a trusted key signed" : "") + " says since when it is in '"
                        + before.id() + "' ('" + address + "').")
                .because(signed ? GateReason.SOAK_UNKNOWN_SIGNED : GateReason.SOAK_UNKNOWN);
    }
}
