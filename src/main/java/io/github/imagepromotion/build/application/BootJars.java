package io.github.imagepromotion.build.application;

import java.io.IOException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.zip.ZipFile;

/** What jars say they are, those that Spring Boot repackaged among them. */
public final class BootJars {
    private static final String LAUNCHERS = "org.springframework.boot.loader.";

    private BootJars() {}

    /** What a jar is. */
    public enum Form {
        /** An ordinary jar. */
        PLAIN,
        /** Repackaged, without a layers index. */
        UNLAYERED,
        /** Repackaged, with a layers index. */
        LAYERED
    }

    /**
     * @param jar of a project
     * @return what it is
     * @throws io.github.imagepromotion.image.ImageException if it is no jar
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
     * @return the main attributes of its manifest; none if it has no manifest
     * @throws io.github.imagepromotion.image.ImageException if it is no jar
     */
    public static Attributes manifest(Path jar) {
        try (ZipFile zip = Unpacked.open(jar)) {
            return Unpacked.manifest(zip);
        } catch (IOException e) {
            throw Unpacked.damaged(jar, e);
        }
    }
}
