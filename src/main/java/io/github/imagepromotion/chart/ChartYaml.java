package io.github.imagepromotion.chart;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Parses untrusted YAML into maps ({@link Map}), lists ({@link List}) and {@link Scalar}s. Size, depth (that of what
 * aliases name included) and number of nodes are limited. Aliases share their values, so traversal of the result must be limited as well. Duplicate names in
 * a map are refused, since parsers differ in which one counts.
 */
final class ChartYaml {
    private static final int LARGEST = 5 * 1024 * 1024;
    private static final int DEEPEST = 100;
    private static final int MOST_NODES = 200_000;
    private static final String MERGE = "<<";

    private final String what;
    private final Map<String, Object> anchors = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Object> documents = new ArrayList<>();
    /** Levels of each map and list that is parsed. */
    private final Map<Object, Integer> levels = new IdentityHashMap<>();

    private int nodes;

    /**
     * A value other than a map or list.
     *
     * @param text the value
     * @param isPlain whether it is unquoted, so that its form determines its type
     */
    record Scalar(String text, boolean isPlain) {
        /** {@return whether it is null} */
        boolean isNull() {
            return isPlain && text.matches("|~|null|Null|NULL");
        }
    }

    /** A map or list that is being parsed. */
    private static final class Open {
        private final Object collection;
        private final Map<String, Object> merged = new LinkedHashMap<>();
        private Optional<String> key = Optional.empty();
        private int levels = 1;

        Open(Object collection) {
            this.collection = collection;
        }
    }

    private ChartYaml(String what) {
        this.what = what;
    }

    /**
     * @param bytes content of the file
     * @param what the file, for messages
     * @return its documents, in order
     * @throws ImageException if it is malformed, ambiguous, or exceeds a limit
     */
    static List<Object> documents(byte[] bytes, String what) {
        ChartYaml reader = new ChartYaml(what);
        try {
            LoadSettings settings =
                    LoadSettings.builder().setCodePointLimit(LARGEST).build();
            for (Event event : new Parse(settings).parseString(text(bytes))) {
                reader.take(event);
            }
        } catch (YamlEngineException | CharacterCodingException | IndexOutOfBoundsException e) {
            // The cause would quote the file, which may contain secrets.
            throw reader.refused("it is not readable YAML" + place(e));
        }
        return reader.documents;
    }

    /**
     * @return the only document, as a map; empty for an empty file
     * @throws ImageException as {@link #documents}, or if it is not a map
     */
    static Map<?, ?> map(byte[] bytes, String what) {
        List<Object> documents = documents(bytes, what);
        if (documents.size() > 1) {
            throw new ImageException(what + " cannot be read: it holds " + documents.size() + " documents.");
        }
        return documents.isEmpty() ? Map.of() : map(documents.get(0), what);
    }

    /**
     * @param document a value
     * @return the value as a map; empty for null
     */
    static Map<?, ?> map(Object document, String what) {
        if (document instanceof Map<?, ?> map) {
            return map;
        }
        if (document instanceof Scalar scalar && scalar.isNull()) {
            return Map.of();
        }
        throw new ImageException(what + " cannot be read: it is no map.");
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static String place(Exception e) {
        return e instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> " (line " + (mark.getLine() + 1) + ")")
                        .orElse("")
                : "";
    }

    private ImageException refused(String why) {
        return new ImageException(what + " cannot be read: " + why + ".");
    }

    private void take(Event event) {
        switch (event.getEventId()) {
            case MappingStart -> begin(event, new LinkedHashMap<String, Object>());
            case SequenceStart -> begin(event, new ArrayList<>());
            case MappingEnd, SequenceEnd -> end();
            case Scalar -> {
                Scalar scalar = scalar((ScalarEvent) event);
                anchor(event, scalar);
                add(scalar);
            }
            case Alias -> add(aliased((AliasEvent) event));
            default -> {
                // Begin and end of the stream and of documents; comments are not parsed.
            }
        }
    }

    private static Scalar scalar(ScalarEvent event) {
        boolean text = event.getTag().filter(tag -> !tag.equals("!")).isPresent() || !event.isPlain();
        return new Scalar(event.getValue(), !text);
    }

    private void begin(Event event, Object collection) {
        requireShallow(open.size() + 1);
        anchor(event, collection);
        count(1);
        if (!open.isEmpty()
                && open.peek().collection instanceof Map
                && open.peek().key.isEmpty()) {
            throw refused("a key of a map in it is no text");
        }
        open.push(new Open(collection));
    }

    private void end() {
        Open ended = open.pop();
        if (!ended.merged.isEmpty()) {
            Map<String, Object> own = entries(ended.collection);
            ended.merged.forEach(own::putIfAbsent);
        }
        levels.put(ended.collection, ended.levels);
        add(ended.collection);
    }

    private void requireShallow(int depth) {
        if (depth > DEEPEST) {
            throw refused("it is nested more than " + DEEPEST + " levels deep");
        }
    }

    private void anchor(Event event, Object value) {
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor.getValue(), value));
    }

    /** A value must not contain an alias of itself, or traversal would not end. */
    private Object aliased(AliasEvent event) {
        Object value = anchors.get(event.getAlias().getValue());
        if (value == null || open.stream().anyMatch(each -> each.collection == value)) {
            throw refused("an alias in it names nothing that stands before it");
        }
        return value;
    }

    private void add(Object value) {
        count(1);
        Open parent = open.peek();
        if (parent == null) {
            documents.add(value);
            anchors.clear();
            return;
        }
        parent.levels = Math.max(parent.levels, levels.getOrDefault(value, 0) + 1);
        requireShallow(parent.levels);
        if (parent.collection instanceof List<?> list) {
            objects(list).add(value);
        } else if (parent.key.isEmpty()) {
            if (!(value instanceof Scalar key)) {
                throw refused("a key of a map in it is no text");
            }
            parent.key = Optional.of(key.text());
        } else {
            put(parent, parent.key.get(), value);
            parent.key = Optional.empty();
        }
    }

    private void put(Open parent, String key, Object value) {
        if (key.equals(MERGE)) {
            merge(parent, value);
        } else if (entries(parent.collection).put(key, value) != null) {
            throw refused("it names " + Text.quote(key) + " twice in one map, and readers differ in which one counts");
        }
    }

    /**
     * YAML 1.1, "Merge Key Language-Independent Type": a map, or a list of maps, of which earlier ones take precedence.
     */
    private void merge(Open parent, Object value) {
        for (Object each : value instanceof List<?> list ? list : List.of(value)) {
            if (!(each instanceof Map<?, ?> map)) {
                throw refused("'<<' in it names no map");
            }
            count(map.size());
            entries(map).forEach(parent.merged::putIfAbsent);
        }
    }

    private void count(int more) {
        nodes += more;
        if (nodes > MOST_NODES) {
            throw refused("it has more than " + MOST_NODES + " values");
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> objects(List<?> list) {
        return (List<Object>) list;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> entries(Object map) {
        return (Map<String, Object>) map;
    }
}
