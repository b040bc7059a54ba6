package io.github.imagepromotion.disk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Recognizes a file that is not a tar by its first bytes, for error messages. */
public final class FileForm {
    /** Number of bytes that {@link #of} looks at. */
    public static final int HEAD = 8;

    /** In Latin-1. */
    private static final Map<String, String> BEGINNINGS = new LinkedHashMap<>();

    static {
        BEGINNINGS.put("\u001f\u008b", "compressed with gzip");
        BEGINNINGS.put("(\u00b5/\u00fd", "compressed with zstd");
        BEGINNINGS.put("\u00fd7zXZ\u0000", "compressed with xz");
        BEGINNINGS.put("BZh", "compressed with bzip2");
        BEGINNINGS.put("\u0004\"M\u0018", "compressed with lz4");
        BEGINNINGS.put("LZIP", "compressed with lzip");
        BEGINNINGS.put("\u0089LZO", "compressed with lzop");
        BEGINNINGS.put("\u001f\u009d", "compressed with compress (.Z)");
        BEGINNINGS.put("]\u0000\u0000", "compressed with lzma");
        BEGINNINGS.put("\u00ff\u0006\u0000\u0000sNaP", "compressed with snappy");
        BEGINNINGS.put("PK\u0003\u0004", "a zip file");
        BEGINNINGS.put("7z\u00bc\u00af\u0027\u001c", "a 7z archive");
        BEGINNINGS.put("Rar!", "a rar archive");
        BEGINNINGS.put("!<arch>\n", "an ar archive");
        BEGINNINGS.put("070701", "a cpio archive");
        BEGINNINGS.put("hsqs", "a squashfs image");
        BEGINNINGS.put("\u00ed\u00ab\u00ee\u00db", "an RPM package");
        BEGINNINGS.put("\u007fELF", "a program");
    }

    private FileForm() {}

    /**
     * @param head the first {@value #HEAD} bytes, or fewer if the file is shorter
     * @return the type of the file, as text that follows "it is"; empty if unknown
     */
    public static Optional<String> of(byte[] head) {
        String beginning = new String(Arrays.copyOf(head, Math.min(head.length, HEAD)), StandardCharsets.ISO_8859_1);
        return BEGINNINGS.entrySet().stream()
                .filter(form -> beginning.startsWith(form.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
