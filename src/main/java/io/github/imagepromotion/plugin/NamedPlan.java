package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.promotion.SavedPlan;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The configured plan, and the environments of the call.
 *
 * @param plan the plan; empty if none is configured
 * @param environments ids: that of the plan, otherwise the configured ones
 */
record NamedPlan(Optional<SavedPlan> plan, List<String> environments) {

    /**
     * @param file file of a plan
     * @param environment comma-separated ids
     * @throws ImageException if the file is not a plan, or of another environment than configured
     */
    static NamedPlan of(@Nullable File file, @Nullable String environment) throws IOException {
        List<String> named = Environments.names(Configured.text(environment));
        if (file == null) {
            return new NamedPlan(Optional.empty(), named);
        }
        SavedPlan plan = SavedPlan.read(file.toPath());
        if (!named.isEmpty() && !named.equals(List.of(plan.environment()))) {
            throw new ImageException("Refused plan " + Text.quote(file.toString()) + ": it is for "
                    + Text.quote(plan.environment()) + ", and <environment> (-Dimage.environment) names "
                    + Text.quote(String.join(",", named)) + ". Name one or the other.");
        }
        return new NamedPlan(Optional.of(plan), List.of(plan.environment()));
    }
}
