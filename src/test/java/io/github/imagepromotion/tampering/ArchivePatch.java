package io.github.imagepromotion.tampering;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import io.github.imagepromotion.image.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Changes a few bytes of one of an archive's files, and its checksum with it. */
final class ArchivePatch {
    private ArchivePatch() {}

    static void apply(Path file, String entry, String from, String to) throws IOException {
        List<TarEntry> entries;
        try (FileChannel channel = FileChannel.open(file)) {
            entries = TarReader.read(channel);
        }
        byte[] bytes = Files.readAllBytes(file);
        String before = change(bytes, entries, entry, from, to);
        String now = text(bytes, entries, entry);
        if (!entry.equals("SHA256SUMS")) {
            change(bytes, entries, "SHA256SUMS", sum(before), sum(now));
        }
        Files.write(file, bytes);
    }

    private static String change(byte[] bytes, List<TarEntry> entries, String name, String from, String to) {
        String content = text(bytes, entries, name);
        int at = content.indexOf(from);
        if (at < 0 || from.length() != to.length()) {
            throw new AssertionError("'" + from + "' is not in '" + name + "' or no room for '" + to + "'");
        }
        byte[] replacement = to.getBytes(ISO_8859_1);
        System.arraycopy(replacement, 0, bytes, (int) entry(entries, name).offset() + at, replacement.length);
        return content;
    }

    private static String text(byte[] bytes, List<TarEntry> entries, String name) {
        TarEntry entry = entry(entries, name);
        return new String(bytes, (int) entry.offset(), (int) entry.size(), ISO_8859_1);
    }

    private static TarEntry entry(List<TarEntry> entries, String name) {
        return entries.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String sum(String content) {
        return Digest.sha256(content.getBytes(ISO_8859_1)).hex();
    }
}
