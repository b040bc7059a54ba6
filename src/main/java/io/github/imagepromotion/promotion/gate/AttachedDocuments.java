package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Recorded;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What lies beside the image in the environments on its way: each repository is read once, however many gates ask. */
final class AttachedDocuments {
    private final EnvironmentRepositories places;
    private final GateRequest gateRequest;
    private final int parallelism;
    private final Map<Place, Attached> referrers = new HashMap<>();
    private final Map<Place, Attached> attestations = new HashMap<>();
    private final Map<Place, Attached> attached = new HashMap<>();

    private record Place(String environment, RegistryAddress address) {}

    AttachedDocuments(EnvironmentRepositories places, GateRequest gateRequest, int parallelism) {
        this.places = places;
        this.gateRequest = gateRequest;
        this.parallelism = parallelism;
    }

    Repository repository(Environment environment, RegistryAddress address) {
        return places.repository(environment, address, gateRequest.identity().repository());
    }

    /** All documents about the image there. */
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

    /** What the artifact brings is the same there, digest by digest, and is not read again. */
    private Attached referrers(Environment environment, RegistryAddress address) throws IOException {
        Place place = new Place(environment.id(), address);
        Attached known = referrers.get(place);
        if (known == null) {
            known = Attached.referrers(
                    gateRequest.digest(), repository(environment, address), gateRequest.documents(), parallelism);
            referrers.put(place, known);
        }
        return known;
    }

    /** What was decided, as it lies where the image goes to and where it comes from. */
    Decisions decisions(List<VerificationKey> trusted) throws IOException {
        List<Attached.Judged> judged = new ArrayList<>();
        for (Environment environment : gateRequest.way()) {
            for (RegistryAddress address : environment.registries()) {
                judged.add(referrers(environment, address).judge(trusted));
            }
        }
        return Decisions.of(gateRequest.digest(), judged, !trusted.isEmpty());
    }

    /** The newest record that counts of this build's promotion to there. */
    Optional<Recorded> promotion(Environment environment, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        return history(environment, address, trusted)
                .newest(gateRequest.identity().buildId());
    }

    /** The records of the image there: two places hold them, which are read at once. */
    History history(Environment environment, RegistryAddress address, List<VerificationKey> trusted)
            throws IOException {
        Place place = new Place(environment.id(), address);
        if (!attestations.containsKey(place)) {
            Parallel.forEach(List.of(true, false), 2, listed -> {
                if (listed) {
                    referrers(environment, address);
                } else {
                    attestations.put(
                            place, Attached.attestations(gateRequest.digest(), repository(environment, address)));
                }
            });
        }
        Attached statements = referrers(environment, address).with(Objects.requireNonNull(attestations.get(place)));
        return new History(
                gateRequest.digest(), destination(environment, address), statements.judge(trusted), !trusted.isEmpty());
    }

    /** The records of another image that is there. */
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
