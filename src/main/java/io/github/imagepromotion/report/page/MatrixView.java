package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.report.page.Page.Mark;
import io.github.imagepromotion.report.page.Page.Row;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Holding.Lag;
import io.github.imagepromotion.status.Promotion;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The build that each environment runs. */
final class MatrixView {
    private final Anchors anchors;
    private final Instant now;

    MatrixView(Anchors anchors, Instant now) {
        this.anchors = anchors;
        this.now = now;
    }

    Row row(Holding holding) {
        Optional<Build> build = holding.current();
        Optional<Promotion> promotion = build.flatMap(Build::promotion);
        return new Row(
                holding.environment(),
                holding.registry(),
                build.map(each -> anchors.link(each.buildId(), each.digest())).orElse(""),
                build.map(Build::name).orElse(holding.reached() ? "nothing yet" : "not known"),
                build.flatMap(Build::version).orElse(""),
                build.flatMap(Build::commit).map(DisplayFormat::commit).orElse(""),
                build.map(Build::digest).map(Digest::toString).orElse(""),
                promotion.map(Promotion::at).map(DisplayFormat::minute).orElse(""),
                promotion.map(Promotion::at).map(Instant::toString).orElse(""),
                promotion
                        .map(each -> Elapsed.shown(Duration.between(each.at(), now)))
                        .orElse(""),
                promotion.flatMap(Promotion::rolledBack).orElse(""),
                promotion.map(DisplayFormat::by).orElse(""),
                promotion.flatMap(Promotion::job).flatMap(DisplayFormat::link).orElse(""),
                holding.lag().map(MatrixView::lag).orElse(""),
                holding.flags().stream()
                        .map(Flag::kind)
                        .distinct()
                        .map(MatrixView::mark)
                        .toList());
    }

    static String lag(Lag lag) {
        if (lag.builds() == 0) {
            return "level with " + lag.before();
        }
        return (lag.atLeast() ? "at least " : "") + DisplayFormat.count(lag.builds(), "build", "builds") + " behind "
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
