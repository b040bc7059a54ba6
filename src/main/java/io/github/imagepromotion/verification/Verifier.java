package io.github.imagepromotion.verification;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.verification.VerificationResult.Outcome;
import io.github.imagepromotion.verification.VerificationResult.VerifiedImage;
import io.github.imagepromotion.verification.Verifier.VerificationReason;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares environments with artifacts. Read-only. */
public final class Verifier {
    private final RegistryOpener opener;
    private final IoFunction<Environment, Trusted> trust;
    private final Reading log;
    private final Clock clock;

    /**
     * @param opener opens the environments' registries
     * @param trust reads the keys of environments
     * @param log receives the progress of reading content
     * @param clock source of the times in results
     */
    public Verifier(RegistryOpener opener, IoFunction<Environment, Trusted> trust, Reading log, Clock clock) {
        this.opener = opener;
        this.trust = trust;
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param request what to verify
     * @return a result for each environment, in their order, with all failed checks
     * @throws ImageException if an environment is unknown, a key cannot be read, or a registry does not respond
     * @throws IOException on an error of the disk or an unexpected response
     */
    public List<VerificationResult> verify(VerificationRequest request) throws IOException {
        if (request.candidates().isEmpty()) {
            throw new ImageException(Message.of("There is no image to verify.").because(VerificationReason.NO_IMAGE));
        }
        List<Environment> environments =
                request.candidates().get(0).environments().select(request.environments());
        Map<Candidate, Check> archives = new IdentityHashMap<>();
        for (Candidate candidate : request.candidates()) {
            archives.put(candidate, archive(candidate, request.parallelism()));
        }
        List<VerificationResult> results = new ArrayList<>();
        try (OpenRegistries registries = new OpenRegistries(opener)) {
            for (Environment environment : environments) {
                results.add(verify(environment.id(), request, archives, registries));
            }
        }
        return results;
    }

    private static Check archive(Candidate candidate, int parallelism) throws IOException {
        try {
            candidate.archive().check(parallelism);
            return Check.pass("archive", candidate.digest(), "every byte is as it was written");
        } catch (ImageException e) {
            return Check.fail("archive", candidate.digest(), e.said());
        }
    }

    private VerificationResult verify(
            String id, VerificationRequest request, Map<Candidate, Check> archives, OpenRegistries registries)
            throws IOException {
        Instant started = clock.instant();
        List<VerifiedImage> images = new ArrayList<>();
        List<VerificationKey> keys = new ArrayList<>();
        for (Candidate candidate : request.candidates()) {
            Environment environment =
                    candidate.environments().select(List.of(id)).get(0);
            Trusted trusted = trust.apply(environment);
            keys.addAll(trusted.keys());
            for (RegistryAddress address : environment.registries()) {
                ExpectedImage holding = new ExpectedImage(
                        candidate,
                        environment,
                        address,
                        registries.repository(environment, address, candidate.repository(environment)),
                        trusted);
                images.add(holding.verified(checks(holding, Objects.requireNonNull(archives.get(candidate)), request)));
            }
        }
        boolean failed = images.stream().anyMatch(image -> !image.failures().isEmpty());
        return new VerificationResult(
                id,
                failed ? Outcome.FAILED : Outcome.VERIFIED,
                request.deep(),
                started,
                clock.instant(),
                keys.stream().distinct().map(VerificationKey::id).toList(),
                images);
    }

    /** Nothing is compared with a damaged archive. */
    private List<Check> checks(ExpectedImage holding, Check archive, VerificationRequest request) throws IOException {
        List<Check> checks = new ArrayList<>(List.of(archive));
        if (archive.failed()) {
            return checks;
        }
        checks.addAll(TrustChecks.ofArchive(holding));
        RepositoryDocuments repositoryDocuments = RepositoryDocuments.of(holding, request.parallelism());
        History history = repositoryDocuments.history(holding);
        checks.addAll(new TagChecks(holding, history, request.parallelism()).run());
        checks.addAll(new ContentChecks(holding, request, log).run());
        checks.addAll(new DocumentChecks(holding, repositoryDocuments, request.parallelism()).run());
        checks.addAll(new TrustChecks(holding, repositoryDocuments).run());
        checks.addAll(new RecordChecks(holding, history).run());
        checks.addAll(new DecisionChecks(repositoryDocuments.decisions(holding)).run());
        return checks;
    }

    /** Receives the progress of reading content. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Called frequently and concurrently.
         *
         * @param reference reference of the image
         * @param bytes bytes read so far
         * @param all total number of bytes
         */
        void at(String reference, long bytes, long all);
    }

    /** Reasons of results. */
    public enum VerificationReason implements Reason {
        /** There is no image to verify. */
        NO_IMAGE,
        /** The environment does not have the image; argument: its id. */
        NOT_THERE,
        /** The environment has different content; argument: its id. */
        DAMAGED,
        /** No trusted key signed the record; argument: the environment. */
        UNSIGNED_RECORD,
        /** There is no record; argument: the environment. */
        NO_RECORD,
        /** The predecessor keeps no records. */
        RECORDS_OFF,
        /** Blobs were not read. */
        NOT_READ,
        /** No key is trusted. */
        NO_KEYS,
        /** The image was rejected. */
        REJECTED,
        /** A tag was moved, and no record explains it. */
        MOVED
    }

    /**
     * What to verify.
     *
     * @param candidates the images
     * @param environments ids of environments
     * @param deep whether to pull and hash every blob, instead of checking that it exists
     * @param parallelism maximum number of concurrent requests
     */
    public record VerificationRequest(
            List<Candidate> candidates, List<String> environments, boolean deep, int parallelism) {
        /** Copies the lists. */
        public VerificationRequest {
            candidates = List.copyOf(candidates);
            environments = List.copyOf(environments);
        }
    }

    /**
     * The proof that an environment requires, with its keys.
     *
     * @param trust required signatures and documents
     * @param keys trusted keys
     * @param decisionKeys keys whose rejections count; if there are none, all rejections count
     */
    public record Trusted(Trust trust, List<VerificationKey> keys, List<VerificationKey> decisionKeys) {

        /** Copies the lists. */
        public Trusted {
            keys = List.copyOf(keys);
            decisionKeys = List.copyOf(decisionKeys);
        }
    }
}
