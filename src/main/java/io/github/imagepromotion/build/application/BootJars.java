package io.github.imagepromotion.build.application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.zip.ZipFile;

/** Examines jars, in particular those repackaged by Spring Boot. */
public final class BootJars {
    private static final String LAUNCHERS = "org.springframework.boot.loader.";

    private BootJars() {}

    /** Types of jars. */
    public enum Form {
        /** An ordinary jar. */
        PLAIN,
        /** Repackaged, without a layers index. */
        UNLAYERED,
        /** Repackaged, with a layers index. */
        LAYERED
    }

    /**
     * @param jar jar of a project
     * @return its type
     * @throws io.github.imagepromotion.image.ImageException if it is not a jar
     */
    public static Form form(Path jar) throws IOException {
        try (ZipFile zip = Unpacked.open(jar)) {
            Attributes attributes = Unpacked.manifest(zip);
            String main = attributes.getValue(Attributes.Name.MAIN_CLASS);
            boolean repackaged = main != null && main.startsWith(LAUNCHERS)
                    || zip.getEntry("BOOT-INF/") != null
                    || zip.stream().anyMatch(entry -> entry.getName().startsWith("BOOT-INF/"));
            if (!repackaged) {
                return Form.PLAIN;
            }
            return BootPlacement.indexEntry(zip, attributes).isPresent() ? Form.LAYERED : Form.UNLAYERED;
        }
    }

    /**
     * @param jar any jar
     * @return the main attributes of its manifest; empty if it has no manifest
     * @throws io.github.imagepromotion.image.ImageException if it is not a jar
     */
    public static Attributes manifest(Path jar) {
        try (ZipFile zip = Unpacked.open(jar)) {
            return Unpacked.manifest(zip);
        } catch (IOException e) {
            throw Unpacked.damaged(jar, e);
        }
    }
}
