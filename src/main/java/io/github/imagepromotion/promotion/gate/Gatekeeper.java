package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.ledger.GateAnswer;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Asks all gates of an environment. */
public final class Gatekeeper {
    private final Places places;
    private final GateSettings settings;
    private final Clock clock;
    private final int parallelism;

    /**
     * @param places where environments have their images
     * @param settings what gates need beside them
     * @param clock tells the time
     * @param parallelism how many documents are read at once
     */
    public Gatekeeper(Places places, GateSettings settings, Clock clock, int parallelism) {
        this.places = places;
        this.settings = settings;
        this.clock = clock;
        this.parallelism = parallelism;
    }

    /**
     * @param passage of an image into an environment
     * @return what every gate that the environment has says; none of them if it has none
     * @throws io.github.imagepromotion.image.ImageException if one cannot find out
     */
    public List<GateAnswer> ask(Passage passage) throws IOException {
        List<GateAnswer> answers = new ArrayList<>();
        for (Gate gate : gates(new Shelf(places, passage, parallelism))) {
            answers.addAll(gate.answers(passage));
        }
        return settings.override()
                .map(override -> override.apply(passage, answers))
                .orElse(answers);
    }

    /**
     * @param passage of an image into an environment
     * @return what was decided about it, and whether that is enough; nothing where nothing is asked
     * @throws io.github.imagepromotion.image.ImageException if it cannot be found out
     */
    public List<GateAnswer> askForDecisions(Passage passage) throws IOException {
        Shelf shelf = new Shelf(places, passage, parallelism);
        List<GateAnswer> answers = new ArrayList<>(new RejectGate(shelf, settings.keys()).answers(passage));
        answers.addAll(new ApprovalsGate(shelf, settings.keys(), clock).answers(passage));
        return answers;
    }

    private List<Gate> gates(Shelf shelf) {
        return List.of(
                new SourceGate(shelf, settings.unsigned(), parallelism),
                new TrustGate(settings.keys()),
                new HistoryGate(shelf, settings.keys(), settings.again()),
                new RejectGate(shelf, settings.keys()),
                new ReleaseGate(),
                new BranchGate(settings.keys()),
                new AfterGate(shelf, settings.keys()),
                new SoakGate(shelf, settings.keys(), clock),
                new ApprovalsGate(shelf, settings.keys(), clock),
                new FreezeGate(clock),
                new ScanGate(shelf, settings.keys(), clock),
                new CheckGate(settings.questions(), settings.pause(), clock));
    }
}
