package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.ci.result.CiResult;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultFilesTest {
    /** No CI server runs this. */
    static final CiReporter NOBODY = new CiReporter(Map.of(), Path.of("."), line -> {}, text -> text);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void answersOfGatesWhenTheyAreToldHaveAnAnswerOfTheCiServer(GateAnswer.Outcome outcome) {
        assertThat(CiResult.Answer.values()).extracting(Enum::name).contains(outcome.name());
    }

    @Test
    void writeWhenNoFileIsNamedNamesItByTheEnvironment() throws IOException {
        files(Optional.empty(), true).write(result("dev"));

        assertThat(directory.resolve("image/promote-dev.json")).content().contains("\"environment\": \"dev\"");
    }

    @Test
    void writeWhenAFileIsNamedTakesIt() throws IOException {
        files(Optional.of(directory.resolve("a.b.json")), false).write(result("dev"));

        assertThat(directory.resolve("a.b.json")).isRegularFile();
    }

    @Test
    void writeWhenAFileIsNamedForSeveralGivesEachItsOwn() throws IOException {
        ResultFiles files = files(Optional.of(directory.resolve("a.b.json")), true);

        files.write(result("dev"));
        files.write(result("test"));

        assertThat(directory.resolve("a.b-dev.json")).isRegularFile();
        assertThat(directory.resolve("a.b-test.json")).isRegularFile();
    }

    private ResultFiles files(Optional<Path> named, boolean several) {
        return new ResultFiles(named, directory.resolve("image"), several, NOBODY, new SystemStreamLog());
    }

    private static PromotionResult result(String environment) {
        Instant now = Instant.EPOCH;
        return new PromotionResult(environment, Outcome.PROMOTED, now, now, 0, Map.of(), 0, List.of(), List.of());
    }
}
