package io.github.imagepromotion.build.application;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks a jar or WAR of the project below the build directory. Files with the same content are not written again, so
 * that their layers are found in the cache.
 */
final class Unpacked {

    /**
     * An unpacked file.
     *
     * @param name name in the archive
     * @param file the file
     */
    record Entry(String name, Path file) {}

    private Unpacked() {}

    /**
     * @param archive a jar or WAR
     * @param directory target directory; other files in it are ignored
     * @return its files, sorted by name
     * @throws ImageException if it is not an archive, or contains a path outside the directory
     */
    static List<Entry> of(Path archive, Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (ZipFile zip = open(archive)) {
            Set<String> names = new HashSet<>();
            for (ZipEntry entry :
                    zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                check(archive, entry.getName());
                if (names.add(entry.getName())) {
                    Path file = directory.resolve(entry.getName());
                    unpack(zip, entry, file);
                    entries.add(new Entry(entry.getName(), file));
                }
            }
        }
        entries.sort((one, other) -> one.name().compareTo(other.name()));
        return entries;
    }

    /**
     * @param archive a jar or WAR
     * @return the open archive; the caller closes it
     * @throws ImageException if it is not an archive
     */
    static ZipFile open(Path archive) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new ImageException("There is no " + Text.quote(archive.toString())
                    + ": the project has to be packaged first. Run mvn package.");
        }
        try {
            return new ZipFile(archive.toFile());
        } catch (ZipException e) {
            throw damaged(archive, e);
        }
    }

    static ImageException damaged(Path archive, IOException e) {
        return new ImageException(
                "Cannot read " + Text.quote(archive.toString()) + ": it is not a jar or WAR, or is damaged ("
                        + Text.printable(String.valueOf(e.getMessage())) + "). Build it again.",
                e);
    }

    /**
     * @param zip an open jar or WAR
     * @return the main attributes of its manifest; empty if it has no manifest
     */
    static Attributes manifest(ZipFile zip) throws IOException {
        ZipEntry manifest = zip.getEntry(JarFile.MANIFEST_NAME);
        return manifest == null ? new Attributes() : new Manifest(zip.getInputStream(manifest)).getMainAttributes();
    }

    private static void check(Path archive, String name) {
        boolean leaves = name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0
                || List.of(name.split("/")).contains("..");
        if (leaves) {
            throw new ImageException("Refused " + Text.quote(archive.toString()) + ": its entry " + Text.quote(name)
                    + " would leave the directory it is unpacked to. Build it without.");
        }
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path file) throws IOException {
        if (!holds(file, entry)) {
            try (InputStream content = zip.getInputStream(entry)) {
                AtomicFile.write(file, content::transferTo);
            }
        }
    }

    private static boolean holds(Path file, ZipEntry entry) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
            return false;
        }
        try (CheckedInputStream in = new CheckedInputStream(Files.newInputStream(file), new CRC32())) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return in.getChecksum().getValue() == entry.getCrc();
        }
    }
}
