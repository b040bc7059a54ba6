package io.github.imagepromotion.promotion;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The gate {@code <after>}: the same digest is in the predecessor, under its BuildId, in each of its registries. */
final class AfterGate {
    private final OpenRegistries registries;
    private final Set<String> promotedBefore;

    /** @param promotedBefore environments that the same call promotes to first */
    AfterGate(OpenRegistries registries, Set<String> promotedBefore) {
        this.registries = registries;
        this.promotedBefore = promotedBefore;
    }

    /** @return an answer for each registry of each predecessor */
    List<GateAnswer> answers(Candidate candidate, Environment environment) throws IOException {
        List<GateAnswer> answers = new ArrayList<>();
        for (String id : environment.after()) {
            String gate = "after " + id;
            if (promotedBefore.contains(id)) {
                answers.add(GateAnswer.pass(gate, "this call promotes to it first"));
                continue;
            }
            Environment before = candidate.environments().find(id).orElseThrow();
            for (RegistryAddress address : before.registries()) {
                answers.add(refusal(candidate, environment, before, address)
                        .map(reason -> GateAnswer.fail(gate, reason))
                        .orElseGet(() -> GateAnswer.pass(gate, "it is there, in '" + address + "'")));
            }
        }
        return answers;
    }

    private Optional<String> refusal(
            Candidate candidate, Environment environment, Environment before, RegistryAddress address)
            throws IOException {
        Repository repository =
                registries.repository(before, address, candidate.identity().repository());
        Tag tag = candidate.identity().buildId().tag();
        Optional<Digest> found = repository.resolve(tag).map(Descriptor::digest);
        if (found.filter(candidate.digest()::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("'" + environment.id() + "' comes after '" + before.id() + "', but there '"
                + repository.displayName() + ":" + tag + "' "
                + found.map(other -> "names " + other + " instead of " + candidate.digest())
                        .orElse("does not exist")
                + ". Promote to '" + before.id() + "' first (-Dimage.environment=" + before.id()
                + "), or change <after>.");
    }
}
