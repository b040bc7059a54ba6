package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.ci.result.CiReporter;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.PromotionResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;

/**
 * Writes the results of a promotion as JSON, and reports them to the CI server.
 *
 * @param named configured file
 * @param directory directory of {@code promote-<environment>.json} if no file is configured
 * @param several whether there is more than one environment
 * @param ci receives each result
 * @param log receives where each result is
 */
public record ResultFiles(Optional<Path> named, Path directory, boolean several, CiReporter ci, Log log) {

    void write(PromotionResult result) throws IOException {
        Path file = of(result.environment());
        AtomicFile.write(file, out -> out.write(Json.pretty(result, Remedies::tell)));
        log.info("Result: " + file);
        ci.tell(CiResults.of(result));
    }

    private Path of(String environment) {
        return named.map(file -> several ? withEnvironment(file, environment) : file)
                .orElseGet(() -> directory.resolve("promote-" + environment + ".json"));
    }

    private static Path withEnvironment(Path file, String environment) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        return file.resolveSibling(name.substring(0, dot) + "-" + environment + name.substring(dot));
    }
}
