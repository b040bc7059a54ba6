package io.github.imagepromotion.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.report.page.Overview;
import io.github.imagepromotion.report.page.PipelineReport;
import io.github.imagepromotion.testing.ReleasePipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release on the page: which one each environment runs, its members, and what changed. */
class ReleaseReportTest {
    @TempDir
    private Path cache;

    @Test
    void htmlWhenThereIsAReleaseBeginsWithItAndNamesTheMemberThatWasMovedAway() throws IOException {
        try (ReleasePipeline pipeline = SampleRelease.make(0)) {
            String page = SampleRelease.report(pipeline, cache).html();

            assertThat(page)
                    .contains("<span class=\"sort\">Release</span> com.acme:november</h2>")
                    .contains("1 member was moved away from what was released.")
                    .contains("acme/search: build 20 instead of build 19")
                    .contains("<span>build 857</span><span>2 of 3 members</span>", "<span>3 members</span>")
                    .contains("1 release behind test")
                    .contains("Changes since 2026.11: 2 members changed")
                    .contains("<th scope=\"row\">acme/search</th><td>19</td><td>21</td>")
                    .contains("<span>not in november 2026.11</span>", "<span>in november 2026.12</span>")
                    .contains("3 environments, 1 release, 8 builds");
            assertThat(page.indexOf("com.acme:november</h2>")).isLessThan(page.indexOf("acme/billing</h2>"));
            assertThat(members(page)).hasSize(3);
        }
    }

    /** What differs first, and no row of a hundred that say the same. */
    @Test
    void htmlWhenAReleaseHasManyMembersFoldsThoseThatAreAsReleased() throws IOException {
        try (ReleasePipeline pipeline = SampleRelease.make(30)) {
            String page = SampleRelease.report(pipeline, cache).html();

            String shown = page.substring(page.indexOf("id=\"release1-image-members\""));
            assertThat(members(shown.substring(0, shown.indexOf("<details"))))
                    .singleElement()
                    .asString()
                    .contains("acme/search");
            assertThat(page).contains("<summary>32 members are as released wherever a release has them</summary>");
        }
    }

    @Test
    void overviewsWhenThereIsAReleaseBeginWithIt() throws IOException {
        try (ReleasePipeline pipeline = SampleRelease.make(0)) {
            PipelineReport report = SampleRelease.report(pipeline, cache);

            List<Overview> overviews = report.overviews("page.html");

            assertThat(overviews)
                    .extracting(Overview::repository)
                    .containsExactly("com.acme:november", "acme/billing", "acme/search", "acme/shop");
            assertThat(overviews.get(0).head()).contains("Release");
            assertThat(overviews.get(0).rows())
                    .extracting(row -> row.get(1))
                    .containsExactly("2026.12", "2026.12", "2026.11");
        }
    }

    private static List<String> members(String page) {
        Matcher rows = Pattern.compile("<th scope=\"row\" role=\"rowheader\"><a href=\"#image[^<]*</a></th>")
                .matcher(page);
        return rows.results().map(found -> found.group()).toList();
    }
}
