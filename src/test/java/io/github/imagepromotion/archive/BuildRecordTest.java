package io.github.imagepromotion.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Freeze;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.HttpCheck;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Reporting;
import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Scan.Severity;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.formats.Schema;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildRecordTest {
    private static final Digest DIGEST = Digest.sha256(new byte[] {1});
    private static final Gates GATES = new Gates(
            new Gates.Times(
                    Optional.of(Duration.ofHours(24)),
                    List.of(new Freeze(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("0 18 * * FRI"),
                            Optional.of(Duration.ofHours(60)),
                            ZoneId.of("Europe/Berlin"),
                            Optional.of("nobody is here"))),
                    Optional.of(Duration.ofHours(1))),
            new Gates.Builds(
                    true,
                    List.of("main", "release/*"),
                    List.of(new Scan(
                            Scan.Type.TRIVY,
                            Optional.of(Duration.ofDays(7)),
                            Severity.MEDIUM,
                            List.of(new Scan.Exempt("CVE-2026-1", LocalDate.of(2026, 12, 31), Optional.empty()))))),
            new Gates.Consents(
                    Optional.of(new Approvals(2, List.of("env:APPROVERS"), Optional.of(Duration.ofDays(30)))),
                    List.of(new HttpCheck(
                            new ServiceAccess(
                                    "https://opa.example/v1/data/release",
                                    Optional.of("opa"),
                                    Optional.of("opa.pem"),
                                    false),
                            new HttpCheck.Answers(Optional.of("result.allow"), HttpCheck.PENDING),
                            HttpCheck.POLLING,
                            Optional.empty())),
                    true));

    @TempDir
    private Path directory;

    @Test
    void readWhenWrittenIsTheSame() throws IOException {
        Path file = directory.resolve("target/app-image.json");
        BuildRecord record = record();

        record.write(file);

        assertThat(BuildRecord.read(file)).isEqualTo(record);
        assertThat(BuildRecord.read(file).pipeline().find("prod")).isPresent();
    }

    /** Other programs go by the schema: it describes each member that is written. */
    @Test
    void schemaDescribesWhatIsWritten() throws IOException {
        Schema schema = Schema.of("build-record-v1");

        schema.describes(BuildRecord.PREDICATE_TYPE, Json.tree(record()).getAsJsonObject());
        assertThat(Json.tree(record()).getAsJsonObject().keySet()).containsAll(schema.required());
    }

    @ParameterizedTest
    @ValueSource(strings = {"schemaVersion", "coordinates", "buildId", "digest", "repository"})
    void readWhenARequiredMemberIsMissingNamesIt(String member) throws IOException {
        Path file = directory.resolve("app-image.json");
        record().write(file);
        Files.writeString(file, Files.readString(file).replace("\"" + member + "\"", "\"other\""));

        assertThatThrownBy(() -> BuildRecord.read(file))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("build record", member);
    }

    @Test
    void readWhenOfANewerVersionSaysWhichPluginReadsIt() throws IOException {
        Path file = Files.writeString(
                directory.resolve("app-image.json"), "{\"schemaVersion\": 2, \"digest\": {\"of\": \"another form\"}}");

        assertThatThrownBy(() -> BuildRecord.read(file))
                .isInstanceOf(ImageException.class)
                .hasMessage("Cannot read build record '" + file + "': its format has version 2, and this version of"
                        + " image-promotion-maven-plugin reads up to 1. Use the version of the plugin that wrote it,"
                        + " or a newer one.");
    }

    /** Records of builds before an element was known are read, and no record holds a secret. */
    @Test
    void readWhenTheConnectionIsAbsentIsTheStandardOne() throws IOException {
        Path file = directory.resolve("app-image.json");
        record().write(file);
        JsonObject json = Json.object(Files.readAllBytes(file), "record");
        JsonObject environment = json.getAsJsonArray("environments").get(1).getAsJsonObject();
        assertThat(environment.getAsJsonObject("connection"))
                .hasToString(
                        "{\"usernameEnv\":\"PROD_USER\",\"passwordEnv\":\"PROD_PASSWORD\",\"caFile\":\"tls/ca.pem\","
                                + "\"keystore\":\"tls/client.p12\",\"keystoreServerId\":\"prod-key\","
                                + "\"realms\":[\"auth.example\"]}");
        environment.remove("connection");
        environment.remove("trust");
        environment.remove("gates");
        environment.remove("notifications");
        environment.remove("deployed");
        Files.write(file, Json.compact(json));

        assertThat(BuildRecord.read(file).pipeline().find("prod").stream())
                .extracting(
                        each -> each.location().connection(),
                        Environment::trust,
                        Environment::gates,
                        Environment::reporting)
                .containsExactly(tuple(Connection.STANDARD, Trust.ANYTHING, Gates.NONE, Reporting.NONE));
    }

    static BuildRecord record() {
        Environment prod = new Environment(
                "prod",
                new Location(
                        List.of(RegistryAddress.of("https://registry.example/team")),
                        Optional.of("prod-registry"),
                        false,
                        List.of(),
                        Optional.of(RepositoryName.of("team/releases")),
                        new Connection(
                                Optional.of("PROD_USER"),
                                Optional.of("PROD_PASSWORD"),
                                Optional.of("tls/ca.pem"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("tls/client.p12"),
                                Optional.of("prod-key"),
                                List.of("auth.example"))),
                List.of(Tag.of("latest")),
                false,
                List.of("test"),
                new Trust(
                        List.of("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"),
                        true,
                        List.of("provenance", "sbom"),
                        true),
                GATES,
                new Reporting(
                        List.of(new Notification(
                                Notification.Kind.WEBHOOK,
                                Notification.On.BOTH,
                                true,
                                Duration.ofSeconds(5),
                                2,
                                Map.of("url", "env:HOOK", "template", "{\"build\": \"{{buildId}}\"}"))),
                        Optional.of(new Deployed(
                                new ServiceAccess(
                                        "https://shop.example/version", Optional.empty(), Optional.empty(), false),
                                new Deployed.Report(Optional.of("build.id"), Optional.empty()),
                                Deployed.POLLING,
                                Optional.empty()))));
        Environment test =
                TestEnvironments.of("test", List.of(RegistryAddress.of("https://test.example")), List.of(), List.of());
        return new BuildRecord(
                BuildRecord.SCHEMA_VERSION,
                new Identity(Coordinates.of("com.acme:app:1.0"), RepositoryName.of("acme/app"), BuildId.of("42")),
                new BuildRecord.Top(DIGEST, MediaType.OCI_MANIFEST, 1),
                List.of(new BuildRecord.PlatformImage(
                        Platform.LINUX_AMD64,
                        DIGEST,
                        DIGEST,
                        List.of(new BuildRecord.Layer(DIGEST, MediaType.OCI_LAYER_GZIP, 5)))),
                new BuildRecord.Inputs(
                        Optional.of(new BuildRecord.RecordedBase("eclipse-temurin:17-jre", DIGEST)),
                        Optional.empty(),
                        Optional.of(new BuildRecord.Vcs("a".repeat(40), Optional.of("main"), Optional.of(true)))),
                List.of(test, prod),
                Optional.empty());
    }
}
