package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.GateAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A gate of every environment: reports that the environment and its gates come from an unsigned build record. */
final class SourceGate implements Gate {
    static final String NAME = "environments";

    private final AttachedDocuments attachedDocuments;
    private final UnsignedEnvironments unsigned;
    private final int parallelism;

    SourceGate(AttachedDocuments attachedDocuments, UnsignedEnvironments unsigned, int parallelism) {
        this.attachedDocuments = attachedDocuments;
        this.unsigned = unsigned;
        this.parallelism = parallelism;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        if (gateRequest.environments().source() != EnvironmentSource.UNSIGNED) {
            return List.of();
        }
        Environment environment = gateRequest.environment();
        List<GateAnswer> answers = new ArrayList<>();
        for (RegistryAddress address : environment.registries()) {
            unsigned.refusal(environment, address, attachedDocuments.repository(environment, address), parallelism)
                    .ifPresent(reason -> answers.add(GateAnswer.fail(NAME, reason)));
        }
        return answers.isEmpty()
                ? List.of(GateAnswer.pass(
                        NAME,
                        Message.of("these gates come from an unsigned build record, in which others may be missing.")
                                .because(GateReason.UNSIGNED_GATES)))
                : answers;
    }
}
