package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.build.base.BaseOpener;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.settings.Server;
import org.eclipse.aether.RepositorySystemSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose login the registry of a base image gets, which asks for one, and whom we trust there. */
@MojoTest
@NeedsTools
class BaseRegistryTest {
    private static final String CA_FILE = "target/test-authority/base.pem";
    private static final String DEFAULTS = "src/test/resources/mojo/defaults/pom.xml";

    private static DockerRegistry registry;

    @TempDir
    Path directory;

    @BeforeAll
    static void startRegistry() {
        registry = DockerRegistry.withPassword();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void loginWhenTheServerIsNamedIsItsOwn(BuildMojo mojo) throws IOException {
        call(mojo, "base-registry", Map.of("image.from.serverId", "base-registry"));

        assertThat(isLetIn(mojo, false)).isTrue();
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void loginWhenNoServerIsNamedIsThatOfTheHost(BuildMojo mojo) throws IOException {
        call(mojo, registry.authority(), Map.of());

        assertThat(isLetIn(mojo, false)).isTrue();
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void loginWhenAMirrorIsAskedIsNotTheRegistrys(BuildMojo mojo) throws IOException {
        call(mojo, "base-registry", Map.of("image.from.serverId", "base-registry"));

        assertThatThrownBy(() -> isLetIn(mojo, true)).isInstanceOf(ImageException.class);
    }

    @Test
    @InjectMojo(goal = "build", pom = "src/test/resources/mojo/base-auth/pom.xml")
    void loginWhenInThePomIsRefused(BuildMojo mojo) {
        call(mojo, "another", Map.of());

        assertThatThrownBy(mojo::explain)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("<from><auth>", "<from><serverId> (-Dimage.from.serverId)")
                .hasMessageNotContaining("secret");
    }

    @Test
    @InjectMojo(goal = "build", pom = "src/test/resources/mojo/to-auth/pom.xml")
    void loginWhenInJibsTargetIsRefused(BuildMojo mojo) {
        call(mojo, "another", Map.of());

        assertThatThrownBy(mojo::explain)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Refused a login in <to><auth>", "<serverId>")
                .hasMessageNotContaining("kanarienvogel");
    }

    @Test
    @InjectMojo(goal = "build", pom = "src/test/resources/mojo/base-password/pom.xml")
    void passwordWhenInThePomOfTheBaseIsRefused(BuildMojo mojo) {
        call(mojo, "another", Map.of());

        assertThatThrownBy(mojo::explain)
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Refused a login in <from>", "<from><serverId> names (-Dimage.from.serverId)")
                .hasMessageNotContaining("kanarienvogel");
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void registryWhenItIsUnknownPointsToTheBaseImage(BuildMojo mojo) throws IOException {
        call(mojo, "another", Map.of());
        BaseOpener opener = mojo.request().workspace().registries();

        try (Registry open = opener.open((RegistryAddress.Host) RegistryAddress.of("http://127.0.0.1:1"), false)) {
            assertThatThrownBy(() -> open.repository(RepositoryName.of("none")).resolve(Tag.of("1")))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells("Check <from><image> (-Dimage.from.image), and that the registry runs."));
        }
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    @MojoParameter(name = "caFile", value = CA_FILE)
    void registryWhenItsAuthorityIsNamedIsTrusted(BuildMojo mojo) throws IOException {
        try (DockerRegistry ours = overTls()) {
            call(mojo, ours.authority(), Map.of());

            assertThat(isLetIn(mojo, ours, false)).isTrue();
            assertThat(isLetIn(mojo, ours, true)).as("as a mirror, too").isTrue();
        }
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void registryWhenItsAuthorityIsNotNamedIsNotTrusted(BuildMojo mojo) throws IOException {
        try (DockerRegistry ours = overTls()) {
            call(mojo, ours.authority(), Map.of());

            assertThatThrownBy(() -> isLetIn(mojo, ours, false))
                    .isInstanceOf(ImageException.class)
                    .satisfies(tells("is not trusted", "in <caFile> (-Dimage.caFile)"));
        }
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    @MojoParameter(name = "caFile", value = "target/test-authority/none.pem")
    void registryWhenTheFileOfItsAuthorityIsMissingSaysSo(BuildMojo mojo) {
        call(mojo, registry.authority(), Map.of());

        assertThatThrownBy(() -> isLetIn(mojo, false))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Cannot read the trusted authorities", "none.pem", "-Dimage.caFile"));
    }

    /** With a certificate of an authority that {@link #CA_FILE} holds. */
    private DockerRegistry overTls() throws IOException {
        TestAuthority authority = TestAuthority.in(Files.createDirectories(directory.resolve("authority")));
        Files.createDirectories(Path.of(CA_FILE).getParent());
        Files.copy(authority.certificate(), Path.of(CA_FILE), StandardCopyOption.REPLACE_EXISTING);
        return DockerRegistry.overTls(authority.server(), Optional.empty());
    }

    /** The harness's session has no settings. */
    @SuppressWarnings("deprecation") // The constructor that needs no container.
    private void call(BuildMojo mojo, String server, Map<String, String> properties) {
        Server known = new Server();
        known.setId(server);
        known.setUsername(DockerRegistry.USER);
        known.setPassword(DockerRegistry.PASSWORD);
        DefaultMavenExecutionRequest request = new DefaultMavenExecutionRequest();
        request.addServer(known);
        properties.forEach(request.getUserProperties()::setProperty);
        mojo.project.setFile(directory.resolve("pom.xml").toFile());
        mojo.project.getBuild().setDirectory(directory.resolve("target").toString());
        mojo.session = new MavenSession(null, (RepositorySystemSession) null, request, null);
        mojo.session.setProjects(List.of(mojo.project));
    }

    private static boolean isLetIn(BuildMojo mojo, boolean asMirror) throws IOException {
        return isLetIn(mojo, registry, asMirror);
    }

    private static boolean isLetIn(BuildMojo mojo, DockerRegistry server, boolean asMirror) throws IOException {
        BaseOpener opener = mojo.request().workspace().registries();
        RegistryAddress.Host address = (RegistryAddress.Host) RegistryAddress.of(server.authority());
        try (Registry open = opener.open(address, asMirror)) {
            return open.repository(RepositoryName.of("none"))
                    .resolve(Tag.of("1"))
                    .isEmpty();
        }
    }
}
