package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoRunnable;
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
import java.util.concurrent.ConcurrentHashMap;

/** The documents of the image in the environment and its predecessors; each repository is read once for all gates. */
public final class AttachedDocuments {
    private final OpenRegistries registries;
    private final GateRequest gateRequest;
    private final int parallelism;
    private final Optional<AttachedDocuments> release;
    private final Map<Place, Object> reading = new ConcurrentHashMap<>();
    private final Map<Place, Attached> referrers = new ConcurrentHashMap<>();
    private final Map<Place, Attached> attestations = new ConcurrentHashMap<>();
    private final Map<Place, Attached> attached = new ConcurrentHashMap<>();

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
        return new Question(address.toString(), () -> tryTo(read));
    }

    private static void tryTo(IoRunnable read) {
        try {
            read.run();
        } catch (ImageException | IOException e) {
            // The gate gets the same error.
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
        List<Attached.Judged> judged = new ArrayList<>();
        for (Environment environment : gateRequest.way()) {
            for (RegistryAddress address : environment.registries()) {
                judged.add(referrers(environment, address).judge(trusted));
            }
        }
        return Decisions.of(gateRequest.digest(), judged, !trusted.isEmpty());
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
