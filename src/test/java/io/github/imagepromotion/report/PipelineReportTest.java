package io.github.imagepromotion.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges;
import io.github.imagepromotion.report.contents.Proof;
import io.github.imagepromotion.report.contents.Proof.VerifiedDocument;
import io.github.imagepromotion.report.page.PipelineReport;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.verification.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineReportTest {
    private static final int BUILDS = 40;
    private static final int DOCUMENTS = 4;

    @TempDir
    private Path cache;

    @Test
    void readWhenContentIsInTheCacheAsksForTagsAndListsOnly() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(BUILDS);
        pipeline.report(cache);
        int first = pipeline.registry("dev").requests();

        pipeline.report(cache);

        int second = pipeline.registry("dev").requests() - first;
        // Once each: the tags, the moving tag, and for each build its tag and the list of its documents.
        assertThat(second).isLessThanOrEqualTo(2 + 2 * BUILDS);
        // Besides, once for each digest: manifest and config, manifest and content of each document.
        assertThat(first).isLessThanOrEqualTo(2 + 2 * BUILDS + (2 + 2 * DOCUMENTS) * BUILDS);
    }

    @Test
    void readWhenKeysAreTrustedSaysWhatEachDocumentIsWorth() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(6);
        PipelineReport report = pipeline.report(cache);
        Digest image = pipeline.image(4707).digest();

        Proof prod = report.look().proof(holding(report, "prod"), image);
        Proof dev = report.look().proof(holding(report, "dev"), image);

        assertThat(prod.documents())
                .extracting(VerifiedDocument::standing)
                .containsOnly(Standing.SIGNED, Standing.UNSIGNED);
        assertThat(prod.documents())
                .filteredOn(document -> document.standing() == Standing.SIGNED)
                .hasSize(3)
                .allSatisfy(document -> assertThat(document.signers()).hasSize(1));
        assertThat(dev.documents()).extracting(VerifiedDocument::standing).containsOnly(Standing.UNSIGNED);
        assertThat(prod.failed()).isFalse();
        assertThat(prod.checks()).extracting(Check::name).contains("records", "trust");
    }

    @Test
    void readWhenADocumentPretendsToBeSignedFailsItsCheck() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(6);
        pipeline.attach("prod", pipeline.image(4707), "application/vnd.dev.sigstore.bundle.v0.3+json", "{ }");
        PipelineReport report = pipeline.report(cache);

        Proof proof = report.look()
                .proof(holding(report, "prod"), pipeline.image(4707).digest());

        assertThat(proof.failed()).isTrue();
        assertThat(proof.documents()).extracting(VerifiedDocument::standing).contains(Standing.FORGED);
        assertThat(report.html()).contains("check fails", ">forged<");
    }

    @Test
    void htmlWhenABuildIsApprovedOrRejectedSaysSoWhereItIsShown() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(6);
        pipeline.decide("prod", 4711, Decision.Kind.APPROVE, "");
        pipeline.decide("dev", 4710, Decision.Kind.REJECT, "<leaks> memory");

        String html = pipeline.report(cache).html();

        assertThat(html).contains("1 approval, none is needed, by dora");
        assertThat(html)
                .contains("<b>dev</b> <span class=\"mark bad\">rejected</span>")
                .contains("rejected by &#39;dora&#39; at 2026-11-26T09:30:00Z: &#39;&lt;leaks&gt; memory&#39;");
    }

    @Test
    void htmlWhenAnEnvironmentWentBackSaysSoWithTheReasonInRowAxisAndCards() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(12);
        pipeline.rollBack("prod", 4703, SamplePipeline.NOW.minusSeconds(3600), "dora", "checkout <answers> 500");

        PipelineReport report = pipeline.report(cache);
        String html = report.html();

        String clause = "rolled back: checkout &lt;answers&gt; 500";
        assertThat(html)
                .as("row")
                .contains("<span class=\"minor\">for 1 h</span><span class=\"back\">" + clause + "</span>");
        assertThat(html)
                .as("axis")
                .contains(
                        ">26 Nov \u21A9\uFE0E</text>",
                        ">&#x21A9;&#xFE0E; checkout &lt;answers&gt; 500</text></svg>",
                        "Build 4703 in prod from 26 Nov 2026, 08:30 UTC, current, " + clause,
                        "is a rollback: the environment went back");
        assertThat(html)
                .as("cards of the build that it went back to, and of the one that it left")
                .contains(
                        "dora, GitLab CI</span> <span class=\"back\">" + clause,
                        "<span class=\"back\">until 26 Nov 2026, 08:30, " + clause
                                + " (to build 4703, by dora, GitLab CI)</span>");
        assertThat(report.overviews("page.html").get(0).rows().toString())
                .contains("rolled back: checkout <answers> 500");
        assertThat(SamplePipeline.of(12).report(cache).html()).doesNotContain("\u21A9\uFE0E");
    }

    @Test
    void htmlWhenAnApprovalIsRequiredSaysHowManyThereAre() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(6);
        pipeline.requireApproval("prod");
        pipeline.decide("prod", 4707, Decision.Kind.APPROVE, "");

        assertThat(pipeline.report(cache).html())
                .contains(
                        "<b>prod</b> <span class=\"mark good\">approved</span> <span>1 of 1 approval, by dora</span>");
    }

    @Test
    void dependencyChangesWhenBothBuildsHaveAnSbomComparesThem() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(12);
        PipelineReport report = pipeline.report(cache);

        DependencyChanges changes = report.look()
                .dependencyChanges(
                        pipeline.image(4710).digest(), pipeline.image(4709).digest())
                .orElseThrow();
        DependencyChanges same = report.look()
                .dependencyChanges(
                        pipeline.image(4711).digest(), pipeline.image(4710).digest())
                .orElseThrow();

        assertThat(changes.count()).isPositive();
        assertThat(same.count()).isZero();
        assertThat(report.look()
                        .contents(pipeline.image(4711).digest())
                        .orElseThrow()
                        .newSince(report.look()
                                .contents(pipeline.image(4710).digest())
                                .orElseThrow()))
                .singleElement()
                .satisfies(layer -> assertThat(layer.origin()).isEqualTo("classes"));
    }

    @Test
    void htmlWhenMadeTwiceIsTheSame() throws IOException {
        String once = SamplePipeline.of(8).report(cache).html();
        String again = SamplePipeline.of(8).report(cache).html();

        assertThat(again).isEqualTo(once);
        assertThat(once).contains("Changes since").doesNotContain("<script");
    }

    @Test
    void htmlWhenThereAre500BuildsIsOfBoundedSize() throws IOException {
        byte[] page = SamplePipeline.of(500).report(cache).html().getBytes(StandardCharsets.UTF_8);

        assertThat(page.length).isLessThan(4_000_000);
    }

    private static Holding holding(PipelineReport report, String environment) {
        List<Holding> holdings = report.pipeline().holdings();
        return holdings.stream()
                .filter(holding -> holding.environment().equals(environment))
                .findFirst()
                .orElseThrow();
    }
}
