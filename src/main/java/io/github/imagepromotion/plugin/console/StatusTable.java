package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.plugin.console.DecisionRemarks.Remark;
import io.github.imagepromotion.plugin.console.Styled.Style;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Holding.Lag;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.Pipeline.ImageStatus;
import io.github.imagepromotion.status.Promotion;
import io.github.imagepromotion.status.ReleaseStatus;
import io.github.imagepromotion.status.Running;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The matrix of builds and environments as text: a line for each environment, followed by flags and decisions. */
public final class StatusTable {
    private static final String UNKNOWN = "?";
    private static final int SHORT_COMMIT = 10;
    private static final int INDENT = 2;

    /** Of more images, only those with differences are listed. */
    private static final int MOST_LISTED = 20;

    private final int columns;

    /** @param columns maximum line width */
    public StatusTable(int columns) {
        this.columns = columns;
    }

    /**
     * @param pipeline one image or several, and releases
     * @param verbose whether to list images that are the same in all environments, however many there are
     * @return for several images, first how many are the same in all environments; then a line for each release, and
     *     each image, and environment, followed by remarks
     */
    public List<StyledLine> matrix(Pipeline pipeline, boolean verbose) {
        List<ImageStatus> images = pipeline.images();
        List<ImageStatus> different =
                images.stream().filter(image -> !image.isSameEverywhere()).toList();
        List<StyledLine> lines = new ArrayList<>();
        if (images.size() > 1) {
            lines.add(summary(images, images.size() - different.size()));
        }
        pipeline.releases().forEach(release -> lines.addAll(release(release)));
        boolean all = verbose || images.size() <= MOST_LISTED;
        if (!all && different.size() < images.size()) {
            lines.add(StyledLine.of(Styled.plain(
                    different.isEmpty() ? "-Dimage.verbose lists them." : "What differs; -Dimage.verbose lists all:")));
        }
        boolean withRelease = pipeline.releases().isEmpty();
        (all ? images : different).forEach(image -> lines.addAll(matrix(image, withRelease)));
        return lines;
    }

    private static StyledLine summary(List<ImageStatus> images, int same) {
        List<String> environments = images.get(0).holdings().stream()
                .map(Holding::environment)
                .distinct()
                .toList();
        String where = environments.size() == 1
                ? "without a problem in "
                : "the same in " + String.join(", ", environments.subList(0, environments.size() - 1)) + " and ";
        return StyledLine.of(new Styled(
                same + " of " + images.size() + " " + where + environments.get(environments.size() - 1),
                same == images.size() ? Style.GOOD : Style.WARNING));
    }

    /** @param withRelease whether the releases that environments run are shown with each image */
    private List<StyledLine> matrix(ImageStatus image, boolean withRelease) {
        List<Holding> holdings = image.holdings();
        boolean running =
                holdings.stream().anyMatch(holding -> holding.running().isPresent());
        boolean released = withRelease
                && holdings.stream().anyMatch(holding -> holding.released().isPresent());
        List<String> headings = new ArrayList<>(
                List.of("ENVIRONMENT", "BUILD", "VERSION", "COMMIT", "DIGEST", "SINCE", "BY", "BEHIND", "REGISTRY"));
        if (released) {
            headings.add(2, "RELEASE");
        }
        if (running) {
            headings.add(2, "RUNNING");
        }
        TextTable table = new TextTable(headings);
        holdings.forEach(holding -> table.add(row(holding, running, released)));
        List<StyledLine> lines = new ArrayList<>(titled(image.repository().toString(), table));
        lines.addAll(remarks(holdings));
        return lines;
    }

    private List<StyledLine> release(ReleaseStatus release) {
        TextTable table = new TextTable(ReleaseRows.HEADINGS);
        release.environments().forEach(environment -> table.add(ReleaseRows.row(release, environment)));
        List<StyledLine> lines = new ArrayList<>(titled("release " + release.name(), table));
        lines.addAll(folded(ReleaseRows.movedAway(release)));
        lines.addAll(remarks(release.holdings()));
        return lines;
    }

    private List<StyledLine> titled(String title, TextTable table) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(StyledLine.of(new Styled(title, Style.STRONG)));
        table.lines(columns - INDENT).forEach(line -> lines.add(line.indented()));
        return lines;
    }

    private List<StyledLine> remarks(List<Holding> holdings) {
        List<StyledLine> lines = new ArrayList<>();
        for (Holding holding : holdings) {
            holding.flags().forEach(flag -> lines.addAll(remark(holding, flag)));
            holding.current().flatMap(Build::promotion).ifPresent(since -> lines.addAll(rollback(holding, since)));
        }
        lines.addAll(folded(DecisionRemarks.ofNow(holdings)));
        return lines;
    }

    /** {@return the promotions of environments, the latest first, and all decisions} */
    public List<StyledLine> history(Pipeline pipeline, List<String> environments) {
        List<StyledLine> lines = new ArrayList<>();
        for (Holding holding : pipeline.holdings()) {
            if (environments.contains(holding.environment())) {
                TextTable table = new TextTable(List.of("AT", "BUILD", "VERSION", "DIGEST", "TAGS", "BY", "RECORD"));
                holding.promotions().forEach(promotion -> table.add(row(promotion, isCurrent(promotion, holding))));
                lines.add(StyledLine.of(
                        new Styled(holding.environment(), Style.STRONG),
                        Styled.plain(": " + holding.repository() + " in " + holding.registry())));
                table.lines(columns - INDENT).forEach(line -> lines.add(line.indented()));
                holding.flags().forEach(flag -> lines.addAll(remark(holding, flag)));
                holding.promotions().forEach(promotion -> lines.addAll(rollback(holding, promotion)));
                lines.addAll(folded(DecisionRemarks.ofAllTime(holding)));
            }
        }
        return lines;
    }

    private List<StyledLine> remark(Holding holding, Flag flag) {
        return new Remark(holding.environment(), Remedies.tell(flag.text()), flag.isProblem(), style(flag.kind()))
                .lines(columns);
    }

    private List<StyledLine> rollback(Holding holding, Promotion promotion) {
        return folded(promotion.rolledBack().stream()
                .map(clause -> new Remark(
                        holding.environment(),
                        "build '" + promotion.buildId() + "' came back at " + time(promotion) + ", " + clause,
                        false,
                        Style.PLAIN))
                .toList());
    }

    private List<StyledLine> folded(List<Remark> remarks) {
        return remarks.stream()
                .flatMap(remark -> remark.lines(columns).stream())
                .toList();
    }

    private static Style style(Flag.Kind kind) {
        return switch (kind) {
            case DRIFT, DIFFERENT_DIGEST, FORGED_RECORD, REJECTED -> Style.PROBLEM;
            case UNREACHABLE, UNREADABLE, UNSIGNED_RECORD, MOVED_AWAY, NOT_ALL_READ -> Style.WARNING;
            case NO_RECORDS -> Style.PLAIN;
        };
    }

    private static List<Styled> row(Holding holding, boolean withRunning, boolean withReleased) {
        Optional<Build> build = holding.current();
        Optional<Promotion> promotion = build.flatMap(Build::promotion);
        List<Styled> cells = new ArrayList<>(List.of(
                new Styled(holding.environment(), Style.STRONG),
                build.map(current -> new Styled(current.name(), holding.hasProblem() ? Style.WARNING : Style.GOOD))
                        .orElseGet(() -> holding.reached() ? Styled.plain("none") : known(Optional.empty())),
                known(build.flatMap(Build::version)),
                known(build.flatMap(Build::commit).map(StatusTable::shortened)),
                known(build.map(Build::digest).map(Digest::abbreviated)),
                known(promotion.map(StatusTable::time)),
                known(promotion.flatMap(StatusTable::by)),
                Styled.plain(holding.lag().map(StatusTable::lag).orElse("")),
                Styled.plain(holding.registry())));
        if (withReleased) {
            cells.add(2, holding.released().map(ReleaseRows::cell).orElse(Styled.plain("")));
        }
        if (withRunning) {
            // After the promoted build: what the running service reported ({@code <deployed>}).
            cells.add(2, running(holding));
        }
        return cells;
    }

    static Styled known(Optional<String> text) {
        return text.map(Styled::plain).orElse(new Styled(UNKNOWN, Style.FAINT));
    }

    private static Styled running(Holding holding) {
        if (holding.running().isEmpty()) {
            return known(Optional.empty());
        }
        Running run = holding.running().get();
        if (!run.running()) {
            String said = run.said().map(answer -> ", " + answer).orElse("");
            return new Styled("not " + run.buildId() + said, Style.WARNING);
        }
        boolean same = holding.current()
                .filter(build -> build.digest().equals(run.digest()))
                .isPresent();
        return new Styled(run.buildId().toString(), same ? Style.GOOD : Style.WARNING);
    }

    private static boolean isCurrent(Promotion promotion, Holding holding) {
        return holding.current()
                .flatMap(Build::promotion)
                .filter(promotion::equals)
                .isPresent();
    }

    private static List<Styled> row(Promotion promotion, boolean current) {
        boolean overridden = !promotion.overridden().isEmpty();
        return List.of(
                Styled.plain(time(promotion)),
                new Styled(promotion.buildId().toString(), current ? Style.GOOD : Style.PLAIN),
                Styled.plain(promotion.gav().version()),
                Styled.plain(promotion.digest().abbreviated()),
                Styled.plain(String.join(",", promotion.tags())),
                known(by(promotion)),
                new Styled(
                        promotion.standing().name().toLowerCase(Locale.ROOT)
                                + (promotion.rollback() ? ", rollback" : "")
                                + (overridden ? ", overridden" : ""),
                        overridden ? Style.WARNING : Style.PLAIN));
    }

    static String time(Promotion promotion) {
        return promotion.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static Optional<String> by(Promotion promotion) {
        List<String> names =
                Stream.concat(promotion.by().stream(), promotion.ci().stream()).toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    static String lag(Lag lag) {
        if (lag.builds() == 0) {
            return "as " + lag.before();
        }
        String time = lag.time().map(Elapsed::shown).map(text -> ", " + text).orElse("");
        return (lag.atLeast() ? "at least " : "") + lag.builds() + " behind " + lag.before() + time;
    }

    private static String shortened(String commit) {
        return commit.length() > SHORT_COMMIT ? commit.substring(0, SHORT_COMMIT) : commit;
    }
}
