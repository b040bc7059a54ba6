package io.github.imagepromotion.chart;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.chart.ChartYaml.Scalar;
import io.github.imagepromotion.image.ImageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The default values of a chart and its subcharts, each under its name or alias; those of the outer chart take
 * precedence (helm.sh, "Subcharts and Global Values"). A subchart disabled by a condition has none.
 *
 * @param values values of the chart, with those of its subcharts in them
 * @param appVersion version of the application; may be empty
 * @param inner its enabled subcharts, whose values are the same objects, by their names in {@code values}
 */
record ChartValues(Map<String, Object> values, String appVersion, Map<String, ChartValues> inner) {
    private static final Pattern DIRECTORY = Pattern.compile("charts/([^/]+)/(.+)");
    private static final Pattern PACKAGE = Pattern.compile("charts/[^/]+\\.tgz");
    private static final int MOST_MERGED = 100_000;
    private static final int MOST_CHARTS = 200;
    private static final int DEEPEST = 5;
    private static final long MOST_BYTES = 100L * 1024 * 1024;

    static ChartValues of(ChartFiles files, JsonObject metadata) throws IOException {
        return new Reading().values(files, metadata, Map.of(), 0);
    }

    /** Reads a chart, from the outermost one inwards: what that sets decides which of the others are enabled. */
    private static final class Reading {
        private final AtomicLong left = new AtomicLong(MOST_BYTES);
        private int merged;
        private int charts;

        /** @param given what the outer charts set */
        ChartValues values(ChartFiles files, JsonObject metadata, Map<?, ?> given, int depth) throws IOException {
            if (++charts > MOST_CHARTS || depth > DEEPEST) {
                throw new ImageException(
                        "It has more than " + MOST_CHARTS + " charts in it, or they nest deeper than " + DEEPEST + ".");
            }
            Map<String, Object> values = merge(defaults(files), given);
            Map<String, ChartValues> subcharts = new LinkedHashMap<>();
            for (ChartFiles inner : inner(files)) {
                JsonObject own = ChartMetadata.read(inner);
                for (String key : enabledAs(ChartMetadata.member(own, "name"), metadata, values)) {
                    Map<?, ?> set = values.get(key) instanceof Map<?, ?> map ? map : Map.of();
                    subcharts.put(key, values(inner, own, set, depth + 1));
                }
            }
            subcharts.forEach((key, subchart) -> values.put(key, subchart.values()));
            return new ChartValues(values, ChartMetadata.member(metadata, "appVersion"), subcharts);
        }

        private Map<String, Object> defaults(ChartFiles files) {
            Map<String, Object> values = new LinkedHashMap<>();
            if (files.file(ChartFiles.VALUES).isPresent()) {
                String what = "Its " + ChartFiles.VALUES;
                byte[] bytes = files.file(ChartFiles.VALUES).get();
                if (left.addAndGet(-bytes.length) < 0) {
                    throw new ImageException(
                            what + " and those of the charts in it have more than " + MOST_BYTES + " bytes together.");
                }
                for (Object document : ChartYaml.documents(bytes, what)) {
                    values = merge(values, ChartYaml.map(document, what));
                }
            }
            return values;
        }

        private Iterable<ChartFiles> inner(ChartFiles files) throws IOException {
            Map<String, ChartFiles> inner = new TreeMap<>();
            Map<String, Map<String, byte[]>> directories = new TreeMap<>();
            for (Map.Entry<String, byte[]> file : files.contents().entrySet()) {
                Matcher directory = DIRECTORY.matcher(file.getKey());
                if (PACKAGE.matcher(file.getKey()).matches()) {
                    inner.put(file.getKey(), ChartFiles.read(new ByteArrayInputStream(file.getValue()), left));
                } else if (directory.matches()) {
                    directories
                            .computeIfAbsent(directory.group(1), key -> new LinkedHashMap<>())
                            .put(directory.group(2), file.getValue());
                }
            }
            directories.forEach((name, contents) -> {
                if (contents.containsKey(ChartFiles.CHART)) {
                    inner.put(name, new ChartFiles(contents, 0));
                }
            });
            return inner.values();
        }

        /**
         * A subchart that is not a dependency is always enabled; one with several dependencies, under the alias of each.
         */
        private static Iterable<String> enabledAs(String name, JsonObject metadata, Map<?, ?> values) {
            Map<String, Boolean> keys = new LinkedHashMap<>();
            if (metadata.has("dependencies")) {
                for (JsonElement each : metadata.getAsJsonArray("dependencies")) {
                    JsonObject dependency = each.getAsJsonObject();
                    String alias = ChartMetadata.member(dependency, "alias");
                    if (ChartMetadata.member(dependency, "name").equals(name)) {
                        keys.put(
                                alias.isEmpty() ? name : alias,
                                isEnabled(ChartMetadata.member(dependency, "condition"), values));
                    }
                }
            }
            if (keys.isEmpty()) {
                keys.put(name, true);
            }
            keys.values().removeIf(enabled -> !enabled);
            return keys.keySet();
        }

        /** The first path of a condition that is a boolean decides; Helm takes blanks beside a comma for a part of a path. */
        private static boolean isEnabled(String condition, Map<?, ?> values) {
            for (String path : condition.trim().split(",")) {
                Object value = values;
                for (String key : path.split("\\.")) {
                    value = value instanceof Map<?, ?> map ? map.get(key) : null;
                }
                if (value instanceof Scalar scalar && scalar.isPlain()) {
                    Optional<Boolean> flag = ChartScalars.flag(scalar.text());
                    if (flag.isPresent()) {
                        return flag.get();
                    }
                }
            }
            return true;
        }

        /** Given values take precedence. Aliases share their values: expanded, a few lines may have any size. */
        private Map<String, Object> merge(Map<?, ?> defaults, Map<?, ?> given) {
            Map<String, Object> both = new LinkedHashMap<>();
            defaults.forEach((key, value) -> both.put(key.toString(), value));
            given.forEach((key, value) -> both.merge(
                    key.toString(),
                    value,
                    (before, now) -> before instanceof Map<?, ?> inner && now instanceof Map<?, ?> over
                            ? merge(inner, over)
                            : now));
            merged += both.size();
            if (merged > MOST_MERGED) {
                throw new ImageException(
                        "Its " + ChartFiles.VALUES + " cannot be read: with those of the charts in it there"
                                + " are more than " + MOST_MERGED + " values.");
            }
            return both;
        }
    }
}
