package io.github.imagepromotion.registry.tls;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of PEM blocks (RFC 7468); text around them is passed over. No message holds any of its content, since that may
 * be a key.
 *
 * @param element that names the file, for messages: {@code <caFile>}
 * @param name of the file, or of what it stands in
 * @param labels of all blocks, well-formed or not
 * @param blocks that are well-formed, in their order
 */
record PemFile(String element, String name, Set<String> labels, List<Block> blocks) {
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*+)-----END ([A-Z0-9 ]{1,40})-----");

    /**
     * A block.
     *
     * @param label after {@code BEGIN}, such as {@code CERTIFICATE}
     * @param content decoded; empty where it is no base64
     */
    record Block(String label, byte[] content) {}

    /**
     * @param properties that name the file, or what names it, on the command line
     * @throws ImageException if the file cannot be read
     */
    static PemFile read(String element, String properties, Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return of(element, path.toString(), new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new ImageException(
                    "Cannot read " + element + " " + Text.quote(path.toString()) + ": "
                            + e.getClass().getSimpleName().replace("Exception", "")
                            + ". Make it readable, or correct the path (" + properties + ").",
                    e);
        }
    }

    /** What stands in something else. */
    static PemFile of(String element, TlsFiles.PemText pem) {
        return of(element, pem.origin(), pem.text().reveal());
    }

    private static PemFile of(String element, String name, String text) {
        List<Block> blocks = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            blocks.add(new Block(block.group(1), decode(block.group(2))));
        }
        return new PemFile(element, name, labels(text), List.copyOf(blocks));
    }

    private static Set<String> labels(String text) {
        return BEGIN.matcher(text).results().map(begin -> begin.group(1)).collect(Collectors.toUnmodifiableSet());
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** @return the contents of the blocks with that label */
    List<byte[]> contents(String label) {
        return blocks.stream()
                .filter(block -> block.label().equals(label))
                .map(Block::content)
                .toList();
    }

    boolean has(String label) {
        return labels.contains(label);
    }

    /** @return the exception to throw */
    ImageException refused(String why) {
        return new ImageException("Cannot use " + element + " " + Text.quote(name) + ": " + why);
    }
}
