package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoRunnable;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.promotion.gate.GateRequest.Replaced;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The documents of the image in the environment and its predecessors; each repository is read once for all gates. */
public final class AttachedDocuments {
    /** Seconds for which a registry is waited for that a promotion need not reach. */
    private static final int PATIENCE = 10;

    private final OpenRegistries registries;
    private final GateRequest gateRequest;
    private final int parallelism;
    private final Optional<AttachedDocuments> release;
    private final Map<Place, Object> reading = new ConcurrentHashMap<>();
    private final Map<Place, Attached> referrers = new ConcurrentHashMap<>();
    private final Map<Place, Attached> attestations = new ConcurrentHashMap<>();
    private final Map<Place, Attached> attached = new ConcurrentHashMap<>();
    private final Map<Place, Optional<Message>> silences = new ConcurrentHashMap<>();

    private record Place(String environment, RegistryAddress address) {}

    /**
     * A question that is asked in advance, by reading only.
     *
     * @param registry that is asked: one that makes us wait does not hold up the others
     * @param asking asks and keeps the answer
     */
    public record Question(String registry, IoRunnable asking) {}

    /** @param release documents of the release that the image is promoted with as a member */
    AttachedDocuments(
            OpenRegistries registries, GateRequest gateRequest, int parallelism, Optional<AttachedDocuments> release) {
        this.registries = registries;
        this.gateRequest = gateRequest;
        this.parallelism = parallelism;
        this.release = release;
    }

    /** {@return the same, to be read anew; a registry that did not answer is not asked again} */
    public AttachedDocuments anew() {
        AttachedDocuments again = new AttachedDocuments(registries, gateRequest, parallelism, release);
        silences.forEach((place, silence) -> {
            if (silence.isPresent()) {
                again.silences.put(place, silence);
            }
        });
        return again;
    }

    /** {@return those of the release that the image is promoted with as a member} */
    Optional<AttachedDocuments> release() {
        return release;
    }

    /** {@return the promotion of the image that they are about} */
    GateRequest gateRequest() {
        return gateRequest;
    }

    /**
     * Reads in advance what the gates need if tags move. The tasks may run at any time before the gates, concurrently.
     * An error is ignored here: the gate that needs the document reads it again and reports the error.
     *
     * @return the tasks; none if no tag moves
     */
    public List<Question> ahead() {
        List<Question> questions = new ArrayList<>();
        Environment environment = gateRequest.environment();
        gateRequest.replaced().stream()
                .map(Replaced::registry)
                .distinct()
                .forEach(address -> questions.add(question(address, () -> referrers(environment, address))));
        gateRequest.replaced().stream()
                .filter(replaced -> replaced.now().isPresent())
                .map(Replaced::registry)
                .distinct()
                .forEach(address -> questions.add(question(address, () -> attestations(environment, address))));
        return questions;
    }

    private static Question question(RegistryAddress address, IoRunnable read) {
        return new Question(address.toString(), () -> failure(read));
    }

    /** {@return why it fails; a gate that needs it gets the same error} */
    private static Optional<Message> failure(IoRunnable read) {
        try {
            read.run();
            return Optional.empty();
        } catch (ImageException | IOException e) {
            return Optional.of(Message.of(e));
        }
    }

    Repository repository(Environment environment, RegistryAddress address) {
        return registries.repository(environment, address, gateRequest.repository(environment));
    }

    /** {@return all documents of the image there} */
    Attached attached(Environment environment, RegistryAddress address) throws IOException {
        Place place = new Place(environment.id(), address);
        Attached known = attached.get(place);
        if (known == null) {
            known = referrers(environment, address)
                    .with(Attached.tagged(gateRequest.digest(), repository(environment, address)));
            attached.put(place, known);
        }
        return known;
    }

    /** Documents that are also in the artifact are not read again: the same digest is the same document. */
    private Attached referrers(Environment environment, RegistryAddress address) throws IOException {
        Place place = new Place(environment.id(), address);
        // All members of a release ask for its documents, at the same time.
        synchronized (reading.computeIfAbsent(place, key -> new Object())) {
            Attached known = referrers.get(place);
            if (known == null) {
                known = Attached.referrers(
                        gateRequest.digest(), repository(environment, address), gateRequest.documents(), parallelism);
                referrers.put(place, known);
            }
            return known;
        }
    }

    /** {@return decisions about the image, from the environment and its predecessors} */
    Decisions decisions(List<VerificationKey> trusted) throws IOException {
        return Decisions.of(gateRequest.digest(), onTheWay(trusted), !trusted.isEmpty());
    }

    private List<Attached.Judged> onTheWay(List<VerificationKey> trusted) throws IOException {
        List<Attached.Judged> judged = new ArrayList<>();
        for (Environment environment : gateRequest.way()) {
            for (RegistryAddress address : environment.registries()) {
                judged.add(referrers(environment, address).judge(trusted));
            }
        }
        return judged;
    }

    /**
     * As {@link #decisions}; of a release and of its members, which may have come alone before, also from all environments
     * further before, as far as they can be read: a promotion need not reach them.
     *
     * @param unknown receives the environments that cannot be read, and why; one whose registry does not answer only
     *     once for a release with all its members
     */
    Decisions decisionsFromAll(List<VerificationKey> trusted, BiConsumer<Environment, Message> unknown)
            throws IOException {
        List<Attached.Judged> judged = onTheWay(trusted);
        boolean ofRelease = gateRequest.lock().isPresent() || release.isPresent();
        for (Environment environment : ofRelease ? gateRequest.furtherBefore() : List.<Environment>of()) {
            for (RegistryAddress address : environment.registries()) {
                further(environment, address, trusted, unknown).ifPresent(judged::add);
            }
        }
        return Decisions.of(gateRequest.digest(), judged, !trusted.isEmpty());
    }

    private Optional<Attached.Judged> further(
            Environment environment,
            RegistryAddress address,
            List<VerificationKey> trusted,
            BiConsumer<Environment, Message> unknown) {
        Optional<Message> silence = release.orElse(this).silence(environment, address);
        if (silence.isPresent()) {
            if (release.isEmpty()) {
                unknown.accept(environment, silence.get());
            }
            return Optional.empty();
        }
        try {
            return Optional.of(referrers(environment, address).judge(trusted));
        } catch (ImageException | IOException e) {
            unknown.accept(environment, Message.of(e));
            return Optional.empty();
        }
    }

    /** {@return why nothing can be read there; asked once for a release, and not waited for as long as for what is needed} */
    private Optional<Message> silence(Environment environment, RegistryAddress address) {
        return silences.computeIfAbsent(new Place(environment.id(), address), place -> CompletableFuture.supplyAsync(
                        () -> failure(() -> referrers(environment, address)), AttachedDocuments::inBackground)
                .completeOnTimeout(
                        Optional.of(Message.of("'" + address + "' does not answer within " + PATIENCE + " s")),
                        PATIENCE,
                        TimeUnit.SECONDS)
                .join());
    }

    private static void inBackground(Runnable work) {
        Thread thread = new Thread(work, "image");
        thread.setDaemon(true);
        thread.start();
    }

    /** {@return the latest record that counts of this build's promotion to the environment} */
    Optional<Recorded> promotion(Environment environment, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        return history(environment, address, trusted)
                .newest(gateRequest.identity().buildId());
    }

    /** {@return the records of the image there, from both places that store them, read concurrently} */
    History history(Environment environment, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        List<IoRunnable> both =
                List.of(() -> referrers(environment, address), () -> attestations(environment, address));
        Parallel.forEach(both, both.size(), IoRunnable::run);
        Attached statements = referrers(environment, address).with(attestations(environment, address));
        return history(statements, environment, address, trusted);
    }

    /** {@return the records in the list of referrers, without those under cosign's tag} */
    History listedHistory(Environment environment, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        return history(referrers(environment, address), environment, address, trusted);
    }

    private History history(
            Attached statements, Environment environment, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        return new History(
                gateRequest.digest(), destination(environment, address), statements.judge(trusted), !trusted.isEmpty());
    }

    private Attached attestations(Environment environment, RegistryAddress address) throws IOException {
        Place place = new Place(environment.id(), address);
        Attached known = attestations.get(place);
        if (known == null) {
            known = Attached.attestations(gateRequest.digest(), repository(environment, address));
            attestations.put(place, known);
        }
        return known;
    }

    /** {@return the records of another image there} */
    History history(Digest other, Environment environment, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        return History.read(
                other, destination(environment, address), repository(environment, address), trusted, parallelism);
    }

    private Destination destination(Environment environment, RegistryAddress address) {
        return new Destination(
                environment.id(), address, repository(environment, address).name());
    }
}
