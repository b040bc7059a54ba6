package io.github.imagepromotion.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.report.page.PipelineReport;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.ReleasePipeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser shows it. The pictures are left in {@code target/report}. */
@NeedsTools
class PageInChromiumTest {
    private static final Path PICTURES = Path.of("target", "report");
    private static final String HOSTILE =
            "\"'><script>window.pwned = 1</script><img src=x onerror=\"window.pwned = 1\">"
                    + "{{title}}</style></svg>\u001b[31mred\u202Egnihton\u2066##vso[task.complete]\n::error::no";
    private static final String OPEN_ALL = "document.querySelectorAll('details').forEach(each => each.open = true)";

    @TempDir
    private static Path directory;

    private static Chromium browser;
    private static final Map<Integer, URI> PAGES = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.start(directory.resolve("profile"));
        Files.createDirectories(PICTURES);
        for (int builds : new int[] {1, 20, 500}) {
            PAGES.put(builds, write(SamplePipeline.of(builds), "page-" + builds));
        }
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    private static URI page(int builds) {
        return Objects.requireNonNull(PAGES.get(builds));
    }

    private static URI write(SamplePipeline pipeline, String name) throws IOException {
        Path file = directory.resolve(name + ".html");
        Files.writeString(file, pipeline.report(directory.resolve("cache")).html());
        return file.toUri();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 400, false",
        "1, 1280, true",
        "20, 400, false",
        "20, 400, true",
        "20, 1280, false",
        "20, 1280, true",
        "500, 400, true",
        "500, 1280, false"
    })
    void pageWhenOpenedFitsTheWindowWithoutComplaint(int builds, int width, boolean dark) throws IOException {
        browser.open(page(builds), width, dark);

        assertThat(browser.complaints()).isEmpty();
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(number("document.querySelectorAll('article').length")).isEqualTo(builds);
        String background = text("getComputedStyle(document.body).backgroundColor");
        assertThat(background).isEqualTo(dark ? "rgb(20, 22, 26)" : "rgb(250, 249, 246)");
        Files.write(
                PICTURES.resolve(builds + "-" + width + (dark ? "-dark.png" : "-light.png")),
                browser.screenshot(width, 0, Math.min(2_400, number("document.documentElement.scrollHeight"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500})
    void linkWhenFollowedFindsItsTarget(int builds) {
        browser.open(page(builds), 1280, false);

        assertLinksAndIds();
        assertThat(number("document.querySelectorAll('.matrix a[href^=\"#build-\"]').length"))
                .isPositive();
    }

    private static void assertLinksAndIds() {
        assertThat(text("[...document.querySelectorAll('a[href^=\"#\"]')].map(link => link.getAttribute('href'))"
                        + ".filter(href => !document.getElementById(href.slice(1))).join()"))
                .isEmpty();
        assertThat(text("[...document.querySelectorAll('[id]')].map(each => each.id)"
                        + ".filter((id, i, all) => all.indexOf(id) != i).join()"))
                .isEmpty();
    }

    @Test
    void pageWhenThereAreSeveralImagesAndManyEnvironmentsKeepsThemApart() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(6);
        List.of("stage-east", "stage-west", "dr", "training")
                .forEach(id -> pipeline.environment(id, id + ".registry.example", List.of("test"), false));
        RepositoryName other =
                RepositoryName.of("acme/an-image-with-a-name-that-is-longer-than-a-phone-is-wide/service");
        PipelineReport report = pipeline.report(directory.resolve("cache"), RepositoryName.of("acme/shop"), other);
        Path file = directory.resolve("several.html");
        Files.writeString(file, report.html());
        browser.open(file.toUri(), 400, true);

        assertThat(browser.complaints()).isEmpty();
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(400);
        assertThat(number("document.querySelectorAll('h2').length")).isEqualTo(2);
        assertLinksAndIds();
        assertThat(violations()).isEmpty();
        Files.write(PICTURES.resolve("several-400-dark.png"), browser.screenshot(400, 0, 2_400));
    }

    @ParameterizedTest
    @CsvSource({"0, 400, true", "0, 1280, false", "30, 400, false", "30, 1280, true"})
    void pageWhenThereIsAReleaseFitsTheWindowAndIsAccessible(int more, int width, boolean dark) throws IOException {
        Path file = directory.resolve("release-" + more + ".html");
        try (ReleasePipeline pipeline = SampleRelease.make(more)) {
            Files.writeString(
                    file,
                    SampleRelease.report(pipeline, directory.resolve("release-" + more))
                            .html());
        }
        browser.open(file.toUri(), width, dark);

        assertThat(browser.complaints()).isEmpty();
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(width);
        assertLinksAndIds();
        Files.write(
                PICTURES.resolve("release-" + more + "-" + width + (dark ? "-dark.png" : "-light.png")),
                browser.screenshot(width, 0, 2_400));
        browser.evaluate("document.querySelectorAll('#release1-image details').forEach(each => each.open = true)");
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(width);
        assertThat(violations()).isEmpty();
    }

    @Test
    void linkWhenItsBuildIsAmongTheEarlierOnesOpensThem() {
        browser.open(page(500), 400, false);
        assertThat(bool("document.querySelector('details.earlier').open")).isFalse();

        browser.evaluate("location.hash = '#build-4300'; new Promise(done => setTimeout(done, 300))");

        assertThat(bool("document.querySelector('details.earlier').open")).isTrue();
        double top = browser.evaluate("document.getElementById('build-4300').getBoundingClientRect().top")
                .getAsDouble();
        assertThat(top).isBetween(-5.0, 900.0);
    }

    @ParameterizedTest
    @CsvSource({"1, 1280, false, true", "20, 400, true, true", "20, 1280, false, true", "500, 400, false, false"})
    void pageWhenAskedByAxeIsAccessible(int builds, int width, boolean dark, boolean open) throws IOException {
        browser.open(page(builds), width, dark);
        if (open) {
            browser.evaluate(OPEN_ALL);
        }

        assertThat(violations()).isEmpty();
    }

    @Test
    void pageWhenTextFromOutsideIsHostileShowsItAndObeysNothing() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(6, HOSTILE);
        pipeline.attach(
                "prod",
                pipeline.image(4707),
                "application/vnd.in-toto+json",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"https://slsa.dev/provenance/v1"
                        + "<script>window.pwned = 1</script>\",\"subject\":[],\"predicate\":{}}");
        pipeline.registry("dev").tag("latest", pipeline.image(4707).manifest());
        pipeline.rollBack("prod", 4707, SamplePipeline.NOW, "eve", "slow");
        browser.open(write(pipeline, "hostile"), 1280, false);
        browser.evaluate(OPEN_ALL);

        assertThat(browser.complaints()).isEmpty();
        assertThat(text("typeof window.pwned")).isEqualTo("undefined");
        assertThat(number("document.querySelectorAll('script, img, [onerror], [onclick]').length"))
                .isZero();
        assertThat(text("[...document.querySelectorAll('a[href]')].map(link => link.protocol)"
                        + ".filter(protocol => protocol == 'javascript:').join()"))
                .isEmpty();
        String shown = text("document.body.innerText");
        assertThat(shown)
                .contains("<script>window.pwned = 1</script>", "{{title}}", "\\u001B[31mred\\u202Egnihton")
                .doesNotContain("\u001b", "\u202e", "\u2066", "##vso", "\n::error");
        assertThat(number("document.documentElement.scrollWidth")).isEqualTo(1280);
        assertThat(violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "400, false"})
    void pageWhenAnEnvironmentWentBackShowsTheReasonInRowPictureAndCards(int width, boolean dark) throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(12);
        pipeline.rollBack("prod", 4703, SamplePipeline.NOW.minusSeconds(3600), "dora", "checkout answers 500");
        browser.open(write(pipeline, "back"), width, dark);
        browser.evaluate(OPEN_ALL);

        assertThat(browser.complaints()).isEmpty();
        assertThat(text("[...document.querySelectorAll('.matrix .back')].map(each => each.innerText).join()"))
                .isEqualTo("rolled back: checkout answers 500");
        assertThat(text("[...document.querySelectorAll('.picture .reason')].map(each => each.textContent).join()"))
                .isEqualTo("\u21A9\uFE0E checkout answers 500");
        assertThat(text("document.querySelector('#build-4703 .back').textContent"))
                .isEqualTo("rolled back: checkout answers 500");
        assertThat(text("document.querySelector('#build-4707 .back').textContent"))
                .isEqualTo("until 26 Nov 2026, 08:30, rolled back: checkout answers 500 (to build 4703, by dora,"
                        + " GitLab CI)");
        assertThat(bool("Math.max(...[...document.querySelectorAll('.picture .tick')]"
                        + ".map(each => each.getBoundingClientRect().right))"
                        + " <= Math.min(...[...document.querySelectorAll('.picture .bar rect')]"
                        + ".map(each => each.getBoundingClientRect().left))"))
                .as("a label of the axis is beside the bars, with its mark")
                .isTrue();
        assertThat(violations()).isEmpty();
    }

    @Test
    void pageWhenARegistryIsDownAndATagWasMovedNamesBoth() throws IOException {
        SamplePipeline pipeline = SamplePipeline.of(12);
        pipeline.close("prod");
        pipeline.registry("test").tag("latest", pipeline.image(4704).manifest());
        browser.open(write(pipeline, "gap"), 400, false);

        assertThat(browser.complaints()).isEmpty();
        assertThat(text("document.querySelector('.remarks').innerText"))
                .contains("prod", "unreachable", "Cannot reach registry", "test", "drift");
        assertThat(text("document.querySelector('.picture').textContent")).contains("no answer");
        assertThat(number("document.querySelectorAll('.picture .moved').length"))
                .isEqualTo(1);
        assertThat(violations()).isEmpty();
        Files.write(PICTURES.resolve("gap-400-light.png"), browser.screenshot(400, 0, 2_400));
    }

    /** Of the builds that are folded away a few will do: all are of the same make, and axe would take minutes. */
    private static String violations() throws IOException {
        assertThat(Commands.AXE).as("axe-core, which bin/install-axe brings").exists();
        browser.evaluate(
                "document.querySelectorAll('.earlier > .build:nth-of-type(n + 4)').forEach(each => each.remove())");
        browser.evaluate(Files.readString(Commands.AXE) + "; 0");
        return text("axe.run(document, {resultTypes: ['violations']}).then(result => result.violations"
                + ".map(each => each.id + ': ' + each.help + ' ' + each.nodes.slice(0, 3)"
                + ".map(node => node.html + ' ' + node.failureSummary).join(' | ')).join('\\n'))");
    }

    private static long number(String expression) {
        return browser.evaluate(expression).getAsLong();
    }

    private static boolean bool(String expression) {
        return browser.evaluate(expression).getAsBoolean();
    }

    private static String text(String expression) {
        JsonElement value = browser.evaluate(expression);
        return value.getAsString();
    }
}
