package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.image.Digest;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Caches the subjects of a layout's manifests, so that not every manifest has to be read for the documents of one
 * image; a manifest's subject never changes. Stored in a file of the layout, one line for each manifest. Whoever could
 * write wrong lines could also remove entries from the index. Manifests that are not in the cache are read.
 */
final class LayoutSubjects {
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final String NOTHING = "-";

    private final LayoutDirectory directory;
    /** Unparsed, since thousands of lines are read for the documents of a few images. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    private final List<String> unwritten = new ArrayList<>();
    private boolean read;

    LayoutSubjects(LayoutDirectory directory) {
        this.directory = directory;
    }

    /** {@return whether the subject of a manifest is the given one, or unknown} */
    boolean mayBeAbout(Digest manifest, Digest subject) throws IOException {
        read();
        @Nullable String about = known.get(manifest.toString());
        return about == null || about.equals(subject.toString());
    }

    /** @param subject subject in the manifest's content */
    void learn(Digest manifest, Optional<Digest> subject) {
        String about = subject.map(Digest::toString).orElse(NOTHING);
        if (known.put(manifest.toString(), about) == null) {
            synchronized (this) {
                unwritten.add(manifest + " " + about + "\n");
            }
        }
    }

    /** Writes new entries. An error is ignored; the next call takes longer then. */
    synchronized void keep() throws IOException {
        if (unwritten.isEmpty()) {
            return;
        }
        Path file = directory.checked(directory.subjects());
        byte[] lines = String.join("", unwritten).getBytes(StandardCharsets.US_ASCII);
        try {
            // A single append, so that lines of concurrent writers are not mixed.
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
            unwritten.clear();
        } catch (IOException e) {
            // Not cached.
        }
    }

    private synchronized void read() throws IOException {
        if (read) {
            return;
        }
        read = true;
        try (var in = Channels.newInputStream(Disk.open(directory.checked(directory.subjects())))) {
            new String(in.readNBytes(LARGEST), StandardCharsets.US_ASCII)
                    .lines()
                    .forEach(this::readLine);
        } catch (NoSuchFileException e) {
            // A layout written by other tools, or by an earlier version.
        }
    }

    /** Malformed lines, such as incomplete ones, are ignored. */
    private void readLine(String line) {
        int space = line.indexOf(' ');
        String subject = line.substring(space + 1);
        if (space > 0 && (subject.equals(NOTHING) || Digest.isDigest(subject))) {
            known.put(line.substring(0, space), subject);
        }
    }
}
