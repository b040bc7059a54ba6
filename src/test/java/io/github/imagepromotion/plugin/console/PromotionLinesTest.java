package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads of a promotion of one image, of a few, and of many. */
class PromotionLinesTest {
    @TempDir
    private Path directory;

    @Test
    void promotionOfOneImageTellsTagsAndDigest() throws IOException {
        List<String> lines = promote(1, 1);

        assertThat(lines)
                .anyMatch(line -> line.matches("Plan for dev: .*/acme/shop0:1 needs 2 of 2 blobs, .*"))
                .contains("  tag 1, new")
                .anyMatch(line -> line.matches("Promoted to dev: .*/acme/shop0:1 \\(tags 1\\)"))
                .anyMatch(line -> line.matches("  sha256:[0-9a-f]{64}"));
    }

    @Test
    void promotionOfFewImagesTellsEachInALineAndTheTotals() throws IOException {
        promote(1, 1);

        List<String> lines = promote(3, 1);

        assertThat(lines)
                .containsOnlyOnce("Plan for dev: 3 images, 1 there already, 2 to promote, 4 blobs, "
                        + total(lines, "Transferred ", " to dev.*"))
                .anyMatch(line -> line.matches("Nothing to do: dev: .*/acme/shop0:1 \\(tags 1\\)"))
                .anyMatch(line -> line.matches("In dev: 3 images, 1 there already, 2 new, .* sent"));
        assertThat(lines.stream().filter(line -> line.startsWith("Promoted to dev: ")))
                .hasSize(2);
        assertThat(lines.stream().filter(line -> line.startsWith("Plan for dev: ")))
                .hasSize(4);
        assertThat(lines).noneMatch(line -> line.startsWith("  "));
    }

    @Test
    void promotionOfManyImagesTellsTotalsAndWhatDiffers() throws IOException {
        List<String> first = promote(21, 1);
        List<String> again = promote(21, 1);
        List<String> more = promote(23, 1);

        assertThat(first)
                .contains("Checked 21 images, " + total(first, "Checked 21 images, ", ""))
                .anyMatch(
                        line -> line.startsWith("Plan for dev: 21 images, 0 there already, 21 to promote, 42 blobs, "))
                .anyMatch(line -> line.startsWith("In dev: 21 images, 0 there already, 21 new, "))
                .noneMatch(line -> line.contains("shop"));
        assertThat(again)
                .contains("In dev: 21 images, 21 there already, 0 new, 0 B sent")
                .noneMatch(line -> line.contains("shop"));
        assertThat(more.stream().filter(line -> line.contains("shop")))
                .hasSize(4)
                .allMatch(line -> line.matches("(Plan for|Promoted to) dev: .*/acme/shop2[12]:1 .*"));
    }

    private static String total(List<String> lines, String before, String after) {
        return lines.stream()
                .filter(line -> line.startsWith(before))
                .findFirst()
                .orElseThrow()
                .substring(before.length())
                .replaceFirst(after, "");
    }

    private List<String> promote(int images, int build) throws IOException {
        Lines lines = new Lines();
        List<ImageArchive> archives = new ArrayList<>();
        ResultFiles results = new ResultFiles(
                Optional.empty(), directory.resolve("results"), false, ResultFilesTest.NOBODY, new Lines());
        try (MavenPromotionLog log = new MavenPromotionLog(lines, false, results)) {
            for (int i = 0; i < images; i++) {
                Path file = directory.resolve("shop" + i + ".tar");
                TestImage image = TestImages.single(i, 1000);
                new ArchiveWriter(
                                image.image(),
                                Archives.identity("shop" + i, String.valueOf(build)),
                                image.blobs(),
                                Optional.empty(),
                                List.of())
                        .write(file);
                archives.add(ImageArchive.open(file));
            }
            PromotionFixture.of(archives.stream()
                            .map(archive -> new Candidate(archive, "a test", dev()))
                            .toList())
                    .to("dev")
                    .heardBy(log)
                    .promote();
        } finally {
            for (ImageArchive archive : archives) {
                archive.close();
            }
        }
        return lines.told;
    }

    private Environments dev() {
        return new Environments(List.of(TestEnvironments.of(
                "dev", List.of(RegistryAddress.of("oci:" + directory.resolve("registry"))), List.of(), List.of())));
    }

    private static final class Lines extends SystemStreamLog {
        private final List<String> told = new ArrayList<>();

        @Override
        public void debug(CharSequence line) {
            // Not what a person reads.
        }

        @Override
        public synchronized void info(CharSequence line) {
            told.add(line.toString());
        }
    }
}
