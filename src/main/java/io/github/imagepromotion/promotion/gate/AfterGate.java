package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gate {@code <after>}: every registry of the predecessor has the same digest under the BuildId tag; if keys are
 * trusted, a record signed by one of them must confirm it.
 */
final class AfterGate implements Gate {
    private final AttachedDocuments attachedDocuments;
    private final KeyReader keys;

    AfterGate(AttachedDocuments attachedDocuments, KeyReader keys) {
        this.attachedDocuments = attachedDocuments;
        this.keys = keys;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        List<VerificationKey> trusted =
                keys.read(gateRequest.environment().trust().trustedKeys());
        List<GateAnswer> answers = new ArrayList<>();
        for (Environment before : gateRequest.predecessors()) {
            String gate = "after " + before.id();
            if (gateRequest.earlier().contains(before.id())) {
                answers.add(GateAnswer.pass(gate, "this call promotes to it first"));
                continue;
            }
            for (RegistryAddress address : before.registries()) {
                Optional<Message> refusal = absent(gateRequest, before, address);
                answers.add(
                        refusal.isPresent()
                                ? GateAnswer.fail(gate, refusal.get())
                                : recorded(gate, before, address, trusted));
            }
        }
        return answers;
    }

    private Optional<Message> absent(GateRequest gateRequest, Environment before, RegistryAddress address)
            throws IOException {
        Repository repository = attachedDocuments.repository(before, address);
        Tag tag = gateRequest.identity().buildId().tag();
        Optional<Digest> found = repository.resolve(tag).map(Descriptor::digest);
        if (found.filter(gateRequest.digest()::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                Message.of("'" + gateRequest.environment().id() + "' comes after '" + before.id() + "', but there '"
                                + repository.displayName() + ":" + tag + "' "
                                + found.map(other -> "names " + other + " instead of " + gateRequest.digest())
                                        .orElse("does not exist")
                                + ".")
                        .because(GateReason.AFTER, before.id()));
    }

    /** Anyone with write access can put an image into a registry; a signed record tells who did. */
    private GateAnswer recorded(String gate, Environment before, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        String there = "it is there, in '" + address + "'";
        if (trusted.isEmpty()) {
            return GateAnswer.pass(gate, there + "; no key is trusted, so that the registry's word counts");
        }
        if (before.trust().withoutRecords()) {
            return GateAnswer.pass(gate, there + "; '" + before.id() + "' keeps no records");
        }
        Optional<History.Flaw> flaw = attachedDocuments.history(before, address, trusted).flaws().stream()
                .findFirst();
        if (flaw.isPresent()) {
            return GateAnswer.fail(
                    gate,
                    Message.of("It is there, in '" + address + "', but its records are not as promotions leave them: "
                                    + flaw.get().document() + ": ")
                            .and(flaw.get().reason())
                            .and("."));
        }
        Optional<Recorded> record = attachedDocuments.promotion(before, address, trusted);
        return record.map(known -> GateAnswer.pass(
                        gate,
                        there + ", recorded at " + known.record().at()
                                + known.record().by().clause()))
                .orElseGet(() -> GateAnswer.fail(
                        gate,
                        Message.of("It is there, in '" + address
                                        + "', but no record of that promotion is signed by a trusted key.")
                                .because(GateReason.AFTER_UNSIGNED, before.id())));
    }
}
