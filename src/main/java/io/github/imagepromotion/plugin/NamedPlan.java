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
 * The plan that a call names, and the environments that it is about.
 *
 * @param plan as it was read; empty if none is named
 * @param environments ids: that of the plan, otherwise those that are named
 */
record NamedPlan(Optional<SavedPlan> plan, List<String> environments) {

    /**
     * @param file of a plan
     * @param environment ids, separated by commas
     * @throws ImageException if the file is no plan, or of another environment than is named
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
