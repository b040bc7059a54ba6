package io.github.imagepromotion.build;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.build.application.Application.Dependency;
import io.github.imagepromotion.build.application.BootJars;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** The forms in which an application goes into its image. */
class ApplicationFormsTest {
    /** As Spring Boot's plugin writes it. */
    private static final String LAYERS =
            """
            - "dependencies":
              - "BOOT-INF/lib/"
            - "spring-boot-loader":
              - "org/"
            - "snapshot-dependencies":
            - "application":
              - "BOOT-INF/classes/"
              - "BOOT-INF/classpath.idx"
              - "BOOT-INF/layers.idx"
              - "META-INF/"
            """;

    private static final String BOOT_MANIFEST =
            """
            Manifest-Version: 1.0
            Main-Class: org.springframework.boot.loader.launch.JarLauncher
            Start-Class: com.acme.Shop
            Spring-Boot-Layers-Index: BOOT-INF/layers.idx

            """;

    @TempDir
    Path directory;

    private BuildFixture build;

    @BeforeEach
    void start() {
        build = new BuildFixture(directory.resolve("project"));
    }

    @Test
    void jarWhenPackagedIsOnTheClassPathInFrontOfTheLibraries() throws Exception {
        build.withMainClass("Hello");
        Path jar = zip("hello-1.0.jar", Map.of("Hello.class", "x"));
        Path library = build.file("libs/library.jar", "1");
        build.contents = Optional.of(new Contents.Packaged(
                List.of(new Dependency(library, Dependency.Kind.RELEASE)), jar, "hello-1.0.jar", build.classes));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.layerNames(built)).containsExactly("dependencies", "classpath", "jvm arg files");
            assertThat(BuildFixture.files(built, 1)).containsOnlyKeys("app/classpath/hello-1.0.jar");
            assertThat(BuildFixture.files(built, 2))
                    .containsEntry("app/jib-classpath-file", "/app/classpath/hello-1.0.jar:/app/libs/library.jar")
                    .containsEntry("app/jib-main-class-file", "Hello");
        }
    }

    @Test
    void jarWhenSpringBootLayeredItHasALayerForEachEntryOfItsIndex() throws Exception {
        build.contents = Optional.of(new Contents.BootArchive(bootJar(LAYERS)));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.layerNames(built))
                    .containsExactly("dependencies", "spring-boot-loader", "application", "jvm arg files");
            assertThat(BuildFixture.files(built, 0)).containsOnlyKeys("app/BOOT-INF/lib/a.jar");
            assertThat(BuildFixture.files(built, 1))
                    .containsOnlyKeys("app/org/springframework/boot/loader/launch/JarLauncher.class");
            assertThat(BuildFixture.files(built, 2))
                    .containsOnlyKeys(
                            "app/BOOT-INF/classes/com/acme/Shop.class",
                            "app/BOOT-INF/layers.idx",
                            "app/META-INF/MANIFEST.MF",
                            "app/not-in-the-index");
            assertThat(Json.strings(BuildFixture.config(built).getAsJsonObject("config"), "Entrypoint", "config"))
                    .endsWith("@/app/jib-classpath-file", "org.springframework.boot.loader.launch.JarLauncher");
            assertThat(BuildFixture.files(built, 3)).containsEntry("app/jib-classpath-file", "/app");
        }
    }

    @Test
    void jarWhenSpringBootAndNothingChangedIsTakenFromTheCache() throws Exception {
        build.contents = Optional.of(new Contents.BootArchive(bootJar(LAYERS)));
        BuiltImage cold = build.build();
        Path unpacked = build.work.resolve("boot/BOOT-INF/lib/a.jar");
        var time = Files.getLastModifiedTime(unpacked);

        try (BuiltImage warm = build.build()) {
            assertThat(warm.image().top()).isEqualTo(cold.image().top());
            assertThat(Files.getLastModifiedTime(unpacked)).isEqualTo(time);
        }
        cold.close();
    }

    @Test
    void jarWhenItsLayersIndexIsMalformedIsRefusedWithRemedy() throws Exception {
        build.contents = Optional.of(new Contents.BootArchive(bootJar("layers: [a, b]\n")));

        assertThatThrownBy(build::build)
                .isInstanceOf(ImageException.class)
                .satisfies(tells("layers index", "'layers: [a, b]'", "-Dimage.containerizingMode"));
    }

    @Test
    void formWhenAskedTellsBootJarsFromOthers() throws Exception {
        assertThat(BootJars.form(bootJar(LAYERS))).isEqualTo(BootJars.Form.LAYERED);
        assertThat(BootJars.form(zip("flat.jar", Map.of("BOOT-INF/classes/A.class", "x"))))
                .isEqualTo(BootJars.Form.UNLAYERED);
        assertThat(BootJars.form(zip("plain.jar", Map.of("A.class", "x")))).isEqualTo(BootJars.Form.PLAIN);
        assertThatThrownBy(() -> BootJars.form(build.file("broken.jar", "no zip")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("it is not a jar or WAR");
    }

    @Test
    void warWhenSpringBootRepackagedItIsStartedByItsLauncher() throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("META-INF/MANIFEST.MF", BOOT_MANIFEST.replace("JarLauncher", "WarLauncher"));
        files.put("org/springframework/boot/loader/launch/WarLauncher.class", "x");
        files.put("WEB-INF/classes/com/acme/Shop.class", "x");
        files.put("WEB-INF/lib/a.jar", "x");
        files.put("WEB-INF/lib-provided/tomcat.jar", "x");
        Path war = zip("boot.war", files);
        assertThat(BootJars.form(war)).isEqualTo(BootJars.Form.UNLAYERED);
        build.contents = Optional.of(new Contents.BootArchive(war));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.layerNames(built))
                    .containsExactly("dependencies", "spring-boot-loader", "application", "jvm arg files");
            assertThat(BuildFixture.files(built, 0))
                    .containsOnlyKeys("app/WEB-INF/lib/a.jar", "app/WEB-INF/lib-provided/tomcat.jar");
            assertThat(entrypoint(built))
                    .endsWith("@/app/jib-classpath-file", "org.springframework.boot.loader.launch.WarLauncher");
        }
    }

    @Test
    void jarWhenItStartsAloneIsALayerAndItsManifestNamesTheClass() throws Exception {
        Path jar =
                zip("shop.jar", Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMain-Class: com.acme.Shop\n\n"));
        build.contents = Optional.of(new Contents.RunnableJar(jar, List.of(jar), Optional.empty()));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.layerNames(built)).containsExactly("shop.jar", "jvm arg files");
            assertThat(BuildFixture.files(built, 1)).containsEntry("app/jib-classpath-file", "/app/shop.jar");
            assertThat(entrypoint(built)).containsExactly("java", "-jar", "/app/shop.jar");
        }
        build.entrypoint = new Entrypoint.Java(Optional.of("com.acme.Other"), List.of());
        try (BuiltImage built = build.build()) {
            assertThat(entrypoint(built)).containsExactly("java", "-cp", "@/app/jib-classpath-file", "com.acme.Other");
        }
    }

    @Test
    void jarWhenQuarkusMadeItHasALayerForEachOfItsParts() throws Exception {
        Path jar = zip(
                "app/quarkus-run.jar",
                Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMain-Class: io.quarkus.Entry\n\n"));
        Path app = jar.resolveSibling("app");
        build.contents = Optional.of(
                new Contents.RunnableJar(jar, List.of(jar.resolveSibling("lib"), jar, app), Optional.empty()));
        zip("app/lib/main/a.jar", Map.of("a", "x"));
        zip("app/app/shop.jar", Map.of("a", "x"));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.layerNames(built))
                    .containsExactly("lib", "quarkus-run.jar", "app", "jvm arg files");
            assertThat(BuildFixture.files(built, 0)).containsOnlyKeys("app/lib/main/a.jar");
            assertThat(BuildFixture.files(built, 2)).containsOnlyKeys("app/app/shop.jar");
            assertThat(BuildFixture.files(built, 3)).containsEntry("app/jib-classpath-file", "/app/quarkus-run.jar");
        }
    }

    @Test
    void mainClassWhenAModuleIsNamedIsStartedFromTheModulePath() throws Exception {
        build.withMainClass("Hello");
        build.entrypoint = new Entrypoint.Java(Optional.of("com.acme.shop/com.acme.Main"), List.of());

        try (BuiltImage built = build.build()) {
            assertThat(entrypoint(built))
                    .containsExactly("java", "-p", "@/app/jib-classpath-file", "-m", "com.acme.shop/com.acme.Main");
        }
    }

    @ParameterizedTest
    @CsvSource({
        // A class file of Java 17: the classic form alone counts.
        "61, static, '([Ljava/lang/String;)V', true",
        "61, instance, '([Ljava/lang/String;)V', false",
        "61, static, '()V', false",
        // Java 25.
        "69, static, '()V', true",
        "69, instance, '([Ljava/lang/String;)V', true",
        "69, instance, '()V', true",
        // Java 21 with preview features, and without.
        "-65471, instance, '()V', true",
        "65, instance, '()V', false",
    })
    void mainClassWhenItsMainMethodIsOfANewerFormIsFoundWhereJavaLaunchesIt(
            int version, String kind, String descriptor, boolean found) throws Exception {
        ClassWriter type = new ClassWriter(0);
        type.visit(version, Opcodes.ACC_SUPER, "com/acme/Shop", null, "java/lang/Object", null);
        type.visitMethod(0, "<init>", "()V", null, null);
        boolean isStatic = kind.equals("static");
        boolean classic = isStatic && descriptor.startsWith("([");
        type.visitMethod(
                (isStatic ? Opcodes.ACC_STATIC : 0) | (classic ? Opcodes.ACC_PUBLIC : 0),
                "main",
                descriptor,
                null,
                null);
        Path file = build.file("classes/com/acme/Shop.class", "");
        Files.write(file, type.toByteArray());
        build.classes = Optional.of(build.directory.resolve("classes"));

        if (found) {
            try (BuiltImage built = build.build()) {
                assertThat(entrypoint(built)).endsWith("com.acme.Shop");
            }
        } else {
            assertThatThrownBy(build::build).hasMessageContaining("There is no main class in");
        }
    }

    @Test
    void dependencyWhenItIsADirectoryOfClassesGoesInAsOne() throws Exception {
        build.withMainClass("Hello");
        build.file("common/target/classes/com/acme/Common.class", "x");
        build.dependencies = List.of(new Dependency(
                build.directory.resolve("common/target/classes"), Dependency.Kind.PROJECT, "common-1.0"));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.files(built, 0)).containsOnlyKeys("app/libs/common-1.0/com/acme/Common.class");
            assertThat(BuildFixture.files(built, 2))
                    .containsEntry("app/jib-classpath-file", "/app/resources:/app/classes:/app/libs/common-1.0");
        }
    }

    private static List<String> entrypoint(BuiltImage built) throws IOException {
        return Json.strings(BuildFixture.config(built).getAsJsonObject("config"), "Entrypoint", "config");
    }

    @Test
    void warWhenBuiltIsUnpackedIntoTheWebRootInJibsLayers() throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("index.jsp", "x");
        files.put("WEB-INF/web.xml", "x");
        files.put("WEB-INF/classes/a/Servlet.class", "x");
        files.put("WEB-INF/classes/a/messages.properties", "x");
        files.put("WEB-INF/lib/released-1.jar", "x");
        files.put("WEB-INF/lib/changing-1-SNAPSHOT.jar", "x");
        files.put("WEB-INF/lib/module-1-SNAPSHOT.jar", "x");
        build.contents = Optional.of(new Contents.War(zip("web.war", files), Set.of("module-1-SNAPSHOT.jar")));
        build.entrypoint = new Entrypoint.Inherited();
        build.appRoot = "/srv/web";

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.layerNames(built))
                    .containsExactly(
                            "dependencies", "snapshot dependencies", "project dependencies", "resources", "classes");
            assertThat(BuildFixture.files(built, 0)).containsOnlyKeys("srv/web/WEB-INF/lib/released-1.jar");
            assertThat(BuildFixture.files(built, 1)).containsOnlyKeys("srv/web/WEB-INF/lib/changing-1-SNAPSHOT.jar");
            assertThat(BuildFixture.files(built, 2)).containsOnlyKeys("srv/web/WEB-INF/lib/module-1-SNAPSHOT.jar");
            assertThat(BuildFixture.files(built, 3))
                    .containsOnlyKeys(
                            "srv/web/index.jsp",
                            "srv/web/WEB-INF/web.xml",
                            "srv/web/WEB-INF/classes/a/messages.properties");
            assertThat(BuildFixture.files(built, 4)).containsOnlyKeys("srv/web/WEB-INF/classes/a/Servlet.class");
        }
    }

    @Test
    void warWhenAnEntryLeavesItsDirectoryIsRefusedAndNothingIsWritten() throws Exception {
        for (String name : List.of("../../escaped", "/escaped", "a/../../../escaped", "..\\escaped")) {
            build.contents = Optional.of(new Contents.War(zip("web.war", Map.of(name, "x")), Set.of()));
            build.entrypoint = new Entrypoint.Inherited();

            assertThatThrownBy(build::build)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("would leave the directory");
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.toString().contains("escaped")))
                    .isEmpty();
        }
    }

    @Test
    void classPathWhenExtrasAreConfiguredBeginsWithThem() throws Exception {
        build.withMainClass("Hello");
        build.extraClasspath = List.of("/opt/agent.jar", "/opt/more");

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.files(built, 1))
                    .containsEntry("app/jib-classpath-file", "/opt/agent.jar:/opt/more:/app/resources:/app/classes");
        }
    }

    @Test
    void entrypointWhenJavaIs8NamesTheClassPathItself() throws Exception {
        build.withMainClass("Hello");
        build.dependencies = List.of(new Dependency(build.file("libs/a.jar", "1"), Dependency.Kind.RELEASE));
        build.entrypoint = new Entrypoint.Java(Optional.empty(), List.of(), false);

        try (BuiltImage built = build.build()) {
            assertThat(Json.strings(BuildFixture.config(built).getAsJsonObject("config"), "Entrypoint", "config"))
                    .containsExactly("java", "-cp", "/app/resources:/app/classes:/app/libs/a.jar", "Hello");
        }
    }

    @Test
    void argumentFilesWhenTheEntrypointIsTheUsersAreThereForIt() throws Exception {
        build.withMainClass("Hello");
        build.entrypoint = new Entrypoint.Command(List.of("/start.sh"));

        try (BuiltImage built = build.build()) {
            assertThat(BuildFixture.files(built, 1)).containsEntry("app/jib-main-class-file", "Hello");
        }
    }

    private Path bootJar(String layers) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("META-INF/MANIFEST.MF", BOOT_MANIFEST);
        files.put("org/springframework/boot/loader/launch/JarLauncher.class", "x");
        files.put("BOOT-INF/classes/com/acme/Shop.class", "x");
        files.put("BOOT-INF/lib/a.jar", "x");
        files.put("BOOT-INF/layers.idx", layers);
        files.put("not-in-the-index", "x");
        return zip("boot.jar", files);
    }

    private Path zip(String name, Map<String, String> files) throws IOException {
        return TestImages.zip(directory.resolve("archives").resolve(name), files);
    }
}
