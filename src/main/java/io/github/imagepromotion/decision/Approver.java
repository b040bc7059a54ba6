package io.github.imagepromotion.decision;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.promotion.gate.GateRequest;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.Gatekeeper;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Approves builds for environments, and withdraws approvals. An approval is stored in the environment's own registries.
 */
public final class Approver {
    private final RegistryOpener opener;
    private final DecisionSettings settings;
    private final DecisionLog log;
    private final Clock clock;
    private final DecisionWriter writer;

    /**
     * @param opener opens the environments' registries
     * @param settings who decides
     * @param log receives what happens
     * @param clock source of the times of decisions
     */
    public Approver(RegistryOpener opener, DecisionSettings settings, DecisionLog log, Clock clock) {
        this.opener = opener;
        this.settings = settings;
        this.log = log;
        this.clock = clock;
        this.writer = new DecisionWriter(settings, log, clock);
    }

    /**
     * Reports the differences from the current build, and approves a build.
     *
     * @param candidates images of the build
     * @param ids ids of environments
     * @param reason reason for the approval; may be empty
     * @param validFor validity of the approval; empty for the environment's default
     * @param plan the only plan for which the approvals count; empty if they count for every promotion
     * @throws ImageException if the plan is of another build, or an environment requires approvals and this key's would not
     *     count, in which case nothing is written; or if a registry refuses
     */
    public void approve(
            List<Candidate> candidates,
            List<String> ids,
            String reason,
            Optional<Duration> validFor,
            Optional<SavedPlan> plan)
            throws IOException {
        plan.ifPresent(saved -> saved.requireArtifacts(candidates));
        try (OpenRegistries registries = new OpenRegistries(opener)) {
            List<Approval> approvals = approvals(candidates, ids);
            for (Approval approval : approvals) {
                refuseWorthless(approval.environment());
            }
            for (Approval approval : approvals) {
                approve(registries, approval, reason, validFor, plan.map(SavedPlan::digest));
            }
        }
    }

    /**
     * Withdraws all approvals of a build for environments, or those of a plan.
     *
     * @param candidates images of the build
     * @param ids ids of environments
     * @param reason reason for the withdrawal
     * @param plan plan whose approvals are withdrawn; empty for all
     * @throws ImageException if there are none, or a registry refuses
     */
    public void withdraw(List<Candidate> candidates, List<String> ids, String reason, Optional<SavedPlan> plan)
            throws IOException {
        try (OpenRegistries registries = new OpenRegistries(opener)) {
            List<Approval> approvals = approvals(candidates, ids);
            for (Approval approval : approvals) {
                refuseWorthless(approval.environment());
            }
            for (Approval approval : approvals) {
                withdraw(registries, approval, reason, plan.map(SavedPlan::digest));
            }
        }
    }

    private record Approval(Candidate candidate, Environment environment) {}

    private static List<Approval> approvals(List<Candidate> candidates, List<String> ids) {
        List<Approval> approvals = new ArrayList<>();
        for (Candidate candidate : candidates) {
            candidate
                    .environments()
                    .select(ids)
                    .forEach(environment -> approvals.add(new Approval(candidate, environment)));
        }
        return approvals;
    }

    private void refuseWorthless(Environment environment) throws IOException {
        if (environment.gates().consents().approvals().isEmpty()) {
            log.unasked(environment);
        } else if (!DecisionKeys.of(environment, settings.keys())
                .approvers()
                .contains(settings.key().publicKey())) {
            throw new ImageException(Message.of("Approved nothing: key "
                            + settings.key().publicKey() + " is none of those whose approvals count in '"
                            + environment.id() + "'.")
                    .because(DecisionReason.WORTHLESS_KEY));
        }
    }

    private void approve(
            OpenRegistries registries,
            Approval approval,
            String reason,
            Optional<Duration> validFor,
            Optional<Digest> plan)
            throws IOException {
        Candidate candidate = approval.candidate();
        Environment environment = approval.environment();
        List<Repository> repositories = repositories(registries, approval);
        log.compared(
                candidate,
                environment,
                Comparison.of(
                        candidate,
                        environment,
                        repositories.get(0),
                        settings.keys().read(environment.trust().trustedKeys()),
                        settings.parallelism()));
        Instant now = writer.now();
        Decision decision = writer.decision(
                candidate,
                Kind.APPROVE,
                Optional.of(environment.id()),
                Optional.empty(),
                reason,
                validFor.map(now::plus),
                plan);
        for (Repository repository : repositories) {
            writer.write(candidate, decision, repository);
        }
        judge(registries, approval, plan);
    }

    private void withdraw(OpenRegistries registries, Approval approval, String reason, Optional<Digest> plan)
            throws IOException {
        Candidate candidate = approval.candidate();
        List<Repository> repositories = repositories(registries, approval);
        Set<Digest> standing = new LinkedHashSet<>();
        for (Repository repository : repositories) {
            writer.there(candidate, repository).approvals(approval.environment().id()).stream()
                    .filter(decided ->
                            plan.isEmpty() || decided.decision().plan().equals(plan))
                    .map(Decided::id)
                    .forEach(standing::add);
        }
        if (standing.isEmpty()) {
            throw new ImageException("There is no approval of '" + candidate.name() + "' for '"
                    + approval.environment().id() + "' to be withdrawn.");
        }
        for (Digest withdrawn : standing) {
            Decision decision = writer.decision(
                    candidate,
                    Kind.WITHDRAW,
                    Optional.of(approval.environment().id()),
                    Optional.of(withdrawn),
                    reason,
                    Optional.empty(),
                    Optional.empty());
            for (Repository repository : repositories) {
                writer.write(candidate, decision, repository);
            }
        }
        judge(registries, approval, plan);
    }

    private void judge(OpenRegistries registries, Approval approval, Optional<Digest> plan) throws IOException {
        Candidate candidate = approval.candidate();
        GateSettings gates = GateSettings.trusting(settings.keys());
        log.judged(
                candidate,
                approval.environment(),
                new Gatekeeper(registries, gates, clock, settings.parallelism())
                        .askForDecisions(new GateRequest(
                                candidate.identity(),
                                candidate.digest(),
                                candidate.archive().documents(),
                                candidate.sources(),
                                candidate.lock(),
                                approval.environment(),
                                candidate.environments(),
                                Set.of(),
                                List.of(),
                                new JsonObject(),
                                plan)));
    }

    private static List<Repository> repositories(OpenRegistries registries, Approval approval) {
        List<Repository> repositories = new ArrayList<>();
        for (RegistryAddress address : approval.environment().registries()) {
            repositories.add(registries.writable(
                    approval.environment(), address, approval.candidate().repository(approval.environment())));
        }
        return repositories;
    }

    /** Reasons why nothing was decided. */
    public enum DecisionReason implements Reason {
        /** No environment is configured. */
        NO_ENVIRONMENT,
        /** Approvals by this key do not count. */
        WORTHLESS_KEY
    }
}
