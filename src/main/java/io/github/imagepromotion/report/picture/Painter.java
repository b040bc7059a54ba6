package io.github.imagepromotion.report.picture;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.report.picture.Lane.DeploymentPeriod;
import io.github.imagepromotion.report.picture.Picture.Bar;
import io.github.imagepromotion.report.picture.Picture.Head;
import io.github.imagepromotion.report.picture.Picture.Line;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Draws the promotions of an image, or of a release. */
public final class Painter {
    private static final int TOP = 44;
    private static final int BETWEEN = 3;
    private static final int ANCHOR = TimeAxis.STEP / 2;

    private final String subject;
    private final Instant now;
    private final BiFunction<Optional<BuildId>, Digest, String> links;
    private final List<Lane> lanes;
    private final Set<Instant> rollbacks;
    private final TimeAxis axis;
    private final Columns columns;
    private final Hues hues;

    /**
     * @param subject the image or release, for display
     * @param holdings what the registries of all environments hold of it
     * @param now when it was read
     * @param links links to builds, or empty texts
     */
    public Painter(
            String subject, List<Holding> holdings, Instant now, BiFunction<Optional<BuildId>, Digest, String> links) {
        this.subject = subject;
        this.now = now;
        this.links = links;
        this.lanes = holdings.stream().map(Lane::of).toList();
        this.rollbacks = times(period -> period.rollback().isPresent()).collect(Collectors.toSet());
        this.axis = new TimeAxis(times(period -> true).toList(), rollbacks, now, TOP);
        this.columns = new Columns(lanes.size());
        this.hues = new Hues(lanes);
    }

    private Stream<Instant> times(Predicate<DeploymentPeriod> wanted) {
        return lanes.stream()
                .flatMap(lane -> lane.periods().stream())
                .filter(wanted)
                .flatMap(period -> period.from().stream());
    }

    /**
     * @param id id of the picture in the page
     * @return the picture
     */
    public Picture paint(String id) {
        List<Head> heads = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            heads.add(new Head(columns.left(i), columns.width(), lane.holding().environment(), registry(lane)));
            bars.addAll(bars(lane, i));
            lines.addAll(lines(lane, i));
        }
        return new Picture(
                id,
                subject,
                axis.bottom() + BETWEEN,
                lanes.size() <= 3 ? "narrow" : lanes.size() <= 5 ? "medium" : "wide",
                heads,
                new Ticks(axis, rollbacks).all(),
                lines,
                bars,
                note());
    }

    private String note() {
        String part = axis.isWhole() ? "" : "The newest " + axis.events().size() + " events are shown.";
        return axis.events().stream().anyMatch(rollbacks::contains)
                ? (Ticks.ROLLBACK + " is a rollback: the environment went back to a build that it had before. " + part)
                        .strip()
                : part;
    }

    /** Displayed only for an environment with several registries. */
    private String registry(Lane lane) {
        long same = lanes.stream()
                .filter(other ->
                        other.holding().environment().equals(lane.holding().environment()))
                .count();
        return same > 1 ? lane.holding().registry() : "";
    }

    private List<Bar> bars(Lane lane, int column) {
        if (lane.periods().isEmpty()) {
            return List.of(empty(lane, column));
        }
        List<Bar> bars = new ArrayList<>();
        int top = TOP;
        for (DeploymentPeriod period : lane.periods()) {
            int bottom = bottom(lane, period);
            if (top < axis.bottom()) {
                bars.add(bar(lane, period, column, top, bottom));
            }
            top = bottom;
        }
        return bars;
    }

    /** A build whose promotion is not recorded is drawn above the promoted ones. */
    private int bottom(Lane lane, DeploymentPeriod period) {
        return period.from().map(axis::height).orElse(lane.moved() ? TOP + TimeAxis.STEP : axis.bottom());
    }

    private Bar empty(Lane lane, int column) {
        boolean reached = lane.holding().reached();
        return new Bar(
                columns.left(column),
                TOP,
                columns.width(),
                axis.bottom() - TOP,
                "",
                reached ? "none yet" : "no answer",
                "",
                lane.holding().environment() + (reached ? ": no build is there" : ": the registry could not be read"),
                reached ? "none" : "gap");
    }

    private Bar bar(Lane lane, DeploymentPeriod period, int column, int top, int bottom) {
        return new Bar(
                columns.left(column),
                top,
                columns.width(),
                bottom - top - BETWEEN,
                links.apply(period.buildId(), period.digest()),
                period.name(),
                period.rollback()
                        .map(rollback -> rollback.rollbackReason().orElse("rolled back"))
                        .orElse(""),
                title(lane, period),
                lane.moved() && period.from().isEmpty() ? "moved" : hues.of(period));
    }

    private static String title(Lane lane, DeploymentPeriod period) {
        String from = period.from().map(at -> " from " + Ticks.time(at)).orElse(", since when is unknown");
        String until = period.until().map(at -> " until " + Ticks.time(at)).orElse(", current");
        String moved = lane.moved() && period.from().isEmpty() ? ", set by hand" : "";
        String back = period.rollback()
                .flatMap(Promotion::rolledBack)
                .map(clause -> ", " + clause)
                .orElse("");
        return "Build " + period.name() + " in " + lane.holding().environment() + from + until + moved + back;
    }

    /** From the nearest lane on the left that had the build before; a rollback stays in its lane. */
    private List<Line> lines(Lane lane, int column) {
        List<Line> lines = new ArrayList<>();
        for (DeploymentPeriod period : lane.periods()) {
            if (period.rollback().isEmpty() && period.from().filter(axis::shows).isPresent()) {
                for (int source = column - 1; source >= 0; source--) {
                    Optional<DeploymentPeriod> left = other(source, lane).flatMap(other -> other.source(period));
                    if (left.isPresent()) {
                        lines.add(line(left.get(), source, period, column));
                        break;
                    }
                }
            }
        }
        return lines;
    }

    /** Registries of the same environment receive a build together, not from each other. */
    private Optional<Lane> other(int source, Lane lane) {
        return Optional.of(lanes.get(source))
                .filter(other ->
                        !other.holding().environment().equals(lane.holding().environment()));
    }

    private Line line(DeploymentPeriod left, int source, DeploymentPeriod period, int column) {
        Instant at = period.from().orElseThrow();
        int arrival = axis.height(at) - ANCHOR;
        int departure = left.contains(at) ? arrival : axis.height(left.until().orElse(now)) + ANCHOR - BETWEEN;
        return new Line(columns.right(source), departure, columns.left(column), arrival, hues.of(period));
    }

    /** Each current build has a colour of its own in all lanes; all others are drawn as past. */
    private static final class Hues {
        private static final int DIFFERENT = 4;

        private final List<DeploymentPeriod> current = new ArrayList<>();

        Hues(List<Lane> lanes) {
            for (Lane lane : lanes) {
                lane.periods().stream()
                        .limit(1)
                        .filter(period -> current.stream().noneMatch(period::isOf))
                        .forEach(current::add);
            }
        }

        String of(DeploymentPeriod period) {
            for (int i = 0; i < current.size(); i++) {
                if (current.get(i).isOf(period)) {
                    return "now" + (i % DIFFERENT + 1);
                }
            }
            return "past";
        }
    }
}
