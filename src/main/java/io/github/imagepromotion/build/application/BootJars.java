package io.github.imagepromotion.build.application;

import java.io.IOException;
import java.nio.file.Path;

/** Tells jars that Spring Boot repackaged from others. */
public final class BootJars {
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
        return BootPlacement.form(jar);
    }
}
