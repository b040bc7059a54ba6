package io.github.imagepromotion.promotion;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.gate.AttachedDocuments;
import io.github.imagepromotion.promotion.gate.AttachedDocuments.Question;
import io.github.imagepromotion.promotion.gate.GateRequest;
import io.github.imagepromotion.promotion.gate.Gatekeeper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans an image for all registries of an environment, and asks the gates. */
final class ImagePlanner {
    private final Candidate candidate;
    private final Environment environment;
    private final List<TargetPlanner> targets;
    private final Gatekeeper gatekeeper;
    private final Set<String> earlier;
    private final Optional<Digest> saved;
    private final Optional<ImagePlanner> release;
    private Optional<AttachedDocuments> attached = Optional.empty();
    private volatile boolean asked;
    private volatile List<GateAnswer> answers = List.of();

    /**
     * @param targets the image in each registry of the environment
     * @param earlier ids of environments that the same call promotes to first
     * @param saved digest of the saved plan to carry out
     * @param release the release that it is a member of, asked {@link #aboutContent} before
     */
    ImagePlanner(
            Candidate candidate,
            Environment environment,
            List<TargetPlanner> targets,
            Gatekeeper gatekeeper,
            Set<String> earlier,
            Optional<Digest> saved,
            Optional<ImagePlanner> release) {
        this.candidate = candidate;
        this.environment = environment;
        this.targets = List.copyOf(targets);
        this.gatekeeper = gatekeeper;
        this.earlier = Set.copyOf(earlier);
        this.saved = saved;
        this.release = release;
    }

    /** What the tags name: asked first. */
    Stream<Question> aboutTags() {
        return targets.stream().flatMap(target -> target.aboutTags().stream());
    }

    /** What of the content is there, and what is attached to it, which gates will ask for. */
    Stream<Question> aboutContent() {
        List<Question> questions = new ArrayList<>();
        targets.forEach(target -> questions.addAll(target.aboutContent()));
        AttachedDocuments read =
                gatekeeper.documents(gateRequest(new JsonObject()), release.flatMap(whole -> whole.attached));
        questions.addAll(read.ahead());
        attached = Optional.of(read);
        return questions.stream();
    }

    /** {@return whether it is a release or a member of one, and something of it would change} */
    boolean changesRelease() {
        return candidate.isOfRelease() && !targets().allMatch(Target::isDone);
    }

    /**
     * Gates are only asked if something would change.
     *
     * @param changesRelease whether something of a release would, of which all is then asked whether it was rejected
     */
    void askGates(boolean changesRelease) throws IOException {
        List<Target> here = targets().toList();
        boolean changes = !here.stream().allMatch(Target::isDone);
        asked = changes || (changesRelease && candidate.isOfRelease());
        if (changes) {
            answers = gatekeeper.ask(gateRequest(ResultBuilder.json(environment.id(), here)), attached.orElseThrow());
        } else if (asked) {
            answers = gatekeeper.askForRejections(gateRequest(new JsonObject()), attached.orElseThrow());
        }
    }

    /** {@return why it may not be promoted by now, since it was rejected; nothing is read if it was not asked before} */
    List<Message> rejections() throws IOException {
        if (!asked) {
            return List.of();
        }
        AttachedDocuments anew = attached.orElseThrow().anew();
        return gatekeeper.askForRejections(gateRequest(new JsonObject()), anew).stream()
                .filter(answer -> !answer.passed())
                .map(GateAnswer::reason)
                .toList();
    }

    /** {@return the registries' states, with the answers of gates if they were asked} */
    Stream<Target> targets() {
        return targets.stream().map(target -> target.target(answers));
    }

    /** {@return what forbids the promotion, whatever gates say} */
    Stream<Message> obstacles() {
        List<Message> others =
                targets.stream().flatMap(target -> target.ofOthers().stream()).toList();
        return others.isEmpty() ? targets().flatMap(target -> target.conflict().stream()) : others.stream();
    }

    private GateRequest gateRequest(JsonObject plan) {
        return new GateRequest(
                candidate.identity(),
                candidate.digest(),
                candidate.archive().documents(),
                candidate.sources(),
                candidate.lock(),
                environment,
                candidate.environments(),
                earlier,
                targets().flatMap(target -> target.replaced().stream()).toList(),
                plan,
                saved);
    }
}
