package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of {@code docs/troubleshooting.md} is provoked, by a call of a goal where there is one that leads to it, and what
 * is printed is compared whole: with the provocation, which has every word of it, and so with the row.
 */
class TroubleshootingTest {
    /** Rows of what is not ours to print: Maven says this before it knows of this plugin. */
    private static final Set<String> MAVENS_OWN = Set.of("No plugin found for prefix 'image'");

    private static final Pattern ROW = Pattern.compile("\\| `(.*)` \\|.*\\| (.*) \\|");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final List<Provocation> PROVOCATIONS = Stream.of(
                    CallMessages.ALL, GateMessages.ALL, PromotionMessages.ALL)
            .flatMap(List::stream)
            .toList();

    @TempDir
    private Path directory;

    /**
     * A message and what leads to it.
     *
     * @param message all of it, its remedy included, with an ellipsis for what differs from call to call
     * @param call prints it, among other lines
     */
    record Provocation(String message, Call call) {
        static Provocation on(String message, Call call) {
            assertThat(message).doesNotEndWith("…");
            return new Provocation(message, call);
        }

        boolean isOf(Row row) {
            return pattern(row.message()).matcher(message).find();
        }

        @Override
        public String toString() {
            return message;
        }
    }

    /** Calls goals. */
    interface Call {
        /** {@return what the last one printed} */
        List<String> print(Shop shop) throws Exception;
    }

    /**
     * @param message as the page has it, with an ellipsis for what differs
     * @param remedy as the page has it
     */
    record Row(String message, String remedy) {
        /** Elements, properties and other names in the remedy, without the values that a user has to put in. */
        List<String> names() {
            return CODE.matcher(remedy)
                    .results()
                    .map(found -> found.group(1).replaceFirst("=[^=]*$", ""))
                    .toList();
        }
    }

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs/troubleshooting.md")))
                .results()
                .map(cells -> new Row(cells.group(1), cells.group(2)))
                .filter(row -> !row.message().equals("message"))
                .toList();
    }

    private static List<Provocation> provocations() {
        return PROVOCATIONS;
    }

    private static Pattern pattern(String message) {
        return Pattern.compile(
                Stream.of(message.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    @Test
    void rowWhenItIsOnThePageIsProvokedOrMavensOwn() throws IOException {
        List<Row> rows = rows();

        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(rows.stream()
                        .filter(row -> PROVOCATIONS.stream().noneMatch(each -> each.isOf(row)))
                        .map(Row::message))
                .containsExactlyInAnyOrderElementsOf(MAVENS_OWN);
    }

    @ParameterizedTest
    @MethodSource("provocations")
    void messageWhenItIsProvokedIsPrintedWholeAsThePageHasIt(Provocation provocation) throws Exception {
        try (Shop shop = new Shop(directory)) {
            assertThat(provocation.call().print(shop))
                    .map(line -> line.replaceAll("\\s+", " "))
                    .anySatisfy(line -> assertThat(line).matches(pattern(provocation.message())));
        }
        List<Row> rows = rows().stream().filter(provocation::isOf).toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).names())
                .allSatisfy(name -> assertThat(provocation.message()).contains(name));
    }
}
