package io.github.imagepromotion.ci.result;

import io.github.imagepromotion.ci.result.CiResult.CiImage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What later steps of a pipeline take from a result: of a single image {@code image_digest}, {@code image_reference} and
 * {@code image_buildId}, of several the same with the last part of the repository's name, {@code image_shop_digest}.
 */
final class Outputs {
    private Outputs() {}

    static Map<String, String> of(CiResult result) {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("image_environment", result.environment());
        outputs.put("image_outcome", result.outcome());
        boolean single = result.images().stream().map(CiImage::name).distinct().count() == 1;
        for (CiImage image : result.images()) {
            String prefix = single ? "image_" : "image_" + variable(image.name()) + "_";
            outputs.putIfAbsent(prefix + "buildId", image.buildId());
            outputs.putIfAbsent(prefix + "digest", image.digest());
            outputs.putIfAbsent(prefix + "reference", image.reference());
        }
        return outputs;
    }

    private static String variable(String repository) {
        return repository.substring(repository.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9]", "_");
    }

    /** As a file of {@code NAME=value} lines, which GitLab takes as a dotenv report and Jenkins by readProperties. */
    static String dotenv(CiResult result) {
        StringBuilder lines = new StringBuilder();
        of(result).forEach((name, value) -> lines.append(name.toUpperCase(Locale.ROOT))
                .append('=')
                .append(value)
                .append('\n'));
        return lines.toString();
    }
}
