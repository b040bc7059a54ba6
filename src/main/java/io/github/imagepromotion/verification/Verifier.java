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

/** Says whether environments hold exactly what the artifacts say. It only reads. */
public final class Verifier {
    private final RegistryOpener opener;
    private final IoFunction<Environment, Trusted> trust;
    private final Reading log;
    private final Clock clock;

    /**
     * @param opener opens the environments' registries
     * @param trust reads the keys that environments name
     * @param log told how far content was read
     * @param clock tells when
     */
    public Verifier(RegistryOpener opener, IoFunction<Environment, Trusted> trust, Reading log, Clock clock) {
        this.opener = opener;
        this.trust = trust;
        this.log = log;
        this.clock = clock;
    }

    /**
     * @param request what, and where
     * @return a result for each environment, in their order; what is wrong is in it
     * @throws ImageException if an environment is unknown, a key cannot be read, or a registry does not answer
     * @throws IOException if the disk or an unexpected answer is the reason
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
                        registries.repository(
                                environment, address, candidate.identity().repository()),
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

    /** What a damaged archive says is not worth holding against anything. */
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

    /** Is told how far content was read. */
    @FunctionalInterface
    public interface Reading {
        /**
         * Called often, by several threads.
         *
         * @param reference of the image
         * @param bytes read so far
         * @param all bytes that are to be read
         */
        void at(String reference, long bytes, long all);
    }

    /** Why an environment does not hold what it should, or what an answer depends on. */
    public enum VerificationReason implements Reason {
        /** There is no image. */
        NO_IMAGE,
        /** The environment does not hold it; argument: its id. */
        NOT_THERE,
        /** The environment holds something else; argument: its id. */
        DAMAGED,
        /** No trusted key signed the record; argument: the environment. */
        UNSIGNED_RECORD,
        /** There is no record; argument: the environment. */
        NO_RECORD,
        /** The environment keeps no records. */
        RECORDS_OFF,
        /** Blobs were not read. */
        NOT_READ,
        /** No key is trusted. */
        NO_KEYS,
        /** It was rejected. */
        REJECTED,
        /** A tag was moved by nobody that is known. */
        MOVED
    }

    /**
     * What is to be verified, and where.
     *
     * @param candidates the images
     * @param environments ids, as a user names them
     * @param deep whether every blob is pulled and hashed, rather than only asked for
     * @param parallelism how many requests may be under way at once
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
     * What an environment takes only with proof, its keys read.
     *
     * @param trust what is asked for
     * @param keys whose signatures count
     * @param decisionKeys keys whose rejections count; with none, everyone's do
     */
    public record Trusted(Trust trust, List<VerificationKey> keys, List<VerificationKey> decisionKeys) {

        /** Copies the lists. */
        public Trusted {
            keys = List.copyOf(keys);
            decisionKeys = List.copyOf(decisionKeys);
        }
    }
}
