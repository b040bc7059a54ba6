package io.github.imagepromotion.promotion.gate;

import static io.github.imagepromotion.plugin.console.Told.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Scan.Severity;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.GateAnswer.Outcome;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Provenance.Resource;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScanGateTest {
    private static final String TODAY = "2026-11-26T09:00:00Z";
    private static final MediaType JSON = MediaType.of("application/json");

    @TempDir
    private Path directory;

    private GateFixture way;

    @BeforeEach
    void promoteToTest() throws IOException {
        way = new GateFixture(directory);
        way.push(way.image, way.identity.buildId().tag(), GateFixture.LATEST);
    }

    /** Each format: one critical finding, and one that is low. */
    private static String report(Scan.Type type, String at) {
        return switch (type) {
            case TRIVY ->
                "{\"SchemaVersion\":2,\"CreatedAt\":\"" + at
                        + "\",\"Results\":[{\"Target\":\"debian\",\"Vulnerabilities\":["
                        + "{\"VulnerabilityID\":\"CVE-1\",\"Severity\":\"CRITICAL\"},"
                        + "{\"VulnerabilityID\":\"CVE-2\",\"Severity\":\"LOW\"}]},{\"Target\":\"java\"}]}";
            case GRYPE ->
                "{\"matches\":[{\"vulnerability\":{\"id\":\"CVE-1\",\"severity\":\"Critical\"}},"
                        + "{\"vulnerability\":{\"id\":\"CVE-2\",\"severity\":\"Negligible\"}}],"
                        + "\"descriptor\":{\"name\":\"grype\",\"timestamp\":\"" + at + "\"}}";
            case SARIF ->
                "{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"rules\":["
                        + "{\"id\":\"CVE-1\",\"properties\":{\"security-severity\":\"9.8\"}},{\"id\":\"CVE-2\"}]}},"
                        + "\"invocations\":[{\"endTimeUtc\":\"" + at + "\"}],\"results\":["
                        + "{\"ruleId\":\"CVE-1\",\"level\":\"note\"},{\"ruleId\":\"CVE-2\",\"level\":\"note\"}]}]}";
            case CYCLONEDX ->
                "{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"timestamp\":\"" + at + "\"},\"vulnerabilities\":["
                        + "{\"id\":\"CVE-1\",\"ratings\":[{\"severity\":\"low\"},{\"severity\":\"critical\"}]},"
                        + "{\"id\":\"CVE-2\",\"ratings\":[{\"severity\":\"info\"}]},"
                        + "{\"id\":\"CVE-3\",\"analysis\":{\"state\":\"not_affected\"}}]}";
        };
    }

    @ParameterizedTest
    @EnumSource
    void scanWhenAFindingIsTooBadFailsAndNamesIt(Scan.Type type) throws IOException {
        attach(report(type, TODAY), "test");
        scan(type, Severity.HIGH);

        assertThat(scan().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(scan().reason())).contains("has 1 above high: CVE-1 (critical)", "<exceptions>");
    }

    @ParameterizedTest
    @EnumSource
    void scanWhenAllIsWithinTheLimitPasses(Scan.Type type) throws IOException {
        attach(report(type, TODAY), "test");
        scan(type, Severity.CRITICAL);

        assertThat(scan().outcome()).isEqualTo(Outcome.PASS);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-26, PASS", "2026-11-25, FAIL"})
    void scanWhenAFindingIsExceptedPassesUntilThatDay(LocalDate until, Outcome outcome) throws IOException {
        attach(report(Scan.Type.TRIVY, TODAY), "test");
        scan(Scan.Type.TRIVY, Severity.LOW, new Scan.Exempt("CVE-1", until, Optional.empty()));

        assertThat(scan().outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource
    void scanWhenItIsTooOldFails(Scan.Type type) throws IOException {
        attach(report(type, "2026-11-19T11:59:59Z"), "test");
        scan(type, Severity.CRITICAL);

        assertThat(scan().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(scan().reason())).contains("is of 2026-11-19T11:59:59Z", "<maxAge>");
    }

    @Test
    void scanWhenItDoesNotSayWhenItWasMadeFails() throws IOException {
        attach(report(Scan.Type.TRIVY, "yesterday"), "test");
        scan(Scan.Type.TRIVY, Severity.CRITICAL);

        assertThat(told(scan().reason())).contains("does not say when it was made");
    }

    @Test
    void scanWhenThereAreSeveralGoesByTheNewest() throws IOException {
        attach(report(Scan.Type.TRIVY, "2026-11-25T09:00:00Z"), "test");
        attach("{\"SchemaVersion\":2,\"CreatedAt\":\"" + TODAY + "\",\"Results\":[]}", "prod");
        scan(Scan.Type.TRIVY, Severity.NONE);

        assertThat(scan().outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void scanWhenASeverityIsUnknownCountsItAsTheWorst() throws IOException {
        attach(
                "{\"SchemaVersion\":2,\"CreatedAt\":\"" + TODAY + "\",\"Results\":[{\"Vulnerabilities\":["
                        + "{\"VulnerabilityID\":\"CVE-9\",\"Severity\":\"UNKNOWN\"}]}]}",
                "test");
        scan(Scan.Type.TRIVY, Severity.HIGH);

        assertThat(told(scan().reason())).contains("CVE-9 (critical)");
    }

    @Test
    void scanWhenThereIsNoneOrOneOfAnotherTypeFails() throws IOException {
        attach("{\"bomFormat\":\"CycloneDX\"}", "test");
        attach("no JSON at all", "test");
        attach(report(Scan.Type.GRYPE, TODAY), "test");
        scan(Scan.Type.TRIVY, Severity.CRITICAL);

        assertThat(scan().outcome()).isEqualTo(Outcome.FAIL);
        assertThat(told(scan().reason())).startsWith("No report of trivy is attached");
    }

    @ParameterizedTest
    @CsvSource({"true, PASS", "false, FAIL"})
    void scanWhenKeysAreTrustedCountsWhatOneOfThemAttested(boolean trusted, Outcome outcome) throws IOException {
        SigningKey scanner = TestKeys.next();
        way.trust = way.trusting(trusted ? scanner : way.release);
        attach(report(Scan.Type.TRIVY, TODAY), "test");
        InTotoStatement vuln = new InTotoStatement(
                Optional.empty(),
                way.image.image().top().digest(),
                "https://cosign.sigstore.dev/attestation/vuln/v1",
                Json.object(
                        ("{\"scanner\":{\"result\":" + report(Scan.Type.TRIVY, "")
                                        + "},\"metadata\":{\"scanFinishedOn\":\"" + TODAY + "\"}}")
                                .getBytes(UTF_8),
                        "test"));
        way.attach(
                new Attester(Optional.of(scanner), SignatureForm.BUNDLE)
                        .statement(vuln, way.image.image().top().plain()),
                "test");
        scan(Scan.Type.TRIVY, Severity.CRITICAL);

        assertThat(scan().outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({"true, PASS", "false, FAIL"})
    void scanWhenKeysAreTrustedCountsWhatSignedProvenanceNames(boolean named, Outcome outcome) throws IOException {
        way.trust = way.trusting(way.release);
        Attachment file = new Attachment(
                "trivy.json", JSON, report(Scan.Type.TRIVY, TODAY).getBytes(UTF_8));
        Provenance provenance = new Provenance(
                new Provenance.Builder("https://ci.example", "1.0"),
                way.identity,
                new Provenance.Parameters("image:build", new JsonObject(), List.of()),
                List.of(),
                named ? List.of(Resource.of(file.name(), "", Digest.sha256(file.content()))) : List.of());
        way.documents = new BuildDocuments(
                        new Attester(Optional.of(way.release), SignatureForm.BUNDLE),
                        Optional.of(provenance),
                        List.of(file),
                        way.identity.repository())
                .about(way.image.image(), List.of());
        scan(Scan.Type.TRIVY, Severity.CRITICAL);

        assertThat(scan().outcome()).isEqualTo(outcome);
    }

    private void attach(String content, String environment) throws IOException {
        way.attach(
                Document.of(JSON, way.image.image().top().plain(), JSON, content.getBytes(UTF_8), Map.of()),
                environment);
    }

    private GateAnswer scan() throws IOException {
        return way.ask().stream()
                .filter(answer -> answer.gate().startsWith("scan "))
                .findFirst()
                .orElseThrow();
    }

    private void scan(Scan.Type type, Severity worst, Scan.Exempt... exceptions) {
        way.gates = new Gates(
                Gates.Times.ANY,
                new Gates.Builds(
                        false,
                        List.of(),
                        List.of(new Scan(type, Optional.of(Duration.ofDays(7)), worst, List.of(exceptions)))),
                Gates.Consents.NONE);
    }
}
