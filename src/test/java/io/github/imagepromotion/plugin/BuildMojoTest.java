package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.BuildRequest;
import io.github.imagepromotion.build.application.ContainerSettings;
import io.github.imagepromotion.build.application.Contents;
import io.github.imagepromotion.build.application.Entrypoint;
import io.github.imagepromotion.build.application.ExtraDirectory;
import io.github.imagepromotion.build.application.FilePermission;
import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.testing.TestImages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the POM's elements become a request. */
@MojoTest
class BuildMojoTest {
    @TempDir
    Path directory;

    private static final String FULL = "src/test/resources/mojo/build/pom.xml";
    private static final String JIB = "src/test/resources/mojo/jib/pom.xml";
    private static final String DEFAULTS = "src/test/resources/mojo/defaults/pom.xml";

    @Test
    @InjectMojo(goal = "build", pom = FULL)
    void requestWhenEverythingIsConfiguredCarriesIt(BuildMojo mojo) throws IOException {
        BuildRequest request = mojo.request();

        assertThat(request.base()).isInstanceOfSatisfying(BaseImageReference.Layout.class, layout -> {
            assertThat(layout.directory()).isAbsolute().endsWithRaw(Path.of("base"));
            assertThat(layout.ref()).contains("17");
        });
        assertThat(request.platforms()).containsExactly(Platform.of("linux/amd64"), Platform.of("linux/arm/v7"));
        assertThat(request.annotations()).isEqualTo(Map.of("vendor", "Acme"));
        assertThat(request.application().extraDirectories())
                .extracting(ExtraDirectory::into)
                .containsExactly("/etc/shop", "/");
        assertThat(request.application().extraDirectories())
                .extracting(directory -> directory.from().getFileName().toString())
                .containsExactly("extra", "root");
        assertThat(request.application().extraDirectories().get(0).includes()).containsExactly("**/*.conf");
        assertThat(request.application().extraDirectories().get(0).excludes()).containsExactly("old/**");
        assertThat(request.application().permissions()).containsExactly(new FilePermission("/etc/shop/*", "600"));
        assertThat(request.workspace().mirrors())
                .isEqualTo(Mirrors.of(List.of("docker.io=mirror.example/hub", "docker.io=http://second.example")));
        assertThat(mojo.repository()).hasToString("acme/shop");
    }

    @Test
    @InjectMojo(goal = "build", pom = FULL)
    void containerWhenEverythingIsConfiguredCarriesIt(BuildMojo mojo) throws IOException {
        ContainerSettings container = mojo.request().container();

        assertThat(container.entrypoint())
                .isEqualTo(new Entrypoint.Java(Optional.of("com.acme.Shop"), List.of("-Xmx64m", "-ea"), true));
        assertThat(container.args()).containsExactly("--serve");
        assertThat(container.environment()).containsExactlyInAnyOrderEntriesOf(Map.of("STAGE", "none", "EMPTY", ""));
        assertThat(container.ports()).containsExactly("8080/tcp", "53/udp");
        assertThat(container.labels()).isEqualTo(Map.of("team", "shop"));
        assertThat(container.user()).contains("1000:1000");
        assertThat(container.workingDirectory()).contains("/work");
        assertThat(container.volumes()).containsExactly("/data");
        assertThat(container.appRoot()).isEqualTo("/srv");
        assertThat(container.extraClasspath()).containsExactly("/opt/agent.jar");
        assertThat(container.filesModificationTime()).isEqualTo(Instant.parse("2020-01-01T00:00:00Z"));
        assertThat(container.creationTime()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
    }

    @Test
    @InjectMojo(goal = "build", pom = FULL)
    void environmentsWhenConfiguredKeepOrderAndMeaning(BuildMojo mojo) throws IOException {
        Environments environments = mojo.environments().get().orElseThrow();

        Environment dev = environments.find("dev").orElseThrow();
        assertThat(dev.registries()).containsExactly(RegistryAddress.of("localhost:5000"));
        assertThat(dev.movingTags()).containsExactly(Tag.of("latest"), Tag.of("stable"));
        assertThat(dev.continuousDelivery()).isTrue();
        Environment prod = environments.find("prod").orElseThrow();
        assertThat(prod.registries())
                .containsExactly(RegistryAddress.of("eu.example/x"), RegistryAddress.of("us.example"));
        assertThat(prod.location().serverId()).contains("prod-registry");
        assertThat(prod.after()).containsExactly("dev");
        assertThat(prod.location().insecure()).isTrue();
        assertThat(environments.list()).extracting(Environment::id).containsExactly("dev", "prod");
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void requestWhenNothingIsConfiguredIsAsJibsUsersExpect(BuildMojo mojo) throws IOException {
        BuildRequest request = mojo.request();

        assertThat(request.base())
                .as("the Java of the class files, which are this plugin's own")
                .hasToString("docker.io/library/eclipse-temurin:17-jre");
        assertThat(request.platforms()).isEmpty();
        assertThat(request.container().appRoot()).isEqualTo("/app");
        assertThat(request.container().creationTime()).isEqualTo(Instant.EPOCH);
        assertThat(request.container().entrypoint()).isEqualTo(new Entrypoint.Java(Optional.empty(), List.of(), true));
        assertThat(request.application().contents()).isInstanceOf(Contents.Exploded.class);
        assertThat(mojo.repository()).hasToString("empty-project");
        assertThat(mojo.environments().get()).isEmpty();
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    @MojoParameter(name = "repository", value = "Acme/Shop")
    void repositoryWhenIllegalNamesElementAndProperty(BuildMojo mojo) {
        assertThatThrownBy(mojo::repository)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<repository>", "-Dimage.repository", "Acme/Shop");
    }

    @Test
    @InjectMojo(goal = "build", pom = JIB)
    void requestWhenTheConfigurationIsJibsIsTaken(BuildMojo mojo) throws IOException {
        BuildRequest request = mojo.request();

        assertThat(request.base()).hasToString("registry.example/base:1");
        assertThat(mojo.repository()).hasToString("acme/shop");
        assertThat(request.container().entrypoint()).isEqualTo(new Entrypoint.Inherited(Optional.of("com.acme.Shop")));
        assertThat(request.container().inheritsArgs()).isTrue();
        assertThat(request.application().permissions())
                .containsExactly(new FilePermission("/run.sh", "755"), new FilePermission("/etc/**", "640"));
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void requestWhenProjectIsAWarIsForAServletContainer(BuildMojo mojo) throws IOException {
        becomeWar(
                mojo,
                TestImages.zip(directory.resolve("shop.war"), Map.of("index.html", "x"))
                        .toFile());

        BuildRequest request = mojo.request();

        assertThat(request.base()).hasToString("docker.io/library/jetty:latest");
        assertThat(request.application().contents()).isInstanceOf(Contents.War.class);
        assertThat(request.container().appRoot()).isEqualTo("/var/lib/jetty/webapps/ROOT");
        assertThat(request.container().entrypoint())
                .isEqualTo(new Entrypoint.Command(
                        List.of("java", "-jar", "/usr/local/jetty/start.jar", "--module=ee10-deploy")));
    }

    @Test
    @InjectMojo(goal = "build", pom = FULL)
    void requestWhenProjectIsAWarOnABaseOfItsOwnInheritsTheEntrypoint(BuildMojo mojo) throws IOException {
        becomeWar(
                mojo,
                TestImages.zip(directory.resolve("shop.war"), Map.of("index.html", "x"))
                        .toFile());

        assertThat(mojo.request().container().entrypoint()).isEqualTo(new Entrypoint.Inherited());
        assertThat(mojo.request().container().appRoot()).isEqualTo("/srv");
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void requestWhenWhatGoesInHasNotBeenPackagedSaysSo(BuildMojo mojo) {
        becomeWar(mojo, new File("not-packaged.war"));

        assertThatThrownBy(mojo::request)
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith("has not been packaged yet, and its WAR goes into the image. Run mvn package.");
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    @MojoParameter(name = "containerizingMode", value = "flat")
    void requestWhenModeIsUnknownNamesElementAndProperty(BuildMojo mojo) {
        assertThatThrownBy(mojo::request)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<containerizingMode>", "-Dimage.containerizingMode", "'flat'");
    }

    /** Its launcher starts the class that the archive names. */
    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void requestWhenSpringBootsArchiveStartsAnotherClassThanIsNamedRefuses(BuildMojo mojo) throws IOException {
        Path war = TestImages.zip(
                directory.resolve("shop.war"),
                Map.of(
                        "META-INF/MANIFEST.MF",
                        "Manifest-Version: 1.0\nMain-Class: org.springframework.boot.loader.launch.WarLauncher\n"
                                + "Start-Class: com.acme.Shop\n",
                        "WEB-INF/classes/com/acme/Shop.class",
                        "x",
                        "org/springframework/boot/loader/launch/WarLauncher.class",
                        "x"));
        becomeWar(mojo, war.toFile());

        mojo.session.getUserProperties().setProperty("image.container.mainClass", "com.acme.Shop");
        assertThatCode(mojo::request).doesNotThrowAnyException();
        mojo.session.getUserProperties().setProperty("image.container.mainClass", "com.acme.Admin");
        assertThatThrownBy(mojo::request)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(
                        "'com.acme.Shop', the Start-Class of",
                        "'com.acme.Admin'",
                        "<container><mainClass>",
                        "spring-boot-maven-plugin",
                        "exploded");
    }

    private static void becomeWar(BuildMojo mojo, File war) {
        mojo.project.setPackaging("war");
        mojo.project.setArtifact(
                new DefaultArtifact("g", "a", "1", null, "war", null, new DefaultArtifactHandler("war")));
        mojo.project.getArtifact().setFile(war);
    }
}
