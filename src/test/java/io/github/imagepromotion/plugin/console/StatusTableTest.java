package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.Pipeline.ImageStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    private static final StatusTable TABLE = new StatusTable(140);

    @Test
    void matrixWhenThereAreManyImagesBeginsWithASummaryAndListsWhatDiffers() {
        List<ImageStatus> images = same(97);
        images.add(image("older", List.of(), "2", "2", "1"));
        images.add(image("missing", List.of(), "2", "2", ""));
        images.add(image("moved", List.of(new Flag(Flag.Kind.DRIFT, "tag 'latest' is gone")), "2", "2", "2"));

        List<String> lines = plain(images, false);

        assertThat(lines.get(0)).isEqualTo("97 of 100 the same in dev, test and prod");
        assertThat(lines.get(1)).isEqualTo("What differs; -Dimage.verbose lists all:");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("acme/"))
                .containsExactly("acme/older", "acme/missing", "acme/moved");
        assertThat(lines).anyMatch(line -> line.contains("tag 'latest' is gone"));
    }

    @Test
    void matrixWhenVerboseListsEveryImage() {
        assertThat(plain(same(100), true))
                .startsWith("100 of 100 the same in dev, test and prod", "acme/image-1")
                .noneMatch(line -> line.contains("image.verbose"))
                .filteredOn(line -> line.startsWith("acme/"))
                .hasSize(100);
    }

    @Test
    void matrixWhenManyImagesAreAllTheSameIsTwoLines() {
        assertThat(plain(same(100), false))
                .containsExactly("100 of 100 the same in dev, test and prod", "-Dimage.verbose lists them.");
    }

    @Test
    void matrixWhenThereAreFewImagesListsAll() {
        assertThat(plain(same(20), false))
                .startsWith("20 of 20 the same in dev, test and prod", "acme/image-1")
                .filteredOn(line -> line.startsWith("acme/"))
                .hasSize(20);
    }

    @Test
    void matrixWhenThereIsOneImageHasNoSummary() {
        assertThat(plain(same(1), false)).startsWith("acme/image-1");
    }

    private static List<String> plain(List<ImageStatus> images, boolean verbose) {
        return TABLE.matrix(new Pipeline(Instant.EPOCH, List.of(), images), verbose).stream()
                .map(StyledLine::plain)
                .toList();
    }

    private static List<ImageStatus> same(int count) {
        List<ImageStatus> images = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            images.add(image("image-" + number, List.of(), "2", "2", "2"));
        }
        return images;
    }

    /** @param builds that dev, test and prod run; an empty one for none */
    private static ImageStatus image(String name, List<Flag> flags, String... builds) {
        RepositoryName repository = RepositoryName.of("acme/" + name);
        return new ImageStatus(
                repository,
                List.of(
                        holding("dev", repository, builds[0], List.of()),
                        holding("test", repository, builds[1], List.of()),
                        holding("prod", repository, builds[2], flags)));
    }

    private static Holding holding(String environment, RepositoryName repository, String build, List<Flag> flags) {
        Optional<Build> current = Optional.of(build)
                .filter(id -> !id.isEmpty())
                .map(id -> new Build(
                        Optional.of(BuildId.of(id)),
                        Digest.sha256((repository + ":" + id).getBytes(StandardCharsets.UTF_8)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return new Holding(
                environment,
                environment + ".registry.example",
                repository,
                true,
                1,
                current,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                flags);
    }
}
