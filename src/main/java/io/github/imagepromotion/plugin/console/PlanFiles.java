package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.SavedPlan.PlannedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.maven.plugin.logging.Log;

/**
 * Saves plans as JSON, and as Markdown for reviewers.
 *
 * @param directory directory for {@code plan-<environment>.json} and {@code plan-<environment>.md}
 * @param log receives where they are
 */
public record PlanFiles(Path directory, Log log) {

    /**
     * @param plan plan of an environment
     * @param changes differences of each image from the environment's current one
     */
    public void write(SavedPlan plan, Map<PlannedImage, Comparison> changes) throws IOException {
        String name = "plan-" + plan.environment();
        Path file = directory.resolve(name + ".json");
        byte[] page = PlanPage.of(plan, name + ".json", changes).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(directory.resolve(name + ".md"), out -> out.write(page));
        AtomicFile.write(file, out -> out.write(plan.bytes()));
        log.info("Plan: " + file + ", " + plan.digest());
        log.info("  for people: " + directory.resolve(name + ".md"));
    }
}
