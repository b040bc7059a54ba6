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
 * Where the results of a promotion are kept as JSON; the CI server is told them, too.
 *
 * @param named the file that a user names
 * @param directory for {@code promote-<environment>.json} where none is named
 * @param several whether more than one environment needs a file
 * @param ci told each result
 * @param log told where each result is
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
