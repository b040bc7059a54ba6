package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Asks all gates of an environment. */
public final class Gatekeeper {
    /** Images whose gates are asked at the same time. */
    private static final int AT_ONCE = 32;

    private final OpenRegistries registries;
    private final GateSettings settings;
    private final Clock clock;
    private final int parallelism;
    private final Semaphore asking = new Semaphore(AT_ONCE);

    /**
     * @param registries open registries of environments
     * @param settings settings of gates
     * @param clock source of the current time
     * @param parallelism maximum number of documents read concurrently
     */
    public Gatekeeper(OpenRegistries registries, GateSettings settings, Clock clock, int parallelism) {
        this.registries = registries;
        this.settings = settings;
        this.clock = clock;
        this.parallelism = parallelism;
    }

    /**
     * @param gateRequest promotion of an image into an environment
     * @param release documents of the release that it is promoted with as a member
     * @return the image's documents in the environment and its predecessors
     */
    public AttachedDocuments documents(GateRequest gateRequest, Optional<AttachedDocuments> release) {
        return new AttachedDocuments(registries, gateRequest, parallelism, release);
    }

    /**
     * @param gateRequest promotion of an image into an environment
     * @param attachedDocuments documents of the image
     * @return the answers of all gates that the environment has
     * @throws io.github.imagepromotion.image.ImageException if an answer cannot be determined
     */
    public List<GateAnswer> ask(GateRequest gateRequest, AttachedDocuments attachedDocuments) throws IOException {
        return ask(gateRequest, gates(attachedDocuments));
    }

    /**
     * As {@link #ask}, of an image that does not change, and belongs to a release that does.
     *
     * @return the answers of the gate on rejections
     */
    public List<GateAnswer> askForRejections(GateRequest gateRequest, AttachedDocuments attachedDocuments)
            throws IOException {
        return ask(gateRequest, List.of(new RejectGate(attachedDocuments, settings.keys())));
    }

    private List<GateAnswer> ask(GateRequest gateRequest, List<Gate> gates) throws IOException {
        List<GateAnswer> answers = new ArrayList<>();
        try {
            asking.acquire();
        } catch (InterruptedException e) {
            throw Pause.interrupted("gates are asked", e);
        }
        try {
            for (Gate gate : gates) {
                answers.addAll(gate.answers(gateRequest));
            }
        } finally {
            asking.release();
        }
        return settings.override()
                .map(override -> override.apply(gateRequest, answers))
                .orElse(answers);
    }

    /** While one image waits for a service, others are asked. */
    private void pause(Duration time) throws InterruptedException {
        asking.release();
        try {
            settings.pause().sleep(time);
        } finally {
            asking.acquireUninterruptibly();
        }
    }

    /**
     * @param gateRequest promotion of an image into an environment
     * @return answers of the gates on rejections and approvals
     * @throws io.github.imagepromotion.image.ImageException if an answer cannot be determined
     */
    public List<GateAnswer> askForDecisions(GateRequest gateRequest) throws IOException {
        AttachedDocuments attachedDocuments = documents(gateRequest, Optional.empty());
        List<GateAnswer> answers =
                new ArrayList<>(new RejectGate(attachedDocuments, settings.keys()).answers(gateRequest));
        answers.addAll(new ApprovalsGate(attachedDocuments, settings.keys(), clock).answers(gateRequest));
        return answers;
    }

    private List<Gate> gates(AttachedDocuments attachedDocuments) {
        return List.of(
                new SourceGate(attachedDocuments, settings.unsigned(), parallelism),
                new TrustGate(settings.keys()),
                new HistoryGate(attachedDocuments, settings.keys(), settings.again()),
                new RejectGate(attachedDocuments, settings.keys()),
                new ReleaseGate(),
                new BranchGate(settings.keys()),
                new AfterGate(attachedDocuments, settings.keys()),
                new SoakGate(attachedDocuments, settings.keys(), clock),
                new ApprovalsGate(attachedDocuments, settings.keys(), clock),
                new FreezeGate(clock),
                new ScanGate(attachedDocuments, settings.keys(), clock),
                new CheckGate(settings.questions(), this::pause, clock));
    }
}
