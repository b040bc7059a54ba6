package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.report.page.Page.Mark;
import io.github.imagepromotion.report.page.Page.Row;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Holding.Lag;
import io.github.imagepromotion.status.Promotion;
import io.github.imagepromotion.status.Released;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The build that each environment runs. */
final class MatrixView {
    private final Anchors anchors;
    private final Instant now;
    private final String noun;

    /** @param noun what a build is called */
    MatrixView(Anchors anchors, Instant now, String noun) {
        this.anchors = anchors;
        this.now = now;
        this.noun = noun;
    }

    Row row(Holding holding) {
        return row(
                holding, holding.released().map(MatrixView::released).stream().toList());
    }

    /** @param facts what is said beside the build */
    Row row(Holding holding, List<String> facts) {
        Optional<Build> build = holding.current();
        Optional<Promotion> promotion = build.flatMap(Build::promotion);
        return new Row(
                holding.environment(),
                holding.registry(),
                build.map(each -> anchors.link(each.buildId(), each.digest())).orElse(""),
                build.map(Build::name).orElse(holding.reached() ? "nothing yet" : "not known"),
                build.flatMap(each -> version(each.name(), each.version())).orElse(""),
                build.flatMap(Build::commit).map(DisplayFormat::commit).orElse(""),
                facts,
                build.map(Build::digest).map(Digest::toString).orElse(""),
                promotion.map(Promotion::at).map(DisplayFormat::minute).orElse(""),
                promotion.map(Promotion::at).map(Instant::toString).orElse(""),
                promotion
                        .map(each -> Elapsed.shown(Duration.between(each.at(), now)))
                        .orElse(""),
                promotion.flatMap(Promotion::rolledBack).orElse(""),
                promotion.map(DisplayFormat::by).orElse(""),
                promotion.flatMap(Promotion::job).flatMap(DisplayFormat::link).orElse(""),
                holding.lag().map(this::lag).orElse(""),
                holding.flags().stream()
                        .map(Flag::kind)
                        .distinct()
                        .map(MatrixView::mark)
                        .toList());
    }

    private static String released(Released released) {
        Coordinates release = released.release().coordinates();
        return (released.same() ? "in " : "not in ") + release.artifactId() + " " + release.version();
    }

    /** {@return the version, unless that is the name already, as of a release} */
    static Optional<String> version(String name, Optional<String> version) {
        return version.filter(text -> !text.equals(name));
    }

    private String lag(Lag lag) {
        if (lag.builds() == 0) {
            return "level with " + lag.before();
        }
        return (lag.atLeast() ? "at least " : "") + DisplayFormat.count(lag.builds(), noun, noun + "s") + " behind "
                + lag.before()
                + lag.time().map(Elapsed::shown).map(text -> ", " + text).orElse("");
    }

    static Mark mark(Flag.Kind kind) {
        return switch (kind) {
            case DRIFT -> new Mark("drift", "bad");
            case DIFFERENT_DIGEST -> new Mark("different digest", "bad");
            case UNREACHABLE -> new Mark("unreachable", "bad");
            case UNREADABLE -> new Mark("unreadable", "bad");
            case FORGED_RECORD -> new Mark("forged", "bad");
            case UNSIGNED_RECORD -> new Mark("unsigned", "bad");
            case REJECTED -> new Mark("rejected", "bad");
            case MOVED_AWAY -> new Mark("moved away", "bad");
            case NO_RECORDS -> new Mark("no records", "weak");
            case NOT_ALL_READ -> new Mark("not all read", "weak");
        };
    }
}
