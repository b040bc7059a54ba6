package io.github.imagepromotion.report;

import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.testing.ReleasePipeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Takes the pictures of docs/images; bin/screenshots calls it. */
public final class Screenshots {
    private static final int DESK = 1120;
    private static final int PHONE = 400;

    private final Chromium browser;
    private final Path directory;

    private Screenshots(Chromium browser, Path directory) {
        this.browser = browser;
        this.directory = directory;
    }

    /**
     * @param arguments the directory that takes the pictures
     * @throws IOException if one cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createDirectories(Path.of(arguments[0]));
        Path work = Files.createTempDirectory("screenshots");
        SamplePipeline wrong = SamplePipeline.of(12);
        wrong.registry("test").tag("latest", wrong.image(4707).manifest());
        wrong.close("prod");
        try (Chromium browser = Chromium.start(work.resolve("profile"))) {
            Screenshots screenshots = new Screenshots(browser, directory);
            SamplePipeline approved = SamplePipeline.of(20);
            approved.requireApproval("prod");
            approved.decide("prod", 4707, Decision.Kind.APPROVE, "");
            approved.rollBack(
                    "prod", 4703, SamplePipeline.NOW.minus(Duration.ofMinutes(50)), "dora", "checkout answers 500");
            URI page = page(approved, work, "page");
            screenshots.take(page, DESK, false, 0, 1_500, "report");
            screenshots.take(page, DESK, true, 0, 1_500, "report-dark");
            screenshots.take(page, PHONE, false, 0, 1_500, "report-phone");
            screenshots.take(page, DESK, false, -1, 1_000, "report-build");
            try (ReleasePipeline released = SampleRelease.make(0)) {
                Path release = work.resolve("release.html");
                Files.writeString(
                        release,
                        SampleRelease.report(released, work.resolve("released")).html());
                screenshots.take(release.toUri(), DESK, false, 0, 1_140, "report-release");
            }
            screenshots.take(page(wrong, work, "wrong"), DESK, false, 0, 1_180, "report-wrong");
        }
    }

    private static URI page(SamplePipeline pipeline, Path work, String name) throws IOException {
        Path page = work.resolve(name + ".html");
        Files.writeString(page, pipeline.report(work.resolve("cache")).html());
        return page.toUri();
    }

    /** From so far above, or from the builds on, with one of them unfolded. */
    private void take(URI page, int width, boolean dark, int from, int height, String name) throws IOException {
        browser.open(page, width, dark);
        // What is outside of the window is not drawn until it is scrolled to.
        browser.evaluate(
                "document.querySelectorAll('.build').forEach(each => each.style.contentVisibility = 'visible')");
        long top = from;
        if (from < 0) {
            browser.evaluate("document.querySelectorAll('#build-4707 details').forEach(each => each.open = true)");
            top = browser.evaluate("Math.round(document.getElementById('build-4707').getBoundingClientRect().top) - 24")
                    .getAsLong();
        }
        Path file = directory.resolve(name + ".png");
        Files.write(file, browser.screenshot(width, top, height));
        System.out.println(file + ", " + Files.size(file) / 1000 + " kB");
    }
}
