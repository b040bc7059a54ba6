package io.github.imagepromotion.build.layer;

import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The paths in a container: layers are applied in order, with whiteouts (image-spec 1.1, layer.md). Paths have no
 * leading slash. Content is not kept, except of {@code release} files of Java runtimes.
 */
public final class Rootfs {
    private static final int MOST_ENTRIES = 1_000_000;
    /** Linux's PATH_MAX: a container cannot open longer paths. */
    private static final int LONGEST_PATH = 4096;
    /** Limit for all paths together: a deep path creates an entry for each of its directories. */
    private static final long MOST_CHARACTERS = 64L * 1024 * 1024;

    private static final int MOST_LINKS = 40;
    private static final int LARGEST_TEXT = 16 * 1024;
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    private final NavigableMap<String, Node> nodes = new TreeMap<>();
    private long characters;

    /** An entry of the file system. */
    private record Node(TarEntry.Kind kind, String link, String text) {
        static final Node DIRECTORY = new Node(TarEntry.Kind.DIRECTORY, "", "");
        static final Node FILE = new Node(TarEntry.Kind.FILE, "", "");
    }

    /**
     * Applies a layer on top of those before.
     *
     * @param layer stored layer from its first byte; read to its end, not closed
     * @param limit limit of the decompressed size
     * @throws UnexpandableException if it cannot be decompressed here
     * @throws IOException if it cannot be read, or is not a layer
     */
    public void add(InputStream layer, ExpansionLimit limit) throws IOException {
        Map<String, Node> added = new TreeMap<>();
        List<String> hidden = new ArrayList<>();
        TarReader.read(Expansion.of(layer, limit), (entry, content) -> {
            if (added.size() + nodes.size() > MOST_ENTRIES) {
                throw new IOException("it has more than " + MOST_ENTRIES + " entries");
            }
            String path = normalized(entry.name());
            if (path.length() > LONGEST_PATH) {
                throw new IOException("it has a path of more than " + LONGEST_PATH + " characters");
            }
            count(path);
            String name = path.substring(path.lastIndexOf('/') + 1);
            if (name.startsWith(WHITEOUT)) {
                String directory = path.substring(0, path.length() - name.length());
                hidden.add(name.equals(OPAQUE) ? directory : directory + name.substring(WHITEOUT.length()));
            } else if (!path.isEmpty()) {
                added.put(path, node(entry, name, content));
            }
        });
        hidden.forEach(this::hide);
        for (Map.Entry<String, Node> each : added.entrySet()) {
            put(each.getKey(), each.getValue());
            count("");
        }
    }

    private void count(String path) throws IOException {
        characters += path.length();
        if (characters > MOST_CHARACTERS) {
            throw new IOException("its paths have more than " + MOST_CHARACTERS + " characters together");
        }
    }

    /**
     * Adds a file and its parent directories.
     *
     * @param path path in the container, with or without a leading slash
     */
    public void addFile(String path) {
        put(normalized(path), Node.FILE);
    }

    private static Node node(TarEntry entry, String name, InputStream content) throws IOException {
        boolean text = entry.kind() == TarEntry.Kind.FILE && name.equals("release") && entry.size() <= LARGEST_TEXT;
        return new Node(
                entry.kind(), entry.link(), text ? new String(content.readAllBytes(), StandardCharsets.UTF_8) : "");
    }

    private void hide(String path) {
        if (!path.endsWith("/")) {
            nodes.remove(path);
        }
        String below = path.isEmpty() || path.endsWith("/") ? path : path + "/";
        nodes.subMap(below, true, below + Character.MAX_VALUE, true).clear();
    }

    /**
     * Tools differ when a layer has a directory where a lower one has a link to a directory; here the entries of both
     * are visible.
     */
    private void put(String path, Node node) {
        int slash = path.lastIndexOf('/');
        if (slash > 0) {
            String parent = path.substring(0, slash);
            Node known = nodes.get(parent);
            if (known == null) {
                characters += parent.length();
                put(parent, Node.DIRECTORY);
            } else if (known.kind() == TarEntry.Kind.SYMBOLIC_LINK) {
                resolve(parent).ifPresent(real -> nodes.put(real + path.substring(slash), node));
            }
        }
        boolean overLink = node.kind() == TarEntry.Kind.DIRECTORY
                && nodes.containsKey(path)
                && nodes.get(path).kind() == TarEntry.Kind.SYMBOLIC_LINK;
        if (!overLink) {
            nodes.put(path, node);
        }
    }

    /**
     * @param path path in the container
     * @return path of the file or directory after following links; empty if it does not exist
     */
    public Optional<String> resolve(String path) {
        Deque<String> rest = new ArrayDeque<>(parts(path));
        Deque<String> found = new ArrayDeque<>();
        int links = 0;
        while (!rest.isEmpty()) {
            String part = rest.pop();
            if (part.equals("..")) {
                found.pollLast();
                continue;
            }
            found.addLast(part);
            Node node = nodes.get(String.join("/", found));
            if (node == null) {
                return Optional.empty();
            }
            if (node.kind() == TarEntry.Kind.SYMBOLIC_LINK) {
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                found.removeLast();
                if (node.link().startsWith("/")) {
                    found.clear();
                }
                List<String> target = parts(node.link());
                for (int i = target.size() - 1; i >= 0; i--) {
                    rest.push(target.get(i));
                }
            }
        }
        return Optional.of(String.join("/", found));
    }

    /** {@return whether a path in the container leads to a file} */
    public boolean isFile(String path) {
        return resolve(path)
                .map(nodes::get)
                .filter(node -> node.kind() != TarEntry.Kind.DIRECTORY)
                .isPresent();
    }

    /** {@return whether a path in the container leads to a directory} */
    public boolean isDirectory(String path) {
        Optional<String> real = resolve(path);
        return real.isPresent()
                && (real.get().isEmpty()
                        || Optional.ofNullable(nodes.get(real.get()))
                                .filter(node -> node.kind() == TarEntry.Kind.DIRECTORY)
                                .isPresent());
    }

    /**
     * @param path path of a small file named {@code release}
     * @return its text; empty if there is no such file
     */
    public Optional<String> release(String path) {
        return resolve(path).map(nodes::get).map(Node::text).filter(text -> !text.isEmpty());
    }

    /** {@return all paths, including links and directories} */
    public Stream<String> paths() {
        return nodes.keySet().stream();
    }

    private static String normalized(String path) {
        return String.join("/", parts(path));
    }

    private static List<String> parts(String path) {
        return Arrays.stream(path.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
    }
}
