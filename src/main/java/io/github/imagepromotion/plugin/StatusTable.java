package io.github.imagepromotion.plugin;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Lag;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.Pipeline.ImageStatus;
import io.github.imagepromotion.status.Promotion;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is where, for people: a line for each environment, and below it what is to be looked at. */
final class StatusTable {
    private static final String UNKNOWN = "?";
    private static final int SHORT_COMMIT = 10;

    private final int columns;

    /** @param columns that a line may take */
    StatusTable(int columns) {
        this.columns = columns;
    }

    List<String> matrix(Pipeline pipeline) {
        List<String> lines = new ArrayList<>();
        for (ImageStatus image : pipeline.images()) {
            boolean running = image.holdings().stream()
                    .anyMatch(holding -> holding.running().isPresent());
            TextTable table = new TextTable(withRunning(
                    List.of("ENVIRONMENT", "BUILD", "VERSION", "COMMIT", "DIGEST", "SINCE", "BY", "BEHIND", "REGISTRY"),
                    running,
                    "RUNNING"));
            image.holdings().forEach(holding -> table.add(withRunning(row(holding), running, running(holding))));
            lines.add(image.repository().toString());
            lines.addAll(indented(table.lines(columns - 2)));
            for (Holding holding : image.holdings()) {
                holding.flags().forEach(flag -> lines.add(flag(holding, flag)));
            }
        }
        return lines;
    }

    /** The promotions of one environment, the newest first. */
    List<String> history(Pipeline pipeline, List<String> environments) {
        List<String> lines = new ArrayList<>();
        for (Holding holding : pipeline.holdings()) {
            if (environments.contains(holding.environment())) {
                TextTable table = new TextTable(List.of("AT", "BUILD", "VERSION", "DIGEST", "TAGS", "BY", "RECORD"));
                holding.promotions().forEach(promotion -> table.add(row(promotion)));
                lines.add(holding.environment() + ": " + holding.repository() + " in " + holding.registry());
                lines.addAll(indented(table.lines(columns - 2)));
                holding.flags().forEach(flag -> lines.add(flag(holding, flag)));
            }
        }
        return lines;
    }

    /** After the build that was promoted, where any environment's service was asked ({@code <deployed>}). */
    private static List<String> withRunning(List<String> cells, boolean running, String cell) {
        List<String> all = new ArrayList<>(cells);
        if (running) {
            all.add(2, cell);
        }
        return all;
    }

    private static String running(Holding holding) {
        return holding.running()
                .map(run -> run.running()
                        ? run.buildId().toString()
                        : "not " + run.buildId()
                                + run.said().map(said -> ", " + said).orElse(""))
                .orElse(UNKNOWN);
    }

    private static List<String> row(Holding holding) {
        Optional<Build> build = holding.current();
        Optional<Promotion> promotion = build.flatMap(Build::promotion);
        return List.of(
                holding.environment(),
                build.map(Build::name).orElse(holding.reached() ? "none" : UNKNOWN),
                build.flatMap(Build::version).orElse(UNKNOWN),
                build.flatMap(Build::commit).map(StatusTable::shortened).orElse(UNKNOWN),
                build.map(Build::digest).map(Digest::abbreviated).orElse(UNKNOWN),
                promotion.map(StatusTable::time).orElse(UNKNOWN),
                promotion.map(StatusTable::by).orElse(UNKNOWN),
                holding.lag().map(StatusTable::lag).orElse(""),
                holding.registry());
    }

    private static List<String> row(Promotion promotion) {
        return List.of(
                time(promotion),
                promotion.buildId().toString(),
                promotion.gav().version(),
                promotion.digest().abbreviated(),
                String.join(",", promotion.tags()),
                by(promotion),
                promotion.standing().name().toLowerCase(Locale.ROOT) + (promotion.rollback() ? ", rollback" : ""));
    }

    private static String time(Promotion promotion) {
        return promotion.at().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String by(Promotion promotion) {
        String name = String.join(
                ", ",
                Stream.concat(promotion.by().stream(), promotion.ci().stream()).toList());
        return name.isEmpty() ? UNKNOWN : name;
    }

    private static String lag(Lag lag) {
        if (lag.builds() == 0) {
            return "as " + lag.before();
        }
        String time = lag.time().map(StatusTable::time).map(text -> ", " + text).orElse("");
        return lag.builds() + " behind " + lag.before() + time;
    }

    private static String time(Duration time) {
        return time.toDays() > 0
                ? time.toDays() + " d"
                : time.toHours() > 0
                        ? time.toHours() + " h"
                        : time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    private static String shortened(String commit) {
        return commit.length() > SHORT_COMMIT ? commit.substring(0, SHORT_COMMIT) : commit;
    }

    private static String flag(Holding holding, Flag flag) {
        return (flag.isProblem() ? "  ! " : "  - ") + holding.environment() + ": " + flag.text();
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> "  " + line).toList();
    }
}
