package io.github.imagepromotion.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An environment in a directory that has had many builds. */
class LargeDirectoryTest {
    private static final RepositoryName NAME = RepositoryName.of("acme/shop");
    private static final int BUILDS = 1000;
    private static final int LOOKED_AT = 20;

    @TempDir
    private Path directory;

    @Test
    void statusOfManyBuildsReadsTheDocumentsOfThoseThatItShows() throws IOException {
        LargeDirectory.write(directory, NAME, BUILDS, true);
        // What is read although it is not shown would be found damaged.
        spoilManifestsBut(LOOKED_AT);

        Pipeline pipeline = status();

        assertThat(pipeline.holdings()).singleElement().satisfies(dev -> {
            assertThat(dev.flags()).isEmpty();
            assertThat(dev.tags()).isEqualTo(BUILDS);
            assertThat(dev.current().orElseThrow().name()).isEqualTo(Integer.toString(BUILDS));
            assertThat(dev.promotions()).hasSize(LOOKED_AT);
        });
    }

    private void spoilManifestsBut(int newest) throws IOException {
        Path blobs = directory.resolve(NAME.value()).resolve("blobs/sha256");
        String subjects = Files.readString(directory.resolve(NAME.value()).resolve(".subjects"));
        List<String> digests = Stream.of(subjects.split("\\s+"))
                .filter(word -> word.startsWith("sha256:"))
                .distinct()
                .toList();
        for (String digest : digests.subList(0, digests.size() - 2 * newest)) {
            Path file = blobs.resolve(digest.substring("sha256:".length()));
            Files.write(file, new byte[(int) Files.size(file)]);
        }
    }

    private Pipeline status() throws IOException {
        Environment dev = TestEnvironments.of(
                "dev", List.of(RegistryAddress.of("oci:" + directory)), List.of(Tag.of("latest")), List.of());
        return new PipelineReader(
                        (address, environment) -> Registries.open(address, Accesses.anonymous()),
                        new Quiet(),
                        Clock.systemUTC())
                .read(new StatusRequest(
                        new Environments(List.of(dev)),
                        List.of(NAME),
                        new StatusRequest.Keys(Map.of(), Map.of()),
                        new StatusRequest.Depth(LOOKED_AT, Map.of()),
                        4,
                        directory.resolve("cache")));
    }

    private static final class Quiet implements StatusLog {
        @Override
        public void progress(int done, int all) {}

        @Override
        public String explain(Exception failure) {
            return String.valueOf(failure.getMessage());
        }
    }
}
