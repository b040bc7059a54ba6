package io.github.imagepromotion.disk;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * State that a build keeps for the next one, as Java properties, whose classes Maven has loaded already: loading a JSON
 * parser would take half the time of a build with nothing to do.
 *
 * @param texts values by name
 */
public record BuildState(Map<String, String> texts) {
    public BuildState {
        texts = Map.copyOf(texts);
    }

    /**
     * @param file a file written by {@link #write}
     * @return its state; empty if it does not exist or is damaged
     */
    public static BuildState read(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.isRegularFile(file)) {
            try (Reader reader = new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IllegalArgumentException e) {
                return new BuildState(Map.of());
            }
        }
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((name, text) -> texts.put((String) name, (String) text));
        return new BuildState(texts);
    }

    /** @param file the file, written atomically */
    public void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.putAll(texts);
        AtomicFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            properties.store(writer, null);
            writer.flush();
        });
    }

    /**
     * @param name name of a value
     * @return the value
     * @throws IllegalArgumentException if there is none
     */
    public String required(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("there is no '" + name + "'");
        }
        return text;
    }
}
