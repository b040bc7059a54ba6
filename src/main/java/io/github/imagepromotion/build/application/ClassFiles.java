package io.github.imagepromotion.build.application;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Examines the class files of an application, and the Java release that they need. */
public final class ClassFiles {
    private static final int MAGIC = 0xCAFEBABE;

    /** Java Virtual Machine Specification, 4.1: version 45 is Java 1.1, and each release adds one. */
    private static final int BEFORE_JAVA_1 = 44;

    private ClassFiles() {}

    /**
     * @param directory directory of class files
     * @return the highest Java release that one of them needs; 0 if there are none
     */
    public static int release(Path directory) throws IOException {
        return release(directory, Integer.MAX_VALUE);
    }

    /**
     * @param directory directory of class files
     * @param enough a Java release; reading stops at a class file that needs it
     * @return the highest Java release of the class files read; 0 if there are none
     */
    public static int release(Path directory, int enough) throws IOException {
        int release = 0;
        for (Path file : FileTree.of(directory).files(FileTree::isClass)) {
            if (release < enough && counts(directory.relativize(file).toString().replace('\\', '/'))) {
                try (InputStream in = Files.newInputStream(file)) {
                    release = Math.max(release, releaseOf(in));
                }
            }
        }
        return release;
    }

    /**
     * @param archive a jar or WAR
     * @param prefix prefix of entries to examine, such as {@code WEB-INF/classes/}
     * @return the highest Java release that one of them needs; 0 if there are none
     */
    static int release(Path archive, String prefix) throws IOException {
        int release = 0;
        try (ZipFile zip = Unpacked.open(archive)) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith(prefix) && name.endsWith(".class") && counts(name.substring(prefix.length()))) {
                    try (InputStream in = zip.getInputStream(entry)) {
                        release = Math.max(release, releaseOf(in));
                    }
                }
            }
        }
        return release;
    }

    /** Skips entries of a multi-release jar for newer releases. */
    private static boolean counts(String name) {
        return !name.startsWith("META-INF/") && !name.equals("module-info.class");
    }

    private static int releaseOf(InputStream in) throws IOException {
        byte[] head = in.readNBytes(8);
        if (head.length < 8) {
            return 0;
        }
        DataInputStream data = new DataInputStream(new java.io.ByteArrayInputStream(head));
        if (data.readInt() != MAGIC) {
            return 0;
        }
        data.readUnsignedShort();
        return Math.max(0, data.readUnsignedShort() - BEFORE_JAVA_1);
    }

    /**
     * @param name binary name of a class
     * @param directory directory of class files
     * @param jars jars, or directories of class files
     * @return whether one of them contains the class
     */
    public static boolean hold(String name, Optional<Path> directory, List<Path> jars) throws IOException {
        String file = name.replace('.', '/') + ".class";
        if (directory.isPresent() && Files.isRegularFile(directory.get().resolve(file))) {
            return true;
        }
        for (Path jar : jars) {
            if (Files.isRegularFile(jar.resolve(file))) {
                return true;
            }
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.getEntry(file) != null) {
                    return true;
                }
            } catch (ZipException e) {
                // Other files on the class path contain no classes.
                continue;
            }
        }
        return false;
    }
}
