package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.build.application.FilePermission;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <extraDirectories>}: files added to the image unchanged; defaults to {@code src/main/jib} if it exists. */
public class ExtraDirectoriesParameter {
    private static final String DEFAULT = "src/main/jib";

    /** The directories, in order ({@code -Dimage.extraDirectories.paths=dir,...} for those that go to {@code /}). */
    @Parameter
    private @Nullable List<PathParameter> paths;

    /** File modes in these directories ({@code -Dimage.extraDirectories.permissions=/path=755,...}). */
    @Parameter
    private @Nullable List<PermissionParameter> permissions;

    /** {@code <permission>}: the mode of files in the image. */
    public static class PermissionParameter {
        /** Absolute path in the image, or a glob pattern of such paths. */
        @Parameter(required = true)
        private @Nullable String file;

        /** File mode as three octal digits, such as {@code 755}. */
        @Parameter(required = true)
        private @Nullable String mode;
    }

    /** {@code <path>}: a directory and where its content goes. */
    public static class PathParameter {
        /** The directory. */
        @Parameter(required = true)
        private @Nullable File from;

        /** Absolute path in the image; by default {@code /}. */
        @Parameter
        private String into = "/";

        /** Glob patterns of files to include, relative to the directory; defaults to all files. */
        @Parameter
        private @Nullable List<String> includes;

        /** Glob patterns of files to exclude, relative to the directory. */
        @Parameter
        private @Nullable List<String> excludes;

        /** Accepts jib's short form {@code <path>directory</path>}. Called by Maven. */
        public void set(File directory) {
            from = directory;
        }
    }

    /** {@return the directories in order; relative paths are resolved against the project's directory} */
    public List<ExtraDirectory> directories(Properties properties, Directories from) {
        Path base = from.project();
        Optional<String> named = properties.text("extraDirectories.paths", null);
        if (named.isPresent()) {
            return properties.list("extraDirectories.paths", null).stream()
                    .map(path -> new ExtraDirectory(
                            from.of("image.extraDirectories.paths", base).resolve(path), "/"))
                    .toList();
        }
        if (paths == null) {
            Path standard = base.resolve(DEFAULT);
            return Files.isDirectory(standard) ? List.of(new ExtraDirectory(standard, "/")) : List.of();
        }
        List<ExtraDirectory> directories = new ArrayList<>();
        for (PathParameter path : paths) {
            if (path.from == null) {
                throw Configured.illegal(
                        "<extraDirectories><paths><path>", new IllegalArgumentException("<from> is missing"));
            }
            directories.add(new ExtraDirectory(
                    base.resolve(path.from.toPath()), path.into, listOf(path.includes), listOf(path.excludes)));
        }
        return directories;
    }

    /** {@return file modes by pattern} */
    public List<FilePermission> permissions(Properties properties) {
        Map<String, String> configured = new LinkedHashMap<>();
        for (PermissionParameter permission : permissions == null ? List.<PermissionParameter>of() : permissions) {
            if (permission.file == null || permission.mode == null) {
                throw Configured.illegal(
                        "<extraDirectories><permissions><permission>",
                        new IllegalArgumentException("it takes <file> and <mode>"));
            }
            configured.put(permission.file, permission.mode);
        }
        return properties.map("extraDirectories.permissions", configured).entrySet().stream()
                .map(entry -> new FilePermission(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<String> listOf(@Nullable List<String> globs) {
        return globs == null ? List.of() : globs;
    }
}
