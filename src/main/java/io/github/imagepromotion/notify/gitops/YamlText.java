package io.github.imagepromotion.notify.gitops;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The text of a YAML file. Values are replaced at the positions that the parser reports, so that comments, order and
 * spacing are kept.
 *
 * @param text one or several documents
 */
public record YamlText(String text) {
    /** Values that YAML 1.1 and 1.2 alike read as strings without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/@-]*(:[A-Za-z0-9._/@-]+)*");

    private static final Pattern WORD = Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null");

    /** The mapping and entry found for a path. */
    private record Place(MappingNode mapping, Optional<NodeTuple> tuple) {}

    /**
     * @param path path of a value
     * @return the value; empty if there is none or it is not a scalar
     */
    public Optional<String> value(YamlPath path) {
        return find(path)
                .flatMap(Place::tuple)
                .map(NodeTuple::getValueNode)
                .filter(ScalarNode.class::isInstance)
                .map(node -> ((ScalarNode) node).getValue());
    }

    /**
     * @param path path of a value; all but its last name must exist
     * @param value the new value
     * @return the text with this value and no other change
     * @throws ImageException if the value cannot be set there
     */
    public YamlText with(YamlPath path, String value) {
        Place place = find(path).orElseThrow(() -> refused(path, "there is no such place"));
        if (value(path).filter(value::equals).isPresent()) {
            return this;
        }
        YamlText changed = place.tuple().isPresent()
                ? replaced(path, place.tuple().get(), value)
                : inserted(path, place.mapping(), value);
        if (changed.value(path).filter(value::equals).isEmpty()) {
            throw refused(path, "what was written there reads back as something else");
        }
        return changed;
    }

    private YamlText replaced(YamlPath path, NodeTuple tuple, String value) {
        Node node = tuple.getValueNode();
        int start = start(node);
        boolean here = start >= end(tuple.getKeyNode());
        if (!here || !(node instanceof ScalarNode scalar)) {
            throw refused(path, here ? "it is not a single value" : "it is an alias of another one");
        }
        if (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED) {
            throw refused(path, "it is a block of text");
        }
        String spaced =
                start == end(tuple.getKeyNode()) + 1 && node.getStartMark().equals(node.getEndMark()) ? " " : "";
        return splice(start, end(node), spaced + scalar(value, scalar.getScalarStyle()));
    }

    /** Inserts after the last value that begins and ends on one line, indented like its neighbours. */
    private YamlText inserted(YamlPath path, MappingNode mapping, String value) {
        List<NodeTuple> tuples = mapping.getValue();
        if (tuples.isEmpty()) {
            throw refused(path, "the mapping that it would be in is empty");
        }
        String entry = path.last() + ": " + scalar(value, ScalarStyle.PLAIN);
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            Node last = tuples.get(tuples.size() - 1).getValueNode();
            return splice(end(last), end(last), ", " + entry);
        }
        NodeTuple neighbour = tuples.stream()
                .filter(tuple -> tuple.getValueNode() instanceof ScalarNode scalar
                        && (scalar.isPlain()
                                || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED
                                || scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED))
                .reduce((first, second) -> second)
                .orElseThrow(() -> refused(path, "it has no neighbour of one line"));
        int[] code = text.codePoints().toArray();
        int line = end(neighbour.getValueNode());
        while (line < code.length && code[line] != '\n' && code[line] != '\r') {
            line++;
        }
        int column = neighbour.getKeyNode().getStartMark().orElseThrow().getColumn();
        return splice(line, line, lineEnd() + " ".repeat(column) + entry);
    }

    private String lineEnd() {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }

    /** The parser's marks count code points. */
    private YamlText splice(int start, int end, String replacement) {
        int from = text.offsetByCodePoints(0, start);
        int to = text.offsetByCodePoints(0, end);
        return new YamlText(text.substring(0, from) + replacement + text.substring(to));
    }

    private static String scalar(String value, ScalarStyle style) {
        boolean safe = PLAIN.matcher(value).matches() && !WORD.matcher(value).matches();
        if (style == ScalarStyle.SINGLE_QUOTED) {
            return "'" + value.replace("'", "''") + "'";
        }
        return style == ScalarStyle.PLAIN && safe
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * {@return the first document that has the path up to its last name, with the entry of the last name if it exists}
     */
    private Optional<Place> find(YamlPath path) {
        List<Place> places = new ArrayList<>();
        try {
            LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                descend(document, path).ifPresent(places::add);
            }
        } catch (YamlEngineException e) {
            // The cause would quote the file, which may contain secrets.
            throw new ImageException("it is not readable YAML" + place(e));
        }
        return places.stream()
                .filter(place -> place.tuple().isPresent())
                .findFirst()
                .or(() -> places.stream().findFirst());
    }

    private static String place(YamlEngineException e) {
        return e instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark()
                        .map(mark -> " (line " + (mark.getLine() + 1) + ")")
                        .orElse("")
                : "";
    }

    private static Optional<Place> descend(Node document, YamlPath path) {
        Optional<Node> current = Optional.of(document);
        for (YamlPath.Step step : path.steps().subList(0, path.steps().size() - 1)) {
            current = current.flatMap(node -> tuple(node, step.key())).map(NodeTuple::getValueNode);
            if (step.entry().isPresent()) {
                current = current.flatMap(node -> entry(node, step.entry().get()));
            }
        }
        return current.filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .map(mapping -> new Place(mapping, tuple(mapping, path.last())));
    }

    private static Optional<NodeTuple> tuple(Node node, String key) {
        List<NodeTuple> found = node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(tuple -> isScalar(tuple.getKeyNode(), key))
                        .toList()
                : List.of();
        if (found.size() > 1) {
            throw new ImageException(Text.quote(key) + " occurs twice in it, and readers differ in which one counts");
        }
        return found.stream().findFirst();
    }

    private static Optional<Node> entry(Node node, YamlPath.Entry wanted) {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                        .filter(item -> tuple(item, wanted.key())
                                .filter(tuple -> isScalar(tuple.getValueNode(), wanted.value()))
                                .isPresent())
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isScalar(Node node, String value) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(value);
    }

    private static int start(Node node) {
        return node.getStartMark().map(Mark::getIndex).orElseThrow();
    }

    private static int end(Node node) {
        return node.getEndMark().map(Mark::getIndex).orElseThrow();
    }

    private static ImageException refused(YamlPath path, String why) {
        return new ImageException("cannot set " + Text.quote(path.toString()) + ": " + why);
    }
}
