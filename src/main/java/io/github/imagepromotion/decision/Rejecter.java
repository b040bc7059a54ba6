package io.github.imagepromotion.decision;

import io.github.imagepromotion.decision.Approver.DecisionReason;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Rejects builds, and withdraws rejections. A rejection counts everywhere, so it is stored in every registry of every
 * environment, where each promotion finds it.
 */
public final class Rejecter {
    private final RegistryOpener opener;
    private final DecisionSettings settings;
    private final DecisionLog log;
    private final DecisionWriter writer;

    /**
     * @param opener opens the environments' registries
     * @param settings who decides
     * @param log receives what happens
     * @param clock source of the times of decisions
     */
    public Rejecter(RegistryOpener opener, DecisionSettings settings, DecisionLog log, Clock clock) {
        this.opener = opener;
        this.settings = settings;
        this.log = log;
        this.writer = new DecisionWriter(settings, log, clock);
    }

    /**
     * Rejects a build in every environment that it may be promoted to.
     *
     * @param candidates images of the build
     * @param reason reason for the rejection
     * @throws ImageException if one could not be written to all registries, with those that failed; in the others it
     *     counts, and so do those of other images
     */
    public void reject(List<Candidate> candidates, String reason) throws IOException {
        try (OpenRegistries registries = new OpenRegistries(opener)) {
            each(candidates, candidate -> {
                List<Place> places = places(registries, candidate);
                Decision rejection = writer.decision(
                        candidate,
                        Kind.REJECT,
                        Optional.empty(),
                        Optional.empty(),
                        reason,
                        Optional.empty(),
                        Optional.empty());
                everywhere(
                        "rejected", candidate, places, place -> writer.write(candidate, rejection, place.repository()));
            });
        }
    }

    /**
     * Withdraws all rejections of a build, in every environment.
     *
     * @param candidates images of the build
     * @param reason reason for the withdrawal
     * @throws ImageException if there are none, or the withdrawal could not be written to all registries, with those
     *     that failed; in the others it counts
     */
    public void withdraw(List<Candidate> candidates, String reason) throws IOException {
        try (OpenRegistries registries = new OpenRegistries(opener)) {
            each(candidates, candidate -> {
                List<Place> places = places(registries, candidate);
                Set<Digest> standing = new LinkedHashSet<>();
                for (Place place : places) {
                    writer.there(candidate, place.repository()).rejections().stream()
                            .map(Decided::id)
                            .forEach(standing::add);
                }
                if (standing.isEmpty()) {
                    throw new ImageException("There is no rejection of '" + candidate.name() + "' to be withdrawn.");
                }
                for (Digest withdrawn : standing) {
                    Decision decision = writer.decision(
                            candidate,
                            Kind.WITHDRAW,
                            Optional.empty(),
                            Optional.of(withdrawn),
                            reason,
                            Optional.empty(),
                            Optional.empty());
                    everywhere(
                            "pardoned",
                            candidate,
                            places,
                            place -> writer.write(candidate, decision, place.repository()));
                }
            });
        }
    }

    /** Tries all images, even if one cannot be rejected everywhere. */
    private static void each(List<Candidate> candidates, IoConsumer<Candidate> step) throws IOException {
        if (candidates.stream()
                .anyMatch(candidate -> candidate.environments().list().isEmpty())) {
            throw new ImageException(Message.of("No environment is configured, so that nobody would find the decision.")
                    .because(DecisionReason.NO_ENVIRONMENT));
        }
        List<ImageException> failed = new ArrayList<>();
        for (Candidate candidate : candidates) {
            try {
                step.accept(candidate);
            } catch (ImageException e) {
                failed.add(e);
            }
        }
        if (!failed.isEmpty()) {
            List<Message> others = failed.stream().skip(1).map(Message::of).toList();
            throw new ImageException(Message.of(failed.get(0)).and(others), failed.get(0));
        }
    }

    private record Place(Environment environment, RegistryAddress address, Repository repository) {}

    private List<Place> places(OpenRegistries registries, Candidate candidate) throws IOException {
        List<Place> places = new ArrayList<>();
        for (Environment environment : candidate.environments().list()) {
            List<VerificationKey> counting =
                    DecisionKeys.of(environment, settings.keys()).all();
            if (!counting.isEmpty() && !counting.contains(settings.key().publicKey())) {
                log.worthless(environment);
            }
            for (RegistryAddress address : environment.registries()) {
                places.add(new Place(
                        environment,
                        address,
                        registries.writable(environment, address, candidate.repository(environment))));
            }
        }
        return places;
    }

    /** Tries all registries, even if one cannot be reached. */
    private static void everywhere(String what, Candidate candidate, List<Place> places, IoConsumer<Place> step)
            throws IOException {
        List<Message> failed = new ArrayList<>();
        ImageException first = null;
        for (Place place : places) {
            try {
                step.accept(place);
            } catch (ImageException e) {
                first = first == null ? e : first;
                failed.add(Message.of("'" + place.environment().id() + "' ("
                                + Text.quote(place.address().toString()) + "): ")
                        .and(e));
            }
        }
        if (first != null) {
            throw new ImageException(
                    Message.of("'" + candidate.name() + "' is not " + what + " in ")
                            .and(failed.stream()
                                    .reduce((all, each) -> all.and(" And in ").and(each))
                                    .orElseThrow())
                            .and(" Run the same command again when that is fixed; elsewhere it is."),
                    first);
        }
    }
}
