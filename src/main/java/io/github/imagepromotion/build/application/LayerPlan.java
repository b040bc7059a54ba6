package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Assigns files to layers, with jib's layers, order, names, file times and permissions. Layers that change less often
 * are lower.
 */
final class LayerPlan {
    private final StartCommand start;
    private final AbsoluteUnixPath appRoot;
    private final Instant time;
    private final Path workDirectory;
    private final List<FileEntriesLayer> layers = new ArrayList<>();

    private LayerPlan(StartCommand start, ContainerSettings settings, Path workDirectory) {
        this.start = start;
        this.appRoot = AbsoluteUnixPath.get(settings.appRoot());
        this.time = settings.filesModificationTime();
        this.workDirectory = workDirectory;
    }

    /**
     * @param application the application
     * @param placement placement of its contents
     * @param start start command, which is stored in files of a layer
     * @param settings settings of the container
     * @param workDirectory directory for these files
     * @return the layers from the base up, none of them empty
     */
    static List<FileEntriesLayer> of(
            Application application,
            Placement placement,
            StartCommand start,
            ContainerSettings settings,
            Path workDirectory)
            throws IOException {
        LayerPlan plan = new LayerPlan(start, settings, workDirectory);
        for (LayerFiles files : placement.layers(workDirectory)) {
            FileEntriesLayer.Builder layer = layer(files.name());
            files.files().forEach((path, file) -> layer.addEntry(file, path, plan.time));
            plan.add(layer);
        }
        for (ExtraDirectory extra : application.extraDirectories()) {
            plan.addExtraFiles(extra, application.permissions());
        }
        plan.addArgumentFiles();
        return plan.layers;
    }

    /**
     * @param plan layers
     * @return modes of their files, by path in the image
     */
    static Map<String, Integer> files(List<FileEntriesLayer> plan) {
        Map<String, Integer> files = new HashMap<>();
        for (FileEntriesLayer layer : plan) {
            for (FileEntry entry : layer.getEntries()) {
                if (!Files.isDirectory(entry.getSourceFile())) {
                    files.put(
                            entry.getExtractionPath().toString(),
                            entry.getPermissions().getPermissionBits());
                }
            }
        }
        return files;
    }

    private void addExtraFiles(ExtraDirectory extra, List<FilePermission> permissions) throws IOException {
        FileEntriesLayer.Builder layer = layer("extra files");
        AbsoluteUnixPath into = AbsoluteUnixPath.get(extra.into());
        for (Path file : extra.paths()) {
            AbsoluteUnixPath path = into.resolve(extra.from().relativize(file));
            FilePermissions mode =
                    FilePermission.find(permissions, path.toString()).orElseGet(() -> usual(file));
            layer.addEntry(file, path, mode, time);
        }
        add(layer);
    }

    private static FilePermissions usual(Path file) {
        return Files.isDirectory(file)
                ? FilePermissions.DEFAULT_FOLDER_PERMISSIONS
                : FilePermissions.DEFAULT_FILE_PERMISSIONS;
    }

    private void addArgumentFiles() throws IOException {
        FileEntriesLayer.Builder layer = layer("jvm arg files");
        if (!start.classPath().isEmpty()) {
            addText(layer, StartCommand.CLASS_PATH_FILE, start.classPathArgument());
        }
        if (start.mainClass().isPresent()) {
            addText(layer, StartCommand.MAIN_CLASS_FILE, start.mainClass().get());
        }
        add(layer);
    }

    /** A file with the same text is not written again, so that its unchanged state avoids reading it. */
    private void addText(FileEntriesLayer.Builder layer, String name, String text) throws IOException {
        Path file = Files.createDirectories(workDirectory).resolve(name);
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), content)) {
            Files.write(file, content);
        }
        layer.addEntry(file, appRoot.resolve(name), time);
    }

    private static FileEntriesLayer.Builder layer(String name) {
        return FileEntriesLayer.builder().setName(name);
    }

    private void add(FileEntriesLayer.Builder builder) {
        FileEntriesLayer layer = builder.build();
        if (!layer.getEntries().isEmpty()) {
            layers.add(layer);
        }
    }
}
