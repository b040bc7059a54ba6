package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attached.Unread;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.Finding.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The valid decisions about one image, from all places: a decision that is found in several places counts once, and a
 * withdrawn one does not count, even if it is attached again.
 */
public final class Decisions {
    private static final String WHAT = "decision";

    private final List<Decided> counting;
    private final Set<Digest> withdrawn;
    private final List<String> doubtful;

    private Decisions(List<Decided> counting, List<String> doubtful) {
        this.counting = counting;
        this.doubtful = doubtful;
        this.withdrawn = of(counting, Kind.WITHDRAW)
                .flatMap(decided -> decided.decision().withdraws().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param image digest of the image
     * @param places documents of each place, judged with the keys whose decisions count
     * @param signed whether there are such keys; without keys, all decisions count
     * @return the decisions
     */
    public static Decisions of(Digest image, List<Attached.Judged> places, boolean signed) {
        Map<Digest, Decided> counting = new LinkedHashMap<>();
        List<String> doubtful = new ArrayList<>();
        for (Attached.Judged place : places) {
            place.unread().stream()
                    .filter(unread -> unread.mayBe(Decision.PREDICATE_TYPE))
                    .map(Decisions::doubt)
                    .forEach(doubtful::add);
            for (Finding finding : place.findings()) {
                if (!Versions.isSameOrNewer(finding.type(), Decision.PREDICATE_TYPE)) {
                    continue;
                }
                Optional<Decided> decided = read(finding, image);
                if (decided.isEmpty()) {
                    doubtful.add(doubt(finding));
                } else if (!signed || finding.standing() == Standing.SIGNED) {
                    counting.putIfAbsent(finding.content(), decided.get());
                }
            }
        }
        return new Decisions(
                counting.values().stream()
                        .sorted(Comparator.comparing(each -> each.decision().at()))
                        .toList(),
                doubtful.stream().distinct().toList());
    }

    private static Optional<Decided> read(Finding finding, Digest image) {
        try {
            return finding.statement()
                    .filter(statement -> isKnown(statement.predicateType()))
                    .map(statement -> new Decided(finding, Json.read(statement.predicate(), Decision.class, WHAT)))
                    .filter(decided -> decided.decision().digest().equals(image))
                    .filter(decided -> decided.decision().predicateType().equals(finding.type()));
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    private static boolean isKnown(String type) {
        return type.equals(Decision.PREDICATE_TYPE) || type.equals(Decision.PLAN_PREDICATE_TYPE);
    }

    private static String doubt(Unread unread) {
        return "document " + unread.digest() + " may be a decision, but " + Text.printable(unread.reason());
    }

    private static String doubt(Finding finding) {
        if (!isKnown(finding.type())) {
            return "document " + finding.document() + " claims to be a decision, but "
                    + Versions.clause(finding.type(), Decision.PLAN_PREDICATE_TYPE);
        }
        return "document " + finding.document() + " claims to be a decision, but "
                + (finding.standing() == Standing.FORGED
                        ? "is forged: " + Text.printable(finding.reason())
                        : "cannot be read, or is about another image");
    }

    /** {@return rejections that were not withdrawn, the oldest first} */
    public List<Decided> rejections() {
        return of(counting, Kind.REJECT).filter(this::stands).toList();
    }

    /**
     * @param environment an id
     * @return approvals for it that were not withdrawn, the oldest first; the caller decides whether they are still
     *     valid
     */
    public List<Decided> approvals(String environment) {
        return of(counting, Kind.APPROVE)
                .filter(this::stands)
                .filter(decided -> decided.decision()
                        .environment()
                        .filter(environment::equals)
                        .isPresent())
                .toList();
    }

    /**
     * A withdrawn decision.
     *
     * @param decision that was withdrawn
     * @param by the decision that withdrew it
     */
    public record Withdrawn(Decided decision, Decided by) {}

    /** {@return withdrawn decisions, each with the first withdrawal; the oldest first} */
    public List<Withdrawn> withdrawn() {
        return counting.stream()
                .filter(decided -> !stands(decided))
                .map(decided -> new Withdrawn(decided, withdrawal(decided.id())))
                .toList();
    }

    private Decided withdrawal(Digest withdrawn) {
        return of(counting, Kind.WITHDRAW)
                .filter(decided -> decided.decision().withdraws().equals(Optional.of(withdrawn)))
                .findFirst()
                .orElseThrow();
    }

    /** {@return the time of the last withdrawal of a rejection; empty if there was none} */
    public Optional<Instant> lastPardon() {
        Set<Digest> rejections = of(counting, Kind.REJECT).map(Decided::id).collect(Collectors.toSet());
        return of(counting, Kind.WITHDRAW)
                .map(Decided::decision)
                .filter(decision ->
                        decision.withdraws().filter(rejections::contains).isPresent())
                .map(Decision::at)
                .max(Comparator.naturalOrder());
    }

    /**
     * {@return clauses about documents that claim to be decisions and are not, or that may be decisions and cannot be
     * read}
     */
    public List<String> doubtful() {
        return doubtful;
    }

    private boolean stands(Decided decided) {
        return !withdrawn.contains(decided.id());
    }

    private static Stream<Decided> of(List<Decided> all, Kind kind) {
        return all.stream().filter(decided -> decided.decision().kind() == kind);
    }

    /**
     * A decision that is attached to an image.
     *
     * @param finding the judged document
     * @param decision its content
     */
    public record Decided(Finding finding, Decision decision) {

        /**
         * {@return the id by which withdrawals name it: the digest of the signed content, since there may be several
         * signatures}
         */
        public Digest id() {
            return Digest.sha256(finding.statement().orElseThrow().bytes());
        }
    }
}
