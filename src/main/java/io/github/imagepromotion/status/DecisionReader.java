package io.github.imagepromotion.status;

import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attached.Judged;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.Decisions;
import io.github.imagepromotion.ledger.Decisions.Decided;
import io.github.imagepromotion.promotion.gate.ApprovalCount;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.signing.Verdict;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.BuildDecisions.Position;
import io.github.imagepromotion.status.BuildDecisions.Withdrawal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Evaluates approvals and rejections as the gates of an environment do, from the documents there and in the
 * environments that precede it. Whoever signed the image here counts as its builder; a gate has the archive and so
 * knows who signed it before the promotion. Where releases were asked for, their members need no approval of their own.
 */
final class DecisionReader {
    private static final Comparator<BuildDecisions> ORDER = Comparator.comparing(BuildDecisions::position)
            .thenComparing(each -> BuildId.of(each.name()), BuildOrder.NEWEST_FIRST)
            .thenComparing(BuildDecisions::digest);

    private final List<RepositorySnapshot> snapshots;
    private final StatusRequest request;
    private final StatusLog log;
    private final Instant now;
    private final RunningReleases running;

    DecisionReader(
            List<RepositorySnapshot> snapshots,
            StatusRequest request,
            StatusLog log,
            Instant now,
            RunningReleases running) {
        this.snapshots = snapshots;
        this.request = request;
        this.log = log;
        this.now = now;
        this.running = running;
    }

    /**
     * @param environment the environment for which decisions count
     * @param pending its current build and those that may be promoted to it
     * @return the decisions, and missing approvals, of these builds first, then of others
     */
    List<BuildDecisions> in(Environment environment, PendingBuilds pending) {
        List<RepositorySnapshot> way = snapshots.stream()
                .filter(snapshot -> snapshot.environment().id().equals(environment.id())
                        || environment.after().contains(snapshot.environment().id()))
                .toList();
        Set<Digest> images = new LinkedHashSet<>();
        way.forEach(snapshot -> images.addAll(snapshot.images()));
        return images.stream()
                .map(image -> new About(environment, image, pending.position(image), pending.name(image)).read(way))
                .filter(decisions -> !decisions.isNothing())
                .sorted(ORDER)
                .toList();
    }

    /** One build in one environment. */
    private final class About {
        private final Environment environment;
        private final Digest image;
        private final Position position;
        private final Optional<BuildId> buildId;
        private final DecisionKeys decisionKeys;

        About(Environment environment, Digest image, Position position, Optional<BuildId> buildId) {
            this.environment = environment;
            this.image = image;
            this.position = position;
            this.buildId = buildId;
            this.decisionKeys = request.decisionKeys(environment.id());
        }

        BuildDecisions read(List<RepositorySnapshot> way) {
            try {
                List<Judged> judged = new ArrayList<>();
                for (RepositorySnapshot snapshot : way) {
                    judged.add(snapshot.attached(image).judge(decisionKeys.all()));
                }
                return of(Decisions.of(image, judged, signed()));
            } catch (ImageException | IOException e) {
                String doubt = "what was decided cannot be read: " + Text.printable(log.explain(e));
                return new BuildDecisions(
                        buildId,
                        image,
                        position,
                        required(false),
                        signed(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(doubt));
            }
        }

        private boolean signed() {
            return !decisionKeys.all().isEmpty();
        }

        private BuildDecisions of(Decisions all) throws IOException {
            List<Decided> approvals = all.approvals(environment.id());
            if (position == Position.CURRENT
                    && approvals.stream()
                            .anyMatch(each -> each.decision().plan().isPresent())) {
                return withoutApprovals(all);
            }
            List<Vote> counting = approvals.stream().map(Vote::of).toList();
            List<String> worthless = List.of();
            if (asked().isPresent()) {
                ApprovalCount count = ApprovalCount.of(
                        approvals, asked().get(), decisionKeys.approvers(), builders(approvals), Optional.empty(), now);
                counting = count.counting().entrySet().stream()
                        .map(vote -> Vote.of(vote.getValue(), List.of(vote.getKey())))
                        .toList();
                worthless = count.worthless().stream().map(About::clause).toList();
            }
            boolean decided = !(counting.isEmpty() && worthless.isEmpty());
            return of(all, required(decided), counting, worthless);
        }

        /**
         * The current build may have come by a plan that was approved, which its gates answered for. Its record does not
         * say which plan that was, so that nothing is said of a lack of approvals.
         */
        private BuildDecisions withoutApprovals(Decisions all) {
            return of(all, 0, List.of(), List.of());
        }

        private BuildDecisions of(Decisions all, int required, List<Vote> approvals, List<String> worthless) {
            return new BuildDecisions(
                    buildId,
                    image,
                    position,
                    required,
                    signed(),
                    approvals,
                    worthless,
                    all.rejections().stream().map(Vote::of).toList(),
                    all.withdrawn().stream()
                            .filter(each -> concerns(each.decision().decision()))
                            .map(About::withdrawal)
                            .toList(),
                    all.doubtful());
        }

        private int required(boolean decided) {
            boolean needsNone =
                    position == Position.OTHER || (!request.releases().isEmpty() && running.have(image));
            return needsNone && !decided ? 0 : asked().map(Approvals::required).orElse(0);
        }

        private Optional<Approvals> asked() {
            return environment.gates().consents().approvals();
        }

        private Set<VerificationKey> builders(List<Decided> approvals) throws IOException {
            Set<VerificationKey> builders = new HashSet<>();
            if (!approvals.isEmpty()) {
                for (RepositorySnapshot snapshot : snapshots) {
                    builders.addAll(ApprovalCount.builders(snapshot.attached(image)
                            .judge(decisionKeys.approvers())
                            .findings()));
                    builders.addAll(signersOfLock(snapshot));
                }
            }
            return builders;
        }

        private List<VerificationKey> signersOfLock(RepositorySnapshot snapshot) {
            return snapshot.release()
                    .filter(release -> release.digest().equals(image))
                    .map(release -> release.lock().verify(decisionKeys.approvers()))
                    .map(verdict -> verdict instanceof Verdict.Valid valid
                            ? List.copyOf(valid.signers())
                            : List.<VerificationKey>of())
                    .orElse(List.of());
        }

        private boolean concerns(Decision decision) {
            return decision.kind() == Kind.REJECT || decision.environment().equals(Optional.of(environment.id()));
        }

        private static Withdrawal withdrawal(Decisions.Withdrawn withdrawn) {
            return new Withdrawal(
                    withdrawn.decision().decision().kind() == Kind.REJECT,
                    Vote.of(withdrawn.decision()),
                    Vote.of(withdrawn.by()));
        }

        private static String clause(ApprovalCount.Worthless approval) {
            Optional<String> by = approval.decision().by().user().map(user -> " by '" + Text.printable(user) + "'");
            return "one" + by.orElse("") + " does not count: " + approval.reason();
        }
    }
}
