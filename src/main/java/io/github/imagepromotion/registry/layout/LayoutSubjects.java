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
 * Which manifest of a layout is about which, so that not every manifest has to be read for the documents of one image. What
 * a digest is about never changes. It is kept in a file of the layout, a line for each manifest, by who writes there; who
 * could write wrong lines could take entries out of the index as well. A manifest that is not in there is read.
 */
final class LayoutSubjects {
    private static final int LARGEST = 64 * 1024 * 1024;
    private static final String NOTHING = "-";

    private final LayoutDirectory directory;
    /** By what is written: thousands of lines are read for the documents of a few images. */
    private final Map<String, String> known = new ConcurrentHashMap<>();

    private final List<String> unwritten = new ArrayList<>();
    private boolean read;

    LayoutSubjects(LayoutDirectory directory) {
        this.directory = directory;
    }

    /** {@return whether a manifest is about another one, or what it is about is not known} */
    boolean mayBeAbout(Digest manifest, Digest subject) throws IOException {
        read();
        @Nullable String about = known.get(manifest.toString());
        return about == null || about.equals(subject.toString());
    }

    /** @param subject as the manifest's content says */
    void learn(Digest manifest, Optional<Digest> subject) {
        String about = subject.map(Digest::toString).orElse(NOTHING);
        if (known.put(manifest.toString(), about) == null) {
            synchronized (this) {
                unwritten.add(manifest + " " + about + "\n");
            }
        }
    }

    /** Writes down what was learned. That it cannot be costs time at the next call. */
    synchronized void keep() throws IOException {
        if (unwritten.isEmpty()) {
            return;
        }
        Path file = directory.checked(directory.subjects());
        byte[] lines = String.join("", unwritten).getBytes(StandardCharsets.US_ASCII);
        try {
            // One write at the end of the file, so that two writers do not mix their lines.
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
            unwritten.clear();
        } catch (IOException e) {
            // Not kept.
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
            // A layout of other tools, or of an earlier version.
        }
    }

    /** What makes no sense, such as the half of a line, is not known. */
    private void readLine(String line) {
        int space = line.indexOf(' ');
        String subject = line.substring(space + 1);
        if (space > 0 && (subject.equals(NOTHING) || Digest.isDigest(subject))) {
            known.put(line.substring(0, space), subject);
        }
    }
}
