package io.github.imagepromotion.ci.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.ci.result.CiResult.Answer;
import io.github.imagepromotion.ci.result.CiResult.CiCheck;
import io.github.imagepromotion.ci.result.CiResult.CiImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class CiReporterTest {
    private static final String DIGEST = "sha256:" + "a".repeat(64);

    @TempDir
    private Path directory;

    private final List<String> console = new ArrayList<>();

    @Test
    void tellWhenNoServerRunsItLeavesNothing() throws IOException {
        reporter(Map.of()).tell(result("shop"));
        reporter(Map.of()).failed("a failure");

        assertThat(console).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void tellWhenAzureSetsVariablesAndUploadsAPage() throws IOException {
        CiReporter reporter = reporter(Map.of("TF_BUILD", "True"));
        reporter.tell(result("shop"));
        reporter.failed("100% wrong; [really]");

        assertThat(console)
                .contains(
                        "##vso[task.setvariable variable=image_digest;isOutput=true]" + DIGEST,
                        "##vso[task.setvariable variable=image_reference;isOutput=true]registry.example/acme/shop:7",
                        "##vso[task.uploadsummary]" + directory.resolve("promote-prod.md"),
                        "##vso[task.logissue type=error]100%AZP25 wrong%3B [really%5D");
        assertThat(console).anySatisfy(line -> assertThat(line)
                .startsWith("##vso[task.logissue type=warning]image:promote prod: promoted although freeze"));
        assertThat(console).anySatisfy(line -> assertThat(line)
                .startsWith("##vso[task.logissue type=warning]image:promote prod: promoted%3B history of")
                .endsWith(" warns: nobody can tell"));
    }

    @Test
    void tellWhenGitHubAppendsOutputsAndASummary() throws IOException {
        Path outputs = Files.writeString(directory.resolve("outputs"), "earlier=1\n");
        Path summary = directory.resolve("summary");
        CiReporter reporter = reporter(Map.of(
                "GITHUB_ACTIONS",
                "true",
                "GITHUB_OUTPUT",
                outputs.toString(),
                "GITHUB_STEP_SUMMARY",
                summary.toString()));
        reporter.tell(result("shop"));
        reporter.failed("100% wrong");

        assertThat(outputs)
                .content()
                .startsWith("earlier=1\n")
                .contains("image_digest=" + DIGEST + "\n", "image_buildId=7\n", "image_outcome=promoted\n");
        assertThat(summary).content().contains("### image:promote prod: promoted", "\u2705 pass");
        assertThat(console).contains("::error::100%25 wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GITLAB_CI", "JENKINS_URL"})
    void tellWhenTheServerReadsFilesLeavesThem(String sign) throws IOException {
        reporter(Map.of(sign, "there")).tell(result("shop"));

        assertThat(console).isEmpty();
        assertThat(directory.resolve("promote-prod.env"))
                .hasContent(
                        """
                        IMAGE_ENVIRONMENT=prod
                        IMAGE_OUTCOME=promoted
                        IMAGE_BUILDID=7
                        IMAGE_DIGEST=%s
                        IMAGE_REFERENCE=registry.example/acme/shop:7
                        """
                                .formatted(DIGEST));
    }

    @Test
    void tellWhenThereAreSeveralImagesNamesEach() throws IOException {
        reporter(Map.of("GITLAB_CI", "true")).tell(result("shop", "wish-list"));

        assertThat(directory.resolve("promote-prod.env"))
                .content()
                .contains("IMAGE_SHOP_DIGEST=" + DIGEST, "IMAGE_WISH_LIST_REFERENCE=registry.example/acme/wish-list:7")
                .doesNotContain("IMAGE_DIGEST");
    }

    @Test
    void tellWhenGatesWereAskedReportsThemAsTests() throws Exception {
        reporter(Map.of("GITLAB_CI", "true")).tell(result("shop"));

        Document report = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(directory.resolve("TEST-promote-prod.xml").toFile());
        Element suite = (Element) report.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("name")).isEqualTo("promote prod registry.example/acme/shop:7");
        assertThat(suite.getAttribute("tests")).isEqualTo("5");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        Element failure = (Element) report.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("<b>one</b> & \"two\" are missing");
    }

    @Test
    void tellWhenTextIsHostileNothingIsObeyed() throws IOException {
        String hostile = "a\n##vso[task.setvariable variable=x]1\n::set-output name=x::1 <script>|`\u001b[31m\u202e";
        CiResult result = new CiResult(
                "promote",
                "prod",
                "refused",
                Optional.of(hostile),
                Instant.EPOCH,
                List.of(new CiImage(
                        "shop", "r/shop:7", "7", DIGEST, List.of(new CiCheck(hostile, Answer.OVERRIDDEN, hostile)))));
        reporter(Map.of("TF_BUILD", "True")).tell(result);

        assertThat(console).allSatisfy(line -> assertThat(line.substring(2)).doesNotContain("##", "\n", "\u001b"));
        assertThat(directory.resolve("promote-prod.md"))
                .content()
                .doesNotContain("<script>", "`", "\u001b", "\u202e", "##vso");
    }

    @Test
    void tellWhenASecretIsInAReasonHidesIt() throws IOException {
        CiResult result = new CiResult(
                "promote",
                "prod",
                "refused",
                Optional.of("the token is hunter2"),
                Instant.EPOCH,
                List.of(new CiImage(
                        "shop", "r/shop:7", "7", DIGEST, List.of(new CiCheck("x", Answer.FAIL, "hunter2 was wrong")))));
        CiReporter reporter = new CiReporter(
                Map.of("TF_BUILD", "True"), directory, console::add, text -> text.replace("hunter2", "***"));
        reporter.tell(result);
        reporter.failed("hunter2");

        assertThat(console).allSatisfy(line -> assertThat(line).doesNotContain("hunter2"));
        for (String file : List.of("promote-prod.md", "promote-prod.env", "TEST-promote-prod.xml")) {
            assertThat(directory.resolve(file)).content().doesNotContain("hunter2");
        }
    }

    private CiReporter reporter(Map<String, String> environment) {
        return new CiReporter(environment, directory, console::add, text -> text);
    }

    private static CiResult result(String... images) {
        List<CiCheck> checks = List.of(
                new CiCheck("after test", Answer.PASS, "it is there"),
                new CiCheck("approvals", Answer.FAIL, "<b>one</b> & \"two\" are missing"),
                new CiCheck("soak", Answer.WAIT, "2 h more"),
                new CiCheck("freeze", Answer.OVERRIDDEN, "ada: it burns"),
                new CiCheck("history", Answer.WARN, "nobody can tell"));
        return new CiResult(
                "promote",
                "prod",
                "promoted",
                Optional.empty(),
                Instant.parse("2026-11-26T07:00:00Z"),
                List.of(images).stream()
                        .map(name -> new CiImage(
                                "acme/" + name, "registry.example/acme/" + name + ":7", "7", DIGEST, checks))
                        .toList());
    }
}
