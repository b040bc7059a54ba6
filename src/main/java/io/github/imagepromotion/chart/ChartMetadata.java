package io.github.imagepromotion.chart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.chart.ChartYaml.Scalar;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code Chart.yaml} as the JSON that {@code helm push} makes of it: the members that Helm knows, in its
 * order, without empty ones (Helm 3, pkg/chart/metadata.go and dependency.go; sigs.k8s.io/yaml for numbers in place of
 * text).
 */
final class ChartMetadata {
    private static final Pattern VERSION =
            Pattern.compile("v?[0-9]+(\\.[0-9]+){0,2}(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");
    private static final List<String> MEMBERS = List.of(
            "name",
            "home",
            "sources",
            "version",
            "description",
            "keywords",
            "maintainers",
            "icon",
            "apiVersion",
            "condition",
            "tags",
            "appVersion",
            "deprecated",
            "annotations",
            "kubeVersion",
            "dependencies",
            "type");
    private static final List<String> OF_MAINTAINER = List.of("name", "email", "url");
    private static final List<String> OF_DEPENDENCY =
            List.of("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias");
    private static final List<String> LISTS = List.of("sources", "keywords");

    /** Helm always writes these members of a dependency. */
    private static final List<String> ALWAYS = List.of("name", "repository");

    /** Helm keeps these unchanged, and drops control characters in others. */
    private static final List<String> VERBATIM = List.of("version", "apiVersion", "type", "alias");

    private static final int MOST_VALUES = 10_000;
    private static final Set<Integer> UNPRINTABLE = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.SURROGATE,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED);

    private ChartMetadata() {}

    /**
     * @param files files of a chart
     * @return the config
     * @throws ImageException if Helm would reject it, or it is ambiguous
     */
    static JsonObject read(ChartFiles files) {
        String what = "Its " + ChartFiles.CHART;
        Map<?, ?> chart = ChartYaml.map(files.file(ChartFiles.CHART).orElseThrow(), what);
        Map<Object, Object> all = new TreeMap<>(chart);
        if (text(all.get("apiVersion"), what).isEmpty()) {
            all.put("apiVersion", new Scalar("v1", false));
        }
        files.file(ChartFiles.REQUIREMENTS)
                .map(bytes -> ChartYaml.map(bytes, "Its " + ChartFiles.REQUIREMENTS))
                .map(requirements -> requirements.get("dependencies"))
                .ifPresent(dependencies -> all.put("dependencies", dependencies));
        JsonObject json = object(all, MEMBERS, List.of(), what);
        check(json, what);
        return json;
    }

    private static void check(JsonObject json, String what) {
        String name = member(json, "name");
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.matches("\\.+")) {
            throw new ImageException(what + " has no 'name' that a chart can have: " + Text.quote(name) + ".");
        }
        if (!VERSION.matcher(member(json, "version")).matches()) {
            throw new ImageException(what + " has no semantic version: " + Text.quote(member(json, "version")) + ".");
        }
        if (!List.of("", "application", "library").contains(member(json, "type"))) {
            throw new ImageException(what + " has a 'type' that is neither application nor library: "
                    + Text.quote(member(json, "type")) + ".");
        }
    }

    /** {@return the text of a member; empty if absent} */
    static String member(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(JsonElement::getAsString).orElse("");
    }

    private static JsonObject object(Map<?, ?> map, List<String> members, List<String> always, String what) {
        for (Object key : map.keySet()) {
            if (!members.contains(key) && members.stream().anyMatch(key.toString()::equalsIgnoreCase)) {
                throw new ImageException(what + " cannot be read: " + Text.quote(key.toString())
                        + " differs from a name that Helm knows by case only.");
            }
        }
        JsonObject json = new JsonObject();
        for (String member : members) {
            Object value = map.get(member);
            JsonElement element = element(member, value == null ? new Scalar("", true) : value, members, what);
            if (!isEmpty(element) || always.contains(member)) {
                json.add(member, element);
            }
        }
        return json;
    }

    /** Values that Go's "omitempty" omits. */
    private static boolean isEmpty(JsonElement element) {
        return element.isJsonArray() && element.getAsJsonArray().isEmpty()
                || element.isJsonObject() && element.getAsJsonObject().size() == 0
                || element.isJsonPrimitive()
                        && (element.getAsString().isEmpty() || element.equals(new JsonPrimitive(false)));
    }

    private static JsonElement element(String member, Object value, List<String> members, String what) {
        String where = what + ", '" + member + "',";
        boolean list = LISTS.contains(member) || member.equals("tags") && members == OF_DEPENDENCY;
        if (list) {
            JsonArray array = new JsonArray();
            list(value, where).forEach(each -> array.add(printable(text(each, where))));
            return array;
        }
        return switch (member) {
            case "maintainers" -> objects(value, OF_MAINTAINER, List.of(), where);
            case "dependencies" -> objects(value, OF_DEPENDENCY, ALWAYS, where);
            case "annotations" -> annotations(value, where);
            case "import-values" -> {
                JsonArray array = new JsonArray();
                AtomicInteger written = new AtomicInteger();
                list(value, where).forEach(each -> array.add(any(each, written, where)));
                yield array;
            }
            case "deprecated", "enabled" -> new JsonPrimitive(flag(value, where));
            default ->
                new JsonPrimitive(VERBATIM.contains(member) ? text(value, where) : printable(text(value, where)));
        };
    }

    private static JsonArray objects(Object value, List<String> members, List<String> always, String where) {
        JsonArray array = new JsonArray();
        for (Object each : list(value, where)) {
            if (!(each instanceof Map<?, ?> map)) {
                throw new ImageException(where + " cannot be read: it lists what is no map.");
            }
            array.add(object(map, members, always, where));
        }
        return array;
    }

    private static JsonObject annotations(Object value, String where) {
        JsonObject json = new JsonObject();
        Map<String, String> sorted = new TreeMap<>();
        ChartYaml.map(value, where).forEach((key, each) -> sorted.put(key.toString(), text(each, where)));
        sorted.forEach(json::addProperty);
        return json;
    }

    private static List<?> list(Object value, String where) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (value instanceof Scalar scalar && scalar.isNull()) {
            return List.of();
        }
        throw new ImageException(where + " cannot be read: it is not a list.");
    }

    private static boolean flag(Object value, String where) {
        String text = text(value, where);
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            throw new ImageException(where + " cannot be read: it is neither true nor false.");
        }
        return text.equals("true");
    }

    private static String text(@Nullable Object value, String where) {
        if (value == null) {
            return "";
        }
        if (value instanceof Scalar scalar) {
            return ChartScalars.text(scalar);
        }
        throw new ImageException(where + " cannot be read: it is no text.");
    }

    /** Aliases share their values: expanded, a few lines may have any size. */
    private static JsonElement any(Object value, AtomicInteger written, String where) {
        if (written.incrementAndGet() > MOST_VALUES) {
            throw new ImageException(where + " cannot be read: it has more than " + MOST_VALUES + " values.");
        }
        if (value instanceof Map<?, ?> map) {
            JsonObject json = new JsonObject();
            new TreeMap<>(map).forEach((key, each) -> json.add(key.toString(), any(each, written, where)));
            return json;
        }
        if (value instanceof List<?> list) {
            JsonArray array = new JsonArray();
            list.forEach(each -> array.add(any(each, written, where)));
            return array;
        }
        return ChartScalars.json((Scalar) value);
    }

    /** As in Helm: white space becomes blanks, and unprintable characters are removed. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(code -> {
            if (Character.isWhitespace(code) || Character.isSpaceChar(code) || code == 0x85) {
                printable.append(' ');
            } else if (!UNPRINTABLE.contains(Character.getType(code))) {
                printable.appendCodePoint(code);
            }
        });
        return printable.toString();
    }
}
