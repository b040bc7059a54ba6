package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.plugin.config.HostileElements;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every goal that reads environments from a build record, called without a POM beside one that somebody else wrote: each
 * element that it may hold, with a canary in it, is refused before anything is asked, read or written.
 */
@MojoTest
@NeedsTools
class HostileRecordTest {
    private static final String POM = "src/test/resources/mojo/defaults/pom.xml";
    private static final String DIRECTORY = "target/mojo-hostile";
    private static final String FILE = DIRECTORY + "/shop-image.tar";
    private static final String ALLOWED = "oci:" + DIRECTORY + "/environments";
    private static final String SECRET = "kanarienvogel-9X";
    private static final SigningKey KEY = TestKeys.next();
    private static final Identity SHOP = Archives.identity("shop", "42");

    private final Path directory = Path.of(DIRECTORY);
    private final Path canaryFile = directory.resolve("checkout/canary.yaml");
    private final Map<String, String> variables = new HashMap<>();
    private Receiver canary = Receiver.plain();
    private Image image = TestImages.single(1, 400).image();

    @BeforeEach
    void build() throws IOException {
        clear();
        Files.createDirectories(canaryFile.getParent());
        Files.writeString(canaryFile, "image: acme/shop:1\n");
        Archives.write(Path.of(FILE), TestImages.single(1, 400), SHOP);
        variables.put("CANARY_KEY", KEY.publicKey().pem());
        variables.put("CANARY_USER", SECRET);
        variables.put("CANARY_URL", canary.uri("/variable").toString());
    }

    private void clear() throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @AfterEach
    void stop() {
        canary.close();
    }

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void promoteWhenTheRecordIsHostileUsesNothingOfIt(PromoteMojo mojo) throws IOException {
        refusesEach(mojo);
    }

    @Test
    @InjectMojo(goal = "verify", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void verifyWhenTheRecordIsHostileUsesNothingOfIt(VerifyMojo mojo) throws IOException {
        refusesEach(mojo);
    }

    @Test
    @InjectMojo(goal = "approve", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void approveWhenTheRecordIsHostileUsesNothingOfIt(ApproveMojo mojo) throws IOException {
        refusesEach(mojo);
    }

    @Test
    @InjectMojo(goal = "reject", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "reason", value = "leaks")
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void rejectWhenTheRecordIsHostileUsesNothingOfIt(RejectMojo mojo) throws IOException {
        refusesEach(mojo);
    }

    @Test
    @InjectMojo(goal = "status", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void statusWhenTheRecordIsHostileUsesNothingOfIt(StatusMojo mojo) throws IOException {
        refusesEach(mojo);
    }

    @Test
    @InjectMojo(goal = "report", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void reportWhenTheRecordIsHostileUsesNothingOfIt(ReportMojo mojo) throws IOException {
        refusesEach(mojo);
    }

    @Test
    @InjectMojo(goal = "rollback", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void rollbackWhenTheRecordIsHostileUsesNothingOfIt(RollbackMojo mojo) throws IOException {
        refusesEach(mojo);
    }

    /** A registry of somebody else's, by host and as a directory outside of what was named. */
    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void promoteWhenTheRegistryIsAnothersAsksItNothing(PromoteMojo mojo) throws IOException {
        String host = canary.uri("/").getAuthority();
        record("", host);
        refuses(mojo, "'" + host + "'", "-Dimage.allowRegistries=" + host + " ");

        record("", "oci:" + DIRECTORY + "/environments/../elsewhere");
        refuses(mojo, DIRECTORY + "/environments/../elsewhere'");

        assertThat(directory.resolve("elsewhere")).doesNotExist();
        assertNothingWasUsed();
    }

    /** A thin archive says where its layers are; that the record beside it says the same makes it no better. */
    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "allowRegistries", value = ALLOWED)
    void promoteWhenNobodyVouchesForTheBaseOfAThinArchiveDoesNotCallIt(PromoteMojo mojo) throws IOException {
        String host = canary.uri("/").getAuthority();
        TestImages.TestImage thin = TestImages.single(1, 400);
        Descriptor layer = thin.image().blobs().stream()
                .max(Comparator.comparingLong(Descriptor::size))
                .orElseThrow();
        ImageReference base = ImageReference.of(host + "/internal/java@" + layer.digest());
        new ArchiveWriter(
                        thin.image(), SHOP, thin.blobs(), Optional.of(new ExternalLayers(base, Set.of(layer.digest()))))
                .write(Path.of(FILE));
        BuildRecord record = unsigned("", "oci:" + DIRECTORY + "/environments/prod");
        write(new BuildRecord(
                record.schemaVersion(),
                record.identity(),
                record.top(),
                record.images(),
                new BuildRecord.Inputs(
                        Optional.of(new BuildRecord.RecordedBase(base.toString(), layer.digest())),
                        record.inputs().source(),
                        record.inputs().vcs()),
                record.environments(),
                record.signature()));

        refuses(
                mojo,
                "'" + base + "'",
                "-Dimage.allowRegistries=" + host + "/internal/java ",
                "-Dimage.trustedKeys=FILE");
        assertNothingWasUsed();
    }

    /** The same host is taken with its own login, wherever the operator keeps it, and with no other. */
    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    void promoteWhenALoginIsBoundToTheHostSendsItThere(PromoteMojo mojo) throws Exception {
        try (DockerRegistry registry = DockerRegistry.withPassword()) {
            record("", registry.authority());
            refuses(mojo, "-Dimage.allowRegistries=" + registry.authority() + " ");
            MavenSession session = session(mojo);
            Server server = new Server();
            server.setId(registry.authority());
            server.setUsername(DockerRegistry.USER);
            server.setPassword(DockerRegistry.PASSWORD);
            session.getRequest().addServer(server);

            mojo.execute();

            try (Stream<Path> files = Files.walk(registry.storage())) {
                assertThat(files.anyMatch(path -> path.endsWith("_manifests/tags/42")))
                        .isTrue();
            }
        }
    }

    @Test
    @InjectMojo(goal = "promote", pom = POM)
    @MojoParameter(name = "file", value = FILE)
    @MojoParameter(name = "environment", value = "prod")
    @MojoParameter(name = "trustedKeys", value = "env:CANARY_KEY")
    void promoteWhenTheRecordIsSignedByANamedKeyTakesWhatItSays(PromoteMojo mojo) throws Exception {
        record(
                "<deployed><url>CANARY/version</url><timeout>1</timeout></deployed>",
                "oci:" + DIRECTORY + "/signed",
                KEY);
        session(mojo);
        canary.answering(Receiver.status(200, "42"));

        mojo.execute();

        assertThat(canary.received()).isNotEmpty();
        assertThat(directory.resolve("signed/acme/shop/index.json")).exists();
    }

    private void refusesEach(AbstractImageMojo mojo) throws IOException {
        for (Map.Entry<String, List<String>> element : HostileElements.REFUSED.entrySet()) {
            for (String xml : element.getValue()) {
                record(xml, "oci:" + DIRECTORY + "/environments/prod");
                refuses(mojo, "<" + element.getKey() + ">", "-Dimage.trustedKeys=FILE");
            }
        }
        assertNothingWasUsed();
    }

    private void refuses(AbstractImageMojo mojo, String... said) {
        session(mojo);
        assertThatThrownBy(mojo::execute)
                .as(List.of(said).toString())
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("nobody vouches for")
                .hasMessageContainingAll(said)
                .hasMessageNotContaining(SECRET);
    }

    private void assertNothingWasUsed() throws IOException {
        assertThat(canary.received()).isEmpty();
        assertThat(canaryFile).hasContent("image: acme/shop:1");
        assertThat(directory.resolve("environments")).doesNotExist();
    }

    /** Without a POM, as in a release stage. */
    private MavenSession session(AbstractImageMojo mojo) {
        MavenSession session = Calls.session(Map.of(), variables);
        mojo.project.setFile(null);
        mojo.project.getBuild().setDirectory(directory.resolve("target").toString());
        session.getRequest().setBaseDirectory(Path.of("").toAbsolutePath().toFile());
        session.setProjects(new ArrayList<>(List.of(mojo.project)));
        mojo.session = session;
        return session;
    }

    private void record(String prod, String registry) throws IOException {
        write(unsigned(prod, registry));
    }

    private void record(String prod, String registry, SigningKey key) throws IOException {
        write(unsigned(prod, registry).signed(key));
    }

    private void write(BuildRecord record) throws IOException {
        record.write(directory.resolve("shop-image.json"));
    }

    private BuildRecord unsigned(String prod, String registry) throws IOException {
        String xml = prod.replace("CANARY/", canary.uri("/").toString())
                .replace("CANARY<", canary.uri("").toString() + "<")
                .replace(canary.uri("/").toString() + "slack", "env:CANARY_URL")
                .replace("DIRECTORY", directory.resolve("checkout").toString())
                .replace("FILE", canaryFile.toString())
                .replace("<trustedKeys>KEY", "<trustedKeys>" + KEY.publicKey().pem());
        Path file = Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>prod</id><registry>" + registry + "</registry>" + xml
                        + "</environment></environments>");
        Environments environments = new EnvironmentsFile(file.toFile()).read();
        return Records.of(SHOP, image.top(), environments.list());
    }
}
