package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several artifacts that a call names by their coordinates are one set, for every goal, whether or not there is a POM. */
@NeedsTools
class ArtifactSetTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private DockerRegistry registry;
    private GoalCalls maven;

    @BeforeEach
    void start() {
        registry = DockerRegistry.anonymous();
        maven = new GoalCalls(directory);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    /** The project is another one than those that are named. */
    private void begin(boolean inProject) {
        if (inProject) {
            maven.withPom().version("9.9");
        }
    }

    @Test
    void promoteWhenSeveralArtifactsAreNamedPromotesThemTogether() throws Exception {
        Descriptor shop = deploy("shop", "1.0", "42");
        Descriptor billing = deploy("billing", "2.0", "7");

        List<String> lines = promote("image.artifact=com.acme:shop:1.0,com.acme:billing:2.0,com.acme:shop:1.0");

        assertThat(lines).filteredOn(line -> line.startsWith("Promoted")).hasSize(2);
        assertThat(digest("acme/shop", "42")).isEqualTo(shop.digest().toString());
        assertThat(digest("acme/shop", "latest")).isEqualTo(shop.digest().toString());
        assertThat(digest("acme/billing", "7")).isEqualTo(billing.digest().toString());
        assertThat(digest("acme/billing", "latest")).isEqualTo(billing.digest().toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void planWhenSeveralArtifactsAreNamedIsOnePlanThatIsDoneWhole(boolean inProject) throws Exception {
        begin(inProject);
        deploy("shop", "1.0", "42");
        deploy("billing", "2.0", "7");
        String both = "image.artifact=com.acme:shop:1.0,com.acme:billing:2.0";
        String plan = "image.plan=" + directory.resolve("target/image/plan-prod.json");
        call("plan", both);
        assertThat(repositories()).isEmpty();

        assertThat(last(promote("image.artifact=com.acme:shop:1.0", plan)))
                .contains("does not hold: 'acme/billing:7' is planned, and is not among what was found");
        assertThat(repositories()).isEmpty();

        Descriptor other = deploy("billing", "2.0", "8");
        assertThat(last(promote(both, plan)))
                .contains(
                        "planned was build '7' of 'com.acme:billing:2.0'",
                        "is build '8'",
                        other.digest().toString());
        assertThat(repositories()).isEmpty();

        deploy("billing", "2.0", "7");
        assertThat(promote(both, plan))
                .filteredOn(line -> line.startsWith("Promoted"))
                .hasSize(2);
    }

    @Test
    void promoteWhenAFileNamesThemInAProjectTakesThemAndNotTheProject() throws Exception {
        Descriptor mail = deploy("mail", "3.0", "1");
        Descriptor billing = deploy("billing", "2.0", "7");
        Files.writeString(
                directory.resolve("november.txt"),
                "# Release 2026.11\ncom.acme:mail:3.0 # first\ncom.acme:billing:2.0\n");

        maven.withPom();
        List<String> lines = promote("image.artifacts=november.txt");

        assertThat(lines).filteredOn(line -> line.startsWith("Promoted")).hasSize(2);
        assertThat(digest("acme/mail", "1")).isEqualTo(mail.digest().toString());
        assertThat(digest("acme/billing", "7")).isEqualTo(billing.digest().toString());
    }

    @Test
    void promoteWhenOneIsMissingWritesNothing() throws Exception {
        deploy("shop", "1.0", "42");

        assertThat(last(promote("image.artifact=com.acme:shop:1.0,com.acme:none:1.0")))
                .startsWith("There is no artifact 'com.acme:none:tar:image:1.0'");
        assertThat(repositories()).isEmpty();
    }

    @Test
    void promoteWhenARegistryOfTheSetCannotBeReachedWritesNothingToTheOthers() throws Exception {
        deploy("shop", "1.0", "42");
        deploy("billing", "2.0", "7");
        Files.writeString(
                directory.resolve("both.xml"),
                environments(registry.authority())
                        .replace(
                                "<registry>" + registry.authority() + "</registry>",
                                "<registries>" + registry.authority() + ",http://127.0.0.1:1</registries>"));

        assertThat(last(promote(
                        "image.artifact=com.acme:shop:1.0,com.acme:billing:2.0", "image.environments=both.xml")))
                .contains("registry '127.0.0.1:1' does not answer (")
                .endsWith("Check <registry> of the environment (-Dimage.environments), and that the registry runs.");
        assertThat(repositories()).isEmpty();
    }

    /** Otherwise nothing would keep them from being promoted while a registry of another one is away. */
    @Test
    void rejectWhenOneCannotBeRejectedEverywhereRejectsTheOthers() throws Exception {
        deploy("shop", "1.0", "42");
        deploy("billing", "2.0", "7");
        Files.writeString(directory.resolve("key.pem"), TestKeys.pem());
        try (QuirkyRegistry prod = new QuirkyRegistry()) {
            prod.refuse((method, path) ->
                    path.contains("acme/shop") ? Optional.of(Map.entry(500, "down")) : Optional.empty());
            Files.writeString(
                    directory.resolve("quirky.xml"), environments(prod.address().toString()));

            assertThat(last(call(
                            "reject",
                            "image.artifact=com.acme:shop:1.0,com.acme:billing:2.0",
                            "image.environments=quirky.xml",
                            "image.environment=",
                            "image.signing.keyFile=key.pem",
                            "image.reason=leaks")))
                    .startsWith("'acme/shop:42' is not rejected in 'prod'")
                    .doesNotContain("billing");
            assertThat(last(promote("image.artifact=com.acme:billing:2.0", "image.environments=quirky.xml")))
                    .startsWith("Promoted nothing: 'acme/billing:7' was rejected at ");
        }
    }

    @Test
    void promoteWhenTwoAreOfOneRepositoryRefusesTheSet() throws Exception {
        deploy("shop", "1.0", "42");
        deploy("shop", "1.1", "43");

        assertThat(last(promote("image.artifact=com.acme:shop:1.0,com.acme:shop:1.1")))
                .startsWith(
                        "Refused the set: two of its artifacts are of the repository 'acme/shop', 'acme/shop:42' from ")
                .contains("'acme/shop:43' from ")
                .endsWith(
                        ". Name one of them (<artifact>, -Dimage.artifact; <artifacts>, -Dimage.artifacts), or, where they"
                                + " are of several modules, give each a repository of its own (<repository>, -Dimage.repository).");
        assertThat(repositories()).isEmpty();
    }

    @Test
    void promoteWhenOneOfTheSetIsOfAnotherProjectRefusesTheSetAndNamesIt() throws Exception {
        deploy("shop", "1.0", "42");
        deploy("billing", "2.0", "7");
        Files.move(place("com.acme:billing:2.0"), place("com.acme:billing:2.0").resolveSibling("2.1"));
        for (String type : List.of("tar", "json")) {
            Path there = place("com.acme:billing:2.1");
            Files.move(there.resolve("billing-2.0-image." + type), there.resolve("billing-2.1-image." + type));
        }

        assertThat(last(promote("image.artifact=com.acme:shop:1.0,com.acme:billing:2.1")))
                .startsWith("Of com.acme:billing:tar:image:2.1 from repository 'it' (")
                .contains("asked for was 'com.acme:billing:2.1'; the archive says build '7' of 'com.acme:billing:2.0'");
        assertThat(repositories()).isEmpty();
    }

    /** What a file or a record says chooses no registry. */
    @Test
    void promoteWhenTheRecordOfOneNamesAnotherRegistryRefusesTheSet() throws Exception {
        deploy("shop", "1.0", "42", registry.authority() + "/one");
        deploy("billing", "2.0", "7", "registry.example");

        assertThat(last(promote("image.artifact=com.acme:shop:1.0,com.acme:billing:2.0", "image.environments=")))
                .startsWith("Of com.acme:billing:tar:image:2.0 from repository 'it' (")
                .contains("they use 'registry.example', which you have not named");
        assertThat(repositories()).isEmpty();
    }

    @Test
    void promoteWhenEachBuildHasItsOwnEnvironmentGoesThere() throws Exception {
        Descriptor shop = deploy("shop", "1.0", "42", registry.authority() + "/one");
        Descriptor billing = deploy("billing", "2.0", "7", registry.authority() + "/two");

        promote("image.artifact=com.acme:shop:1.0,com.acme:billing:2.0", "image.environments=");

        assertThat(digest("one/acme/shop", "42")).isEqualTo(shop.digest().toString());
        assertThat(digest("two/acme/billing", "7")).isEqualTo(billing.digest().toString());
    }

    @Test
    void promoteWhenTheyLieInADropTakesThoseOfTheBuild() throws Exception {
        Descriptor shop = drop("shop", "1.0", "42");
        Descriptor billing = drop("billing", "2.0", "42");
        drop("mail", "3.0", "42");

        promote("image.artifact=com.acme:shop,com.acme:billing:2.0", "image.drop=drop", "image.buildId=42");

        assertThat(digest("acme/shop", "42")).isEqualTo(shop.digest().toString());
        assertThat(digest("acme/billing", "42")).isEqualTo(billing.digest().toString());
        assertThat(repositories()).doesNotContain("acme/mail");
    }

    @Test
    void promoteWhenOneIsNamedWithAndWithoutItsVersionTakesItOnce() throws Exception {
        Descriptor shop = drop("shop", "1.0", "42");

        List<String> lines =
                promote("image.artifact=com.acme:shop,com.acme:shop:1.0", "image.drop=drop", "image.buildId=42");

        assertThat(lines).filteredOn(line -> line.startsWith("Promoted")).hasSize(1);
        assertThat(digest("acme/shop", "42")).isEqualTo(shop.digest().toString());
    }

    @Test
    void promoteWhenTwoAreOfOneVersionRefusesTheSet() throws Exception {
        drop("shop", "1.0", "42");
        Archives.write(
                directory.resolve("drop/com.acme/shop/42/other-image.tar"),
                TestImages.single(9, 400),
                new Identity(Coordinates.of("com.acme:shop:1.0"), RepositoryName.of("acme/other"), BuildId.of("42")));

        assertThat(last(promote("image.artifact=com.acme:shop:1.0", "image.drop=drop", "image.buildId=42")))
                .startsWith("Refused the set: two of its artifacts are of the version 'com.acme:shop:1.0', ");
        assertThat(repositories()).isEmpty();
    }

    @Test
    void promoteWhenOneDoesNotKnowTheEnvironmentRefusesTheSetAndNamesIt() throws Exception {
        deploy("shop", "1.0", "42", registry.authority() + "/one");
        deploy("billing", "2.0", "7", registry.authority() + "/two");
        Path record = place("com.acme:billing:2.0").resolve("billing-2.0-image.json");
        Files.writeString(record, Files.readString(record).replace("\"prod\"", "\"stage\""));

        assertThat(last(promote("image.artifact=com.acme:shop:1.0,com.acme:billing:2.0", "image.environments=")))
                .startsWith("Of com.acme:billing:tar:image:2.0 from repository 'it' (")
                .contains("Unknown environment 'prod'. Known are: stage.");
        assertThat(repositories()).isEmpty();
    }

    @Test
    void promoteWhenOneFileIsToBeSeveralRefuses() throws Exception {
        deploy("shop", "1.0", "42");

        assertThat(last(promote(
                        "image.artifact=com.acme:shop:1.0,com.acme:billing",
                        "image.file=repository/com/acme/shop/1.0/shop-1.0-image.tar")))
                .contains("cannot be all of the 2 artifacts that are named: 'com.acme:shop:1.0', 'com.acme:billing'");
    }

    @Test
    void promoteWhenABuildIdIsNamedAsksItOfEach() throws Exception {
        deploy("shop", "1.0", "42");
        deploy("billing", "2.0", "7");

        assertThat(last(promote("image.artifact=com.acme:shop:1.0,com.acme:billing:2.0", "image.buildId=42")))
                .contains("asked for was build '42' of 'com.acme:billing:2.0'");
        assertThat(repositories()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void decideAndVerifyWhenSeveralArtifactsAreNamedMeanEach(boolean inProject) throws Exception {
        begin(inProject);
        deploy("shop", "1.0", "42");
        deploy("billing", "2.0", "7");
        Files.writeString(directory.resolve("key.pem"), TestKeys.pem());
        String set = "image.artifact=com.acme:shop:1.0,com.acme:billing:2.0";
        promote(set);

        assertThat(call("verify", set))
                .filteredOn(line -> line.startsWith("prod: " + registry.authority() + "/acme/"))
                .hasSize(2);
        assertThat(call("approve", set, "image.signing.keyFile=key.pem"))
                .filteredOn(line -> line.startsWith("Approved "))
                .hasSize(2);
        assertThat(call("reject", set, "image.signing.keyFile=key.pem", "image.reason=leaks", "image.environment="))
                .filteredOn(line -> line.startsWith("Rejected: "))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void statusReportAndRollbackWhenSeveralArtifactsAreNamedMeanEach(boolean inProject) throws Exception {
        begin(inProject);
        Descriptor shop = deploy("shop", "1.0", "42");
        Descriptor billing = deploy("billing", "2.0", "7");
        promote("image.artifact=com.acme:shop:1.0,com.acme:billing:2.0");
        deploy("shop", "1.1", "43");
        deploy("billing", "2.1", "8");
        promote("image.artifact=com.acme:shop:1.1,com.acme:billing:2.1");
        Files.writeString(directory.resolve("set.txt"), "com.acme:shop:1.1\ncom.acme:billing:2.1\n");

        assertThat(call("status", "image.artifacts=set.txt")).contains("acme/shop", "acme/billing");
        call("report", "image.artifacts=set.txt");
        assertThat(directory.resolve("target/image/report.html")).content().contains("acme/shop", "acme/billing");
        assertThat(call("rollback", "image.artifacts=set.txt"))
                .filteredOn(line -> line.startsWith("Rolled back prod to "))
                .hasSize(2);
        assertThat(digest("acme/shop", "latest")).isEqualTo(shop.digest().toString());
        assertThat(digest("acme/billing", "latest")).isEqualTo(billing.digest().toString());
    }

    @Test
    void statusWhenTheBuildsHaveDifferentEnvironmentsAsksForThem() throws Exception {
        deploy("shop", "1.0", "42", registry.authority() + "/one");
        deploy("billing", "2.0", "7", registry.authority() + "/two");

        assertThat(last(call("status", "image.artifact=com.acme:shop:1.0,com.acme:billing:2.0", "image.environments=")))
                .contains("were configured with different environments", "-Dimage.environments=FILE");
    }

    @Test
    void statusWhenARecordAloneIsOfAnotherProjectThanAskedForRefuses() throws Exception {
        deploy("shop", "1.0", "42");
        Path place = place("com.acme:shop:1.0");
        Files.delete(place.resolve("shop-1.0-image.tar"));

        assertThat(last(call(
                        "status",
                        "image.artifact=com.acme:billing",
                        "image.file=" + place.resolve("shop-1.0-image.json"))))
                .contains("asked for was 'com.acme:billing'; it says build '42' of 'com.acme:shop:1.0'");
    }

    /** What the call names is found in the directory that is a Maven repository, and goes to one registry. */
    private List<String> promote(String... properties) throws IOException {
        return call("promote", properties);
    }

    private List<String> call(String goal, String... properties) throws IOException {
        Files.writeString(directory.resolve("environments.xml"), environments(registry.authority()));
        Map<String, String> all = new HashMap<>(Map.of(
                "image.remoteRepositories",
                "it::" + directory.resolve("repository").toUri(),
                "image.environments",
                "environments.xml",
                "image.environment",
                "prod",
                "image.allowRegistries",
                registry.authority() + "/one," + registry.authority() + "/two",
                "image.retries",
                "0"));
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        all.values().removeIf(String::isEmpty);
        return maven.call(goal, all);
    }

    private static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    private static String environments(String registry) {
        return "<environments>" + Shop.environment("prod", registry, "<movingTags>latest</movingTags>")
                + "</environments>";
    }

    private Path place(String coordinates) {
        Coordinates of = Coordinates.of(coordinates);
        return directory.resolve(
                "repository/" + of.groupId().replace('.', '/') + "/" + of.artifactId() + "/" + of.version());
    }

    private Descriptor deploy(String name, String version, String build) throws IOException {
        return deploy(name, version, build, registry.authority());
    }

    private Descriptor deploy(String name, String version, String build, String itsRegistry) throws IOException {
        return write(place("com.acme:" + name + ":" + version), name, version, build, itsRegistry);
    }

    private Descriptor drop(String name, String version, String build) throws IOException {
        return write(
                directory.resolve("drop/com.acme/" + name + "/" + build), name, version, build, registry.authority());
    }

    private Descriptor write(Path there, String name, String version, String build, String itsRegistry)
            throws IOException {
        Files.createDirectories(there);
        Identity identity = new Identity(
                new Coordinates("com.acme", name, version), RepositoryName.of("acme/" + name), BuildId.of(build));
        TestImage image = TestImages.single((name + version).hashCode(), 400);
        Archives.write(there.resolve(name + "-" + version + "-image.tar"), image, identity);
        Path file = Files.writeString(directory.resolve("built.xml"), environments(itsRegistry));
        Descriptor top = image.image().top();
        new BuildRecord(
                        BuildRecord.SCHEMA_VERSION,
                        identity,
                        BuildRecord.Top.of(top),
                        List.of(),
                        BuildRecord.Inputs.UNKNOWN,
                        new EnvironmentsFile(file.toFile()).read().list(),
                        Optional.empty())
                .write(there.resolve(name + "-" + version + "-image.json"));
        return top;
    }

    private String digest(String repository, String tag) throws Exception {
        HttpResponse<Void> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(registry.url() + "/v2/" + repository + "/manifests/" + tag))
                        .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
        return answer.headers().firstValue("Docker-Content-Digest").orElse("status " + answer.statusCode());
    }

    private String repositories() throws Exception {
        String catalog = HTTP.send(
                        HttpRequest.newBuilder(URI.create(registry.url() + "/v2/_catalog"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return catalog.contains("[]") ? "" : catalog;
    }
}
