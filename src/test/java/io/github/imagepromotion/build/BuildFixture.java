package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.told;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.application.Application;
import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.ContainerSettings;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.build.application.FilePermission;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.build.base.BaseOpener;
import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.zip.GZIPInputStream;
import javax.tools.ToolProvider;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A build as a test describes it: what it does not say is the default. */
final class BuildFixture {
    final Path directory;
    final List<String> progress = Collections.synchronizedList(new ArrayList<>());
    final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    /** That an image would not start; most images of these tests are on scratch, and nobody starts them. */
    final List<String> startWarnings = Collections.synchronizedList(new ArrayList<>());

    String base = "scratch";
    List<Platform> platforms = List.of();
    List<Dependency> dependencies = List.of();
    List<ExtraDirectory> extraDirectories = List.of();
    List<FilePermission> permissions = List.of();
    List<String> extraClasspath = List.of();
    List<String> mirrors = List.of();
    Instant filesModificationTime = ContainerSettings.DEFAULT_MODIFICATION_TIME;
    String appRoot = ContainerSettings.DEFAULT_APP_ROOT;
    Optional<Contents> contents = Optional.empty();
    Optional<Path> classes = Optional.empty();
    Entrypoint entrypoint = new Entrypoint.Java(Optional.empty(), List.of());
    List<String> args = List.of();
    Map<String, String> environment = new LinkedHashMap<>();
    List<String> ports = List.of();
    Map<String, String> labels = new LinkedHashMap<>();
    Optional<String> user = Optional.empty();
    Optional<String> workingDirectory = Optional.empty();
    List<String> volumes = List.of();
    Map<String, String> annotations = new LinkedHashMap<>();
    boolean checksStart;

    boolean offline;
    BaseOpener registries = (address, mirror) -> {
        throw new AssertionError("asked for " + address);
    };
    Path cache;
    Path work;

    BuildFixture(Path directory) {
        this.directory = directory;
        this.cache = directory.resolve("cache");
        this.work = directory.resolve("work");
    }

    /** Compiles a class with a main method into the classes directory. */
    BuildFixture withMainClass(String name) throws IOException {
        Path source = directory.resolve("src").resolve(name + ".java");
        Path output = Files.createDirectories(directory.resolve("classes"));
        LayoutFixture.write(
                source,
                ("public class " + name + " { public static void main(String[] args) {} }")
                        .getBytes(StandardCharsets.UTF_8));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "17", "-d", output.toString(), source.toString());
        if (status != 0) {
            throw new AssertionError("javac failed");
        }
        classes = Optional.of(output);
        return this;
    }

    BuildFixture withBase(LayoutFixture layout) {
        base = "oci:" + layout.directory;
        return this;
    }

    Path file(String path, String content) {
        Path file = directory.resolve(path);
        LayoutFixture.write(file, content.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    BuiltImage build() throws IOException {
        return new ImageBuilder(request()).image();
    }

    /** {@return hash of all that the build depends on} */
    Digest inputs() throws IOException {
        return new ImageBuilder(request()).imageInputs();
    }

    RecentAnswers answers = RecentAnswers.none();

    BuildRequest request() {
        Application application = new Application(
                contents.orElseGet(() -> new Contents.Exploded(dependencies, classes, classes)),
                extraDirectories,
                permissions);
        ContainerSettings container = new ContainerSettings(
                entrypoint,
                args,
                environment,
                ports,
                labels,
                user,
                workingDirectory,
                volumes,
                appRoot,
                extraClasspath,
                filesModificationTime,
                Instant.parse("2024-02-29T12:00:00Z"));
        Workspace workspace = new Workspace(
                cache, work, offline, registries, Mirrors.of(mirrors), answers, progress::add, this::warn);
        return new BuildRequest(
                BaseImageReference.of(base, directory),
                platforms,
                application,
                container,
                annotations,
                checksStart,
                false,
                name -> name,
                "1",
                workspace);
    }

    private void warn(Message message) {
        String line = told(message);
        (line.startsWith("The image would not start: ") ? startWarnings : warnings).add(line);
    }

    /** {@return the config of the image's only or first platform} */
    static JsonObject config(BuiltImage built) throws IOException {
        Descriptor config = built.image().imageManifests().get(0).config();
        return Json.object(built.blobs().read(config, ImageConfig.LARGEST), "config");
    }

    static ImageManifest manifest(BuiltImage built) {
        return built.image().imageManifests().get(0);
    }

    /** Reads all of an image, so that all of it is checked. */
    static void readAll(BuiltImage built) throws IOException {
        for (Descriptor blob : built.image().blobs()) {
            try (var in = built.blobs().open(blob, 0)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    /** {@return names of the layers that have a comment in the history} */
    static List<String> layerNames(BuiltImage built) throws IOException {
        return Json.objects(config(built), "history", "config").stream()
                .map(entry -> entry.get("comment").getAsString())
                .toList();
    }

    /** {@return content of a layer's files by name, without the directories} */
    static Map<String, String> files(BuiltImage built, int layer) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        read(built, layer, (entry, content) -> {
            if (entry.isFile()) {
                files.put(entry.getName(), content);
            }
        });
        return files;
    }

    /** {@return modes of a layer's files and directories by name, with the bits of their type} */
    static Map<String, Integer> modes(BuiltImage built, int layer) throws IOException {
        Map<String, Integer> modes = new LinkedHashMap<>();
        read(built, layer, (entry, content) -> modes.put(entry.getName(), entry.getMode()));
        return modes;
    }

    /** {@return modification times of a layer's files and directories} */
    static List<Instant> times(BuiltImage built, int layer) throws IOException {
        List<Instant> times = new ArrayList<>();
        read(
                built,
                layer,
                (entry, content) -> times.add(entry.getLastModifiedTime().toInstant()));
        return times;
    }

    private static void read(BuiltImage built, int layer, BiConsumer<TarArchiveEntry, String> reader)
            throws IOException {
        Descriptor blob = manifest(built).layers().get(layer);
        try (var gzip = new GZIPInputStream(built.blobs().open(blob, 0));
                TarArchiveInputStream tar = new TarArchiveInputStream(gzip)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                reader.accept(entry, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }
}
