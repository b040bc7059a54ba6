package io.github.imagepromotion.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Quirk;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestAuthority;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.installation.InstallRequest;
import org.eclipse.aether.installation.InstallationException;

/**
 * Build 42 of a shop in a directory, which goes to the environment {@code prod} in another one, until something else is said;
 * and calls of goals with it. What it starts ends with it.
 */
final class Shop implements AutoCloseable {
    static final String REPOSITORY = "acme/shop";
    static final String COORDINATES = "com.acme:shop:1.0";

    private final Path directory;
    private final GoalCalls maven;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private TestImage image = TestImages.single(1, 400);
    private String buildId = "42";

    Shop(Path directory) throws IOException {
        this.directory = directory;
        this.maven = new GoalCalls(directory);
        build("42");
        prod("");
    }

    GoalCalls maven() {
        return maven;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Another build, of another image, takes the place of the last one. */
    void build(String number) throws IOException {
        build(number, number);
    }

    /** Another build, whose number is another one's. */
    void build(String number, String claimed) throws IOException {
        buildId = claimed;
        image = TestImages.single(number.hashCode(), 400);
        Archives.write(file("shop-image.tar"), image, identity());
        Files.deleteIfExists(file("shop-image.json"));
    }

    Descriptor image() {
        return image.image().top();
    }

    private Identity identity() {
        return Archives.identity("shop", buildId);
    }

    /** The build record beside the archive, with the environments that are now. */
    void record() throws IOException {
        Records.of(
                        identity(),
                        image(),
                        new EnvironmentsFile(file("environments.xml").toFile())
                                .read()
                                .list())
                .write(file("shop-image.json"));
    }

    void install() throws IOException, InstallationException {
        record();
        InstallRequest request = new InstallRequest();
        for (String type : List.of("tar", "json")) {
            request.addArtifact(new DefaultArtifact("com.acme", "shop", "image", type, "1.0")
                    .setFile(file("shop-image." + type).toFile()));
        }
        maven.install(request);
    }

    void deploy() throws IOException {
        record();
        Path there = Files.createDirectories(file("repository/com/acme/shop/1.0"));
        for (String type : List.of("tar", "json")) {
            Files.copy(
                    file("shop-image." + type),
                    there.resolve("shop-1.0-image." + type),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** {@return the lock of a release that has the build as its only member, which is deployed with it} */
    Path release(SigningKey key) throws IOException {
        deploy();
        Path record = file("shop-image.json");
        Coordinates shop = Coordinates.of(COORDINATES);
        Path lock = file("november-release.json");
        ReleaseLock.of(
                        Coordinates.of("com.acme:november:1.0"),
                        Optional.of(BuildId.of("1")),
                        List.of(ReleaseMember.of(
                                shop,
                                Optional.empty(),
                                BuildRecord.read(record),
                                Digest.sha256(Files.readAllBytes(record)))),
                        List.of())
                .signed(key)
                .write(lock);
        return lock;
    }

    /** {@return the unsigned lock of a release {@code groupId:artifactId:version} of it} */
    String release(String coordinates) throws IOException {
        release(TestKeys.next());
        Path lock = file("unsigned-release.json");
        ReleaseLock signed = ReleaseLock.parse(Files.readAllBytes(file("november-release.json")), "of a release");
        ReleaseLock.of(Coordinates.of(coordinates), Optional.of(BuildId.of("1")), signed.members(), List.of())
                .write(lock);
        return "image.file=" + lock;
    }

    /** Promotes what was deployed. */
    List<String> promoteFrom(String repository, String artifact, String... properties) {
        return promote(Stream.concat(
                        Stream.of(
                                "image.file=", "image.artifact=" + artifact, "image.remoteRepositories=" + repository),
                        Stream.of(properties))
                .toArray(String[]::new));
    }

    String repository() {
        return "it::" + file("repository").toUri();
    }

    void environments(String... environments) throws IOException {
        Files.writeString(
                file("environments.xml"), "<environments>" + String.join("", environments) + "</environments>");
    }

    static String environment(String id, Object registry, String elements) {
        return "<environment><id>" + id + "</id><registry>" + registry + "</registry>" + elements + "</environment>";
    }

    /** Only {@code prod}, in its directory. */
    void prod(String elements) throws IOException {
        environments(environment("prod", place("prod"), "<movingTags>latest</movingTags>" + elements));
    }

    /** Only {@code prod}, in a registry. */
    void prod(QuirkyRegistry registry, String elements) throws IOException {
        environments(environment("prod", registry.address(), elements));
    }

    /** Promotes to {@code prod}, which comes after {@code dev}. */
    List<String> promoteAfterDev(String elements) throws IOException {
        environments(dev(""), environment("prod", place("prod"), "<after>dev</after>" + elements));
        return promote();
    }

    String dev(String elements) {
        return environment("dev", place("dev"), elements);
    }

    void promotedToDev(String elements) throws IOException {
        environments(dev(elements));
        promoted("image.environment=dev");
    }

    private String place(String environment) {
        return "oci:" + file(environment);
    }

    static String trusting(String element) {
        return element + TestKeys.next().publicKey().pem() + element.replace("<", "</");
    }

    /** As a property that names a new key. */
    String key() throws IOException {
        return signedWith(TestKeys.pem());
    }

    String signedWith(String pem) throws IOException {
        return "image.signing.keyFile=" + Files.writeString(file("key.pem"), pem);
    }

    QuirkyRegistry registry(Quirk... quirks) {
        return started(new QuirkyRegistry(quirks));
    }

    /** One that asks for a token. */
    QuirkyRegistry registryWithLogin() {
        QuirkyRegistry registry = registry();
        registry.tokens().answerWith(token -> "{\"token\":\"" + token + "\"}");
        return registry;
    }

    Receiver service(int status, String answer) {
        return started(Receiver.plain()).answering(Receiver.status(status, answer));
    }

    /** One with a certificate that nobody vouches for. */
    Receiver secureService() throws IOException {
        Path keystore = file("keystore.p12");
        List<String> keytool = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair -keyalg EC -alias it -dname CN=it -ext san=ip:127.0.0.1 -storetype PKCS12",
                "-keystore " + keystore,
                "-storepass " + TestAuthority.KEYSTORE_PASSWORD);
        print(new ProcessBuilder(String.join(" ", keytool).split(" ")));
        return started(Receiver.secure(keystore));
    }

    private <T extends AutoCloseable> T started(T server) {
        started.push(server);
        return server;
    }

    /** {@return what a process prints until it ends} */
    static String print(ProcessBuilder process) throws IOException {
        try (var out = process.redirectErrorStream(true).start().getInputStream()) {
            return new String(out.readAllBytes(), UTF_8);
        }
    }

    void attach(Document document) throws IOException {
        new Ledger(prod(), 2).append(List.of(document));
    }

    /** The shop's repository in the directory of {@code prod}. */
    Repository prod() throws IOException {
        RegistryAddress address = RegistryAddress.of(place("prod"));
        return Registries.open(address, Accesses.anonymous())
                .repository(address.locate(identity().repository()));
    }

    /** Attaches a report of an application of {@code type}. */
    void attachJson(String json) throws IOException {
        MediaType type = MediaType.of("application/json");
        attach(Document.of(type, image(), type, json.getBytes(UTF_8), Map.of()));
    }

    List<String> promote(String... properties) {
        return call("promote", properties);
    }

    void promoted(String... properties) {
        assertThat(promote(properties)).anyMatch(line -> line.startsWith("Promoted"));
    }

    /** With what is plain where the properties do not say otherwise; one without a value is not set. */
    List<String> call(String goal, String... properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "image.file",
                file("shop-image.tar").toString(),
                "image.environments",
                file("environments.xml").toString(),
                "image.environment",
                goal.equals("reject") ? "" : "prod",
                "image.retries",
                "0"));
        add(all, properties);
        return maven.call(goal, all);
    }

    /** {@code image:build} of a project with a POM. */
    List<String> callBuild(String... properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "image.from.image", "scratch",
                "image.checkStart", "false",
                "image.container.entrypoint", "/bin/true"));
        add(all, properties);
        return maven.withPom().call("build", all);
    }

    private static void add(Map<String, String> all, String... properties) {
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        all.values().removeIf(String::isEmpty);
    }

    @Override
    public void close() throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }
}
