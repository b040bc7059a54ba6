package io.github.imagepromotion.signing;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of a PEM text (RFC 7468). Any white space within it is accepted, since CI variables may lose line ends; text
 * outside of blocks is ignored.
 *
 * @param label text between {@code BEGIN} and the dashes
 * @param content decoded content; empty if it is not Base64, as in a block with headers, which openssl wrote before
 *     PKCS#8
 */
public record PemBlock(String label, Optional<byte[]> content) {
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int LONGEST_COMMENT = 200;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /**
     * @param text text of a key file or variable
     * @return its complete blocks in order; none if the text is too long
     */
    public static List<PemBlock> all(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        int begin = text.length() > LARGEST ? -1 : text.indexOf(BEGIN);
        while (begin >= 0) {
            int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(begin + BEGIN.length(), labelEnd);
            int end = text.indexOf(END + label + DASHES, begin);
            if (label.isEmpty() || end < labelEnd) {
                break;
            }
            blocks.add(new PemBlock(label, decode(text.substring(labelEnd + DASHES.length(), end))));
            begin = text.indexOf(BEGIN, end);
        }
        return blocks;
    }

    /**
     * @param text text of a key file
     * @return the first line before the first block that begins with {@code #}, without it (explanatory text, RFC 7468,
     *     section 2)
     */
    static Optional<String> comment(String text) {
        int begin = text.indexOf(BEGIN);
        return text.substring(0, Math.max(0, begin))
                .lines()
                .map(String::trim)
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+", "").trim())
                .filter(line -> !line.isEmpty() && line.length() <= LONGEST_COMMENT)
                .findFirst();
    }

    /** {@return the block as PEM, in lines of 64 characters} */
    static String write(String label, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return BEGIN + label + DASHES + "\n" + lines + "\n" + END + label + DASHES + "\n";
    }

    private static Optional<byte[]> decode(String body) {
        try {
            return Optional.of(Base64.getDecoder().decode(SPACE.matcher(body).replaceAll("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
