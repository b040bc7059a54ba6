package io.github.imagepromotion.build.application;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layers index of a jar repackaged by Spring Boot (Spring Boot reference, "The Executable Jar Format", "Layer
 * Index"): layers from the base up, each with names of files, or of directories, which end in {@code /}.
 *
 * @param layers layers in order, at least one
 */
record LayersIndex(List<Layer> layers) {
    private static final Pattern LAYER = Pattern.compile("- \"(.+)\":\\s*");
    private static final Pattern CONTENT = Pattern.compile("\\s+- \"(.+)\"\\s*");

    /**
     * @param name name of the layer
     * @param contents names of its files and directories
     */
    record Layer(String name, List<String> contents) {}

    /**
     * @param lines lines of the index
     * @param what the jar, for messages
     * @return the index
     * @throws ImageException if it is malformed
     */
    static LayersIndex parse(List<String> lines, String what) {
        List<Layer> layers = new ArrayList<>();
        for (String line : lines) {
            Matcher layer = LAYER.matcher(line);
            Matcher content = CONTENT.matcher(line);
            if (layer.matches()) {
                layers.add(new Layer(layer.group(1), new ArrayList<>()));
            } else if (content.matches() && !layers.isEmpty()) {
                layers.get(layers.size() - 1).contents().add(content.group(1));
            } else if (!line.isBlank()) {
                throw malformed(what, "the line " + Text.quote(line) + " is not understood");
            }
        }
        if (layers.isEmpty()) {
            throw malformed(what, "it is empty");
        }
        return new LayersIndex(layers);
    }

    /** {@return the position of a file's layer; files not in the index are in the last one} */
    int layerOf(String file) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).contents().stream()
                    .anyMatch(name -> name.endsWith("/") ? file.startsWith(name) : file.equals(name))) {
                return i;
            }
        }
        return layers.size() - 1;
    }

    private static ImageException malformed(String what, String why) {
        return new ImageException(Message.of("Cannot read the layers index of " + what + ": " + why + ".")
                .because(ApplicationReason.LAYERS_INDEX));
    }
}
