package io.github.imagepromotion.plugin;

import static io.github.imagepromotion.plugin.ReleaseCalls.last;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** image:status and image:report of releases that were promoted, approved and rejected. */
class ReleaseStatusGoalsTest {
    private static final String SIGNED = "image.signing.keyFile=builder.pem";

    @TempDir
    private Path directory;

    private ReleaseCalls calls;

    @BeforeEach
    void promote() throws IOException {
        calls = new ReleaseCalls(directory);
        calls.keys("builder", "alice");
        environments("");
        calls.deploy("one", "1.0", "42");
        calls.deploy("one", "1.1", "43");
        calls.deploy("two", "2.0", "7");
        calls.release("2026.11", "builder.pem", "one:1.0", "two:2.0");
        calls.release("2026.12", "builder.pem", "one:1.1", "two:2.0");
        assertThat(calls.call("promote", "shop:2026.11", "image.environment=dev,prod", SIGNED))
                .anyMatch(line -> line.startsWith("Promoted to prod"));
        assertThat(calls.call("promote", "shop:2026.12", "image.environment=dev", SIGNED))
                .anyMatch(line -> line.startsWith("Promoted to dev"));
    }

    private void environments(String ofProd) throws IOException {
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>dev</id><registry>oci:" + directory.resolve("dev")
                        + "</registry><movingTags>latest</movingTags></environment>"
                        + "<environment><id>prod</id><registry>oci:" + directory.resolve("prod")
                        + "</registry><movingTags>latest</movingTags><after>dev</after>"
                        + "<releaseRepository>acme/releases</releaseRepository>" + ofProd
                        + "</environment></environments>");
    }

    @Test
    void statusWhenAReleaseIsNamedSaysWhichEachEnvironmentRuns() throws IOException {
        List<String> lines = calls.call("status", "shop:2026.12");

        assertThat(lines)
                .contains("release com.acme:shop", "acme/one", "acme/two", "1 of 2 the same in dev and prod")
                .anyMatch(line -> line.matches("  dev          2026.12  99     2 of 2   [0-9a-f]{12}  .*"))
                .anyMatch(line -> line.matches("  prod         2026.11  99     2 of 2   .*1 behind dev, .*"))
                .noneMatch(line -> line.contains("!"));
        JsonObject json = Json.object(Files.readAllBytes(directory.resolve("target/image/status.json")), "status");
        JsonObject prod = json.getAsJsonArray("releases")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("environments")
                .get(1)
                .getAsJsonObject();
        assertThat(prod.getAsJsonObject("release").get("coordinates").getAsString())
                .isEqualTo("com.acme:shop:2026.11");
        assertThat(prod.getAsJsonArray("members")).hasSize(2).allSatisfy(member -> assertThat(
                        member.getAsJsonObject().get("state").getAsString())
                .isEqualTo("same"));
    }

    @Test
    void statusWhenMembersAreNoLongerInTheMavenRepositoryNeedsOnlyTheLock() throws IOException {
        calls.replaceAndDelete("one:1.1", "two:2.0");
        String file = "image.file=" + calls.lock("2026.12");

        for (List<String> lines :
                List.of(calls.call("status", "shop:2026.12"), calls.call("status", "shop:2026.12", file))) {
            assertThat(lines)
                    .contains("release com.acme:shop", "acme/one", "acme/two")
                    .anyMatch(line -> line.matches("  dev          2026.12  99     2 of 2   .*"));
        }
        assertThat(calls.call("report", "shop:2026.12")).anyMatch(line -> line.startsWith("Report: "));
        assertThat(last(calls.call("promote", "shop:2026.12", "image.environment=prod", SIGNED)))
                .contains("Of the release 'com.acme:shop:2026.12': There is no artifact 'com.acme:two:tar:image:2.0'");
    }

    /** As a build project's, whose status needs only the name of its repository. */
    @Test
    void statusWhenTheVersionOfTheProjectIsNotReleasedYetShowsWhatRuns() throws IOException {
        for (String version : List.of("2027.01", "2027.01-SNAPSHOT")) {
            assertThat(calls.callInProject("status", version))
                    .contains("release com.acme:shop", "acme/one", "acme/two")
                    .anyMatch(line -> line.matches("  dev          2026.12  99     2 of 2   .*"))
                    .anyMatch(line -> line.matches("  prod         2026.11  99     2 of 2   .*1 behind dev, .*"));
            assertThat(calls.callInProject("report", version)).anyMatch(line -> line.startsWith("Report: "));
            assertThat(Files.readString(directory.resolve("target/image/report.html")))
                    .contains("2026.12", "acme/two");
        }
    }

    @Test
    void statusWhenNothingOfTheProjectWasReleasedYetSaysThatNothingIsThere() throws IOException {
        Files.writeString(
                directory.resolve("environments.xml"),
                "<environments><environment><id>dev</id><registry>oci:" + directory.resolve("empty")
                        + "</registry><movingTags>latest</movingTags></environment></environments>");

        assertThat(calls.callInProject("status", "2027.01"))
                .contains("release com.acme:shop")
                .noneMatch(line -> line.contains("There is no artifact"));
        assertThat(calls.callInProject("report", "2027.01")).anyMatch(line -> line.startsWith("Report: "));
    }

    @Test
    void statusWhenNeitherBuildNorReleaseIsThereNamesBoth() {
        assertThat(last(calls.call("status", "shop:2027.01")))
                .contains(
                        "There is no artifact 'com.acme:shop:tar:image:2027.01' in the repositories [",
                        "]. Nor is there a release 'com.acme:shop:json:release:2027.01'. Correct its coordinates, deploy it (mvn deploy), ");
    }

    @Test
    void statusWhenAMemberWasPromotedAloneSaysThatItWasMovedAway() throws IOException {
        assertThat(calls.call("promote", "one:1.1", "image.environment=prod"))
                .anyMatch(line -> line.startsWith("Promoted to prod"));

        List<String> ofRelease = calls.call("status", "shop:2026.12");
        List<String> ofMember = calls.call("status", "one:1.1");
        calls.call("report", "shop:2026.12");

        assertThat(ofRelease)
                .contains("  ! prod: moved away from release '2026.11': acme/one (build '43' instead of '42')")
                .anyMatch(line -> line.matches("  prod         2026.11  99     1 of 2   .*"));
        assertThat(text(ofRelease))
                .contains(
                        "! prod: moved away from release 'com.acme:shop:2026.11', which has build '42', to build '43',"
                                + " promoted at 20");
        // In dev the release is not looked for: no repository is named there.
        assertThat(ofMember)
                .anyMatch(line -> line.matches("  dev          43  +1\\.1 .*"))
                .anyMatch(line -> line.matches("  prod         43     not shop 2026.11  1\\.1 .*"));
        assertThat(Files.readString(directory.resolve("target/image/report.html")))
                .contains("1 member was moved away from what was released.", "acme/one: build 43 instead of build 42");
    }

    @Test
    void statusWhenAReleaseWasRolledBackSaysWhichRunsAgain() {
        calls.call("promote", "shop:2026.12", "image.environment=prod", SIGNED);
        assertThat(calls.call("status", "shop:2026.12"))
                .anyMatch(line -> line.matches("  prod         2026.12  99     2 of 2   .*as dev .*"));

        calls.call("rollback", "shop:2026.12", "image.environment=prod", "image.reason=slow");

        assertThat(calls.call("status", "shop:2026.12"))
                .anyMatch(line -> line.matches("  prod         2026.11  99     2 of 2   .*1 behind dev, .*"))
                .anyMatch(line -> line.startsWith("  - prod: build '2026.11' came back at "))
                .noneMatch(line -> line.contains("moved away"));
    }

    @Test
    void statusWhenTheReleaseIsApprovedSaysSoAndAsksNothingOfItsMembers() throws IOException {
        environments("<approvals><required>2</required><trustedKeys>builder.pub,alice.pub</trustedKeys></approvals>");
        for (String key : List.of("alice", "builder")) {
            calls.call("approve", "shop:2026.12", "image.environment=prod", "image.signing.keyFile=" + key + ".pem");
        }

        List<String> lines = calls.call("status", "shop:2026.12");

        assertThat(text(lines))
                .contains("- prod: build '2026.12' has 1 of 2 approvals: ")
                .contains("; one does not count: its key built the image")
                .doesNotContain("build '43' has");
    }

    @Test
    void statusWhenTheReleaseIsRejectedSaysSo() {
        calls.call(
                "reject",
                "shop:2026.11",
                "image.environment=prod",
                "image.reason=leaks",
                "image.signing.keyFile=alice.pem");

        assertThat(text(calls.call("status", "shop:2026.12")))
                .contains("! prod: build '2026.11' was rejected ")
                .contains("'leaks'");
    }

    /** What an environment asks of builds is not asked of a release. */
    @Test
    void reportWhenDocumentsAreRequiredVerifiesTheSignatureOfTheLock() throws IOException {
        environments("<trustedKeys>builder.pub</trustedKeys><requireSignature>true</requireSignature>"
                + "<requireDocuments>provenance,sbom</requireDocuments>");

        calls.call("report", "shop:2026.12");

        String page = Files.readString(directory.resolve("target/image/report.html"));
        String release = page.substring(
                page.indexOf("id=\"release1-build-2026.11\""),
                page.indexOf("<section class=\"image\" id=\"image1-image\""));
        assertThat(release)
                .contains("its lock is signed by key")
                .doesNotContain(">sbom<", ">provenance<", "no trusted key signed its lock");
    }

    private static String text(List<String> lines) {
        return lines.stream().map(String::strip).collect(Collectors.joining(" "));
    }
}
