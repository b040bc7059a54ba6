package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.build.application.FilePermission;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.manifest.DescriptorJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told at the build of an image that could not start. */
class StartCheckTest {
    @TempDir
    Path directory;

    private BuildFixture build;
    private int bases;
    private final List<Map<String, String>> layers = new ArrayList<>();
    private final JsonObject container = new JsonObject();

    @BeforeEach
    void start() {
        build = new BuildFixture(directory.resolve("project"));
        build.checksStart = true;
    }

    /** Files by name; what begins with {@code ->} is a link, what ends with a slash a directory. */
    private StartCheckTest layer(String... namesAndContents) {
        Map<String, String> layer = new LinkedHashMap<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            layer.put(namesAndContents[i], namesAndContents[i + 1]);
        }
        layers.add(layer);
        return this;
    }

    private StartCheckTest member(String name, String... values) {
        JsonArray array = new JsonArray();
        List.of(values).forEach(array::add);
        container.add(name, array);
        return this;
    }

    private BuildFixture onBase() throws IOException {
        return onBase(Platform.LINUX_AMD64);
    }

    private BuildFixture onBase(Platform platform) throws IOException {
        LayoutFixture layout = new LayoutFixture(directory.resolve("base-" + bases++));
        JsonObject config = DescriptorJson.write(
                        Descriptor.of(MediaType.OCI_CONFIG, new byte[0]).withPlatform(platform))
                .getAsJsonObject("platform");
        config.add("config", container);
        List<Descriptor> blobs = new ArrayList<>();
        List<Digest> diffIds = new ArrayList<>();
        for (Map<String, String> layer : layers) {
            byte[] tar = tar(layer);
            blobs.add(layout.blob(MediaType.OCI_LAYER_GZIP, LayoutFixture.gzip(tar)));
            diffIds.add(Digest.sha256(tar));
        }
        layout.name(layout.image(config, blobs, diffIds, Map.of()), "base");
        return build.withBase(layout);
    }

    private static byte[] tar(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                boolean link = file.getValue().startsWith("->");
                TarArchiveEntry entry = link
                        ? new TarArchiveEntry(file.getKey(), TarConstants.LF_SYMLINK)
                        : new TarArchiveEntry(file.getKey());
                byte[] content = link ? new byte[0] : file.getValue().getBytes(StandardCharsets.UTF_8);
                if (link) {
                    entry.setLinkName(file.getValue().substring(2));
                }
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private void starts() throws IOException {
        onBase().build().close();
        assertThat(build.warnings).isEmpty();
    }

    private void refused(String... texts) throws IOException {
        onBase();
        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("The image would not start: ")
                .satisfies(tells(texts))
                .satisfies(tells("-Dimage.checkStart=false"));
    }

    @Test
    void buildWhenBaseHasJavaOnItsPathSucceeds() throws IOException {
        build.withMainClass("Hello");
        layer("usr/bin/", "", "bin", "->usr/bin", "usr/bin/java", "->/opt/jdk/bin/java");
        layer("opt/jdk/bin/java", "x", "opt/jdk/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.9\"\n");
        member("Env", "A=b", "PATH=/sbin:/bin");
        starts();
    }

    /** The layers of the base are looked into once. */
    @Test
    void buildWhenOnlyClassesChangedRemembersThatItStarts() throws IOException {
        build.withMainClass("Hello");
        layer("bin/java", "x", "release", "JAVA_VERSION=17");
        onBase().build().close();
        Path memory = build.work.resolve("start-check.properties");
        FileTime written = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(memory, written);
        build.file("classes/application.properties", "a=b");
        build.build().close();
        assertThat(Files.getLastModifiedTime(memory)).isEqualTo(written);

        build.entrypoint = new Entrypoint.Command(List.of("/bin/sh"));
        assertThatThrownBy(build::build).hasMessageContaining("no layer has '/bin/sh'");
    }

    @Test
    void buildWhenBaseHasNoJavaIsRefused() throws IOException {
        build.withMainClass("Hello");
        layer("bin/sh", "x", "opt/java", "not on the path");
        refused("no layer has 'java'", "<from><image> (-Dimage.from.image)", "<container><entrypoint>");
        build.checksStart = false;
        build.build().close();
        assertThat(build.startWarnings).singleElement().asString().contains("no layer has 'java'");
    }

    @Test
    void buildWhenAnUpperLayerHidesTheProgramIsRefused() throws IOException {
        build.entrypoint = new Entrypoint.Command(List.of("/opt/tool"));
        layer("opt/tool", "x", "srv/tool", "x");
        layer("opt/.wh.tool", "");
        refused("no layer has '/opt/tool'");
        build.entrypoint = new Entrypoint.Command(List.of("/srv/tool"));
        build.build().close();
        layer("srv/.wh..wh..opq", "");
        refused("no layer has '/srv/tool'");
    }

    @Test
    void buildWhenEntrypointIsAFileOfTheProjectLooksAtItsMode() throws IOException {
        build.file("extra/opt/run.sh", "#!/bin/sh");
        build.extraDirectories = List.of(new ExtraDirectory(build.directory.resolve("extra"), "/"));
        build.entrypoint = new Entrypoint.Command(List.of("/opt/run.sh", "serve"));
        layer("bin/sh", "x");
        refused("'/opt/run.sh'", "may not be executed", "<extraDirectories><permissions>");
        build.permissions = List.of(new FilePermission("/opt/run.sh", "755"));
        build.build().close();
        build.workingDirectory = Optional.of("/opt");
        build.entrypoint = new Entrypoint.Command(List.of("./run.sh"));
        build.build().close();
        build.workingDirectory = Optional.of("/srv");
        refused("no layer has './run.sh'");
    }

    @Test
    void buildWhenTheProgramIsInAVolumeWarns() throws IOException {
        build.entrypoint = new Entrypoint.Command(List.of("/injected/run"));
        build.volumes = List.of("/injected");
        layer("bin/sh", "x");
        onBase().build().close();
        assertThat(build.warnings).singleElement().asString().contains("unless a volume has it");
    }

    @Test
    void buildWhenThereIsNoCommandIsRefused() throws IOException {
        build.entrypoint = new Entrypoint.Inherited();
        layer("bin/sh", "x");
        refused("it has no command", "<container><entrypoint>");
        build.args = List.of("/bin/sh");
        build.build().close();
    }

    @Test
    void buildWhenTheBaseStartsItselfBelievesIt() throws IOException {
        build.entrypoint = new Entrypoint.Inherited();
        member("Cmd", "nginx", "-g", "daemon off;");
        layer("etc/passwd", "x");
        starts();
    }

    @Test
    void buildWhenNoClassFileHasTheMainClassIsRefused() throws IOException {
        build.withMainClass("Hello").entrypoint = new Entrypoint.Java(Optional.of("com.acme.Helo"), List.of());
        member("Env", "JAVA_VERSION=jdk-17.0.9+9");
        layer("bin/sh", "x");
        refused("main class 'com.acme.Helo'", "<container><mainClass> (-Dimage.container.mainClass)");

        build.dependencies = List.of(new Dependency(
                zip("launcher.jar", Map.of("com/acme/Helo.class", new byte[0])), Dependency.Kind.RELEASE));
        build.build().close();
        build.dependencies = List.of();
        build.extraClasspath = List.of("/opt/base.jar");
        build.build().close();
        assertThat(build.warnings).singleElement().asString().contains("unless its base has it");
        build.extraClasspath = List.of();
        build.entrypoint = new Entrypoint.Java(Optional.of("jdk.httpserver.SimpleFileServer"), List.of());
        build.build().close();
    }

    @ParameterizedTest
    @CsvSource({
        "jdk8u392-b08,8",
        "1.8.0_392,8",
        "11.0.20.1,11",
        "jdk-11.0.21+9,11",
        "16,16",
        "jdk-17.0.9_9_openj9-0.41.0,",
        "17,",
        "21-ea+3,"
    })
    void buildWhenTheBasesJavaIsOlderThanTheClassFilesIsRefused(String version, String release) throws IOException {
        build.withMainClass("Hello");
        layer("bin/sh", "x");
        member("Env", "JAVA_VERSION=" + version);
        if (release == null) {
            starts();
        } else {
            refused("class files of the project need Java 17", "' has Java " + release + ".", "<from><image>");
        }
    }

    @Test
    void buildWhenTheBaseHasAReleaseFileComparesThat() throws IOException {
        build.withMainClass("Hello");
        layer("usr/bin/java", "->/opt/jdk/jre/bin/java", "opt/jdk/jre/bin/java", "x");
        layer("opt/jdk/release", "JAVA_VERSION=\"1.8.0_392\"");
        refused("need Java 17", "has Java 8");
        layer("opt/jdk/.wh.release", "");
        onBase();
        build.build().close();
        assertThat(build.warnings).singleElement().asString().contains("does not say which Java it has");
    }

    @Test
    void warWhenTheBaseHasNoServletContainerIsRefused() throws IOException {
        war("/var/lib/jetty/webapps/ROOT");
        member("Cmd", "jshell");
        layer("opt/java/bin/java", "x", "etc/passwd", "x");
        refused(
                "the WAR goes to '/var/lib/jetty/webapps/ROOT'",
                "no servlet container",
                "<from><image>",
                "<container><appRoot>");
        layer("opt/tomcat/lib/servlet-api.jar", "x", "opt/tomcat/webapps/", "");
        onBase().build().close();
        assertThat(build.warnings)
                .singleElement()
                .asString()
                .contains("The application may not be served", "has no '/var/lib/jetty/webapps'");
        build.warnings.clear();
        war("/opt/tomcat/webapps/ROOT");
        starts();
    }

    private void war(String appRoot) throws IOException {
        build.contents = Optional.of(new Contents.War(
                zip("shop.war", Map.of("index.html", "x".getBytes(StandardCharsets.UTF_8))), Set.of()));
        build.entrypoint = new Entrypoint.Inherited();
        build.appRoot = appRoot;
    }

    @Test
    void warWhenItsClassFilesAreNewerThanTheBasesJavaIsRefused() throws IOException {
        build.withMainClass("Hello");
        build.contents = Optional.of(new Contents.War(
                zip(
                        "shop.war",
                        Map.of(
                                "WEB-INF/classes/Hello.class",
                                Files.readAllBytes(build.directory.resolve("classes/Hello.class")))),
                Set.of()));
        build.entrypoint = new Entrypoint.Inherited();
        build.appRoot = "/srv/ROOT";
        layer("srv/", "", "opt/java/bin/java", "x");
        member("Entrypoint", "java", "-jar", "/srv/start.jar");
        member("Env", "JAVA_VERSION=11.0.1");
        refused("need Java 17", "has Java 11");
    }

    @Test
    void buildWhenALayerCannotBeExpandedWarns() throws IOException {
        build.withMainClass("Hello");
        // A zstd frame with a window of 1 GB.
        byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x00, (byte) (20 << 3), 1, 0, 0};
        LayoutFixture layout = new LayoutFixture(directory.resolve("base"));
        JsonObject config = new JsonObject();
        config.addProperty("architecture", "amd64");
        config.addProperty("os", "linux");
        layout.name(
                layout.image(
                        config,
                        List.of(layout.blob(MediaType.OCI_LAYER_ZSTD, zstd)),
                        List.of(Digest.sha256(new byte[0])),
                        Map.of()),
                "base");
        build.withBase(layout).build().close();
        assertThat(build.warnings)
                .singleElement()
                .asString()
                .contains(
                        "cannot be expanded here",
                        "zstd and a window of 1024 MB",
                        "it is unknown whether it has 'java'");
    }

    @Test
    void buildWhenItIsForWindowsIsNotLookedAt() throws IOException {
        build.withMainClass("Hello");
        layer("Files/x", "x");
        onBase(Platform.of("windows/amd64")).build().close();
        assertThat(build.warnings).isEmpty();
    }

    private Path zip(String name, Map<String, byte[]> files) throws IOException {
        Path file = Files.createDirectories(directory.resolve("archives")).resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
