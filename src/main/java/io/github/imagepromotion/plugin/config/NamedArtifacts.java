package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.artifact.Requested;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts that a call names by coordinates: separated by commas in {@code <artifact>}, and one per line in the
 * file {@code <artifacts>}. Together they are one set, without duplicates.
 *
 * @param artifact comma-separated coordinates
 * @param file file with coordinates
 */
public record NamedArtifacts(Optional<String> artifact, Optional<Path> file) {
    private static final String FORM = "groupId:artifactId:version";

    private static final int LARGEST = 1_000_000;

    /** A {@code #} within a word may be part of a version. */
    private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** {@return whether no artifact is named} */
    public boolean isEmpty() {
        return artifact.isEmpty() && file.isEmpty();
    }

    /**
     * @param versioned whether a version is required; otherwise coordinates without one match any version
     * @return the artifacts in the order given
     * @throws ImageException if there are none, coordinates are malformed, or the file cannot be used
     * @throws IOException on an error of the disk
     */
    public List<Requested> read(boolean versioned) throws IOException {
        Set<Requested> named = new LinkedHashSet<>();
        for (String text : artifact.map(text -> text.split(",", -1)).orElse(new String[0])) {
            if (!text.isBlank()) {
                try {
                    named.add(requested(text.trim(), versioned));
                } catch (IllegalArgumentException e) {
                    throw Configured.illegal("<artifact> (-Dimage.artifact)", e);
                }
            }
        }
        if (artifact.isPresent() && named.isEmpty()) {
            throw new ImageException("Illegal <artifact> (-Dimage.artifact): it names no artifact (" + FORM + ").");
        }
        if (file.isPresent()) {
            named.addAll(lines(file.get(), versioned));
        }
        return List.copyOf(named);
    }

    private static List<Requested> lines(Path file, boolean versioned) throws IOException {
        List<Requested> named = new ArrayList<>();
        int number = 0;
        for (String line : content(file).split("\n", -1)) {
            number++;
            String text = COMMENT.matcher(line.strip()).replaceFirst("").strip();
            if (!text.isEmpty()) {
                try {
                    named.add(requested(text, versioned));
                } catch (IllegalArgumentException e) {
                    throw unusable(file, "line " + number + " is " + e.getMessage(), e);
                }
            }
        }
        if (named.isEmpty()) {
            throw unusable(file, "it names no artifact", null);
        }
        return named;
    }

    private static String content(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new ImageException("There is no file of artifacts " + Text.quote(file.toString())
                    + ". Name the one that has " + FORM + " on each line (<artifacts>, -Dimage.artifacts=FILE).");
        }
        if (Files.isDirectory(file)) {
            throw unusable(file, "it is a directory", null);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (FileSystemException e) {
            throw unusable(file, "it cannot be read", e);
        }
        if (bytes.length > LARGEST) {
            throw unusable(file, "it is larger than " + Size.shown(LARGEST), null);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw unusable(file, "it is not UTF-8", e);
        }
    }

    private static Requested requested(String text, boolean versioned) {
        if (text.chars().filter(each -> each == ':').count() > 2) {
            throw new IllegalArgumentException(
                    "not Maven coordinates: " + Text.quote(text) + " (" + FORM
                            + ", without type and classifier; what is attached to a release is named by its file, -Dimage.file)");
        }
        Requested requested = Requested.of(text);
        if (versioned && requested.version().isEmpty()) {
            throw new IllegalArgumentException("not Maven coordinates: " + Text.quote(text) + " (" + FORM + ")");
        }
        return requested;
    }

    private static ImageException unusable(Path file, String why, @Nullable Exception cause) {
        String message =
                "The file of artifacts " + Text.quote(file.toString()) + " cannot be used: " + why + ". It has " + FORM
                        + " on each line, in UTF-8, and comments after # (<artifacts>, -Dimage.artifacts=FILE).";
        return cause == null ? new ImageException(message) : new ImageException(message, cause);
    }
}
