package io.github.imagepromotion.registry.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Permit;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.RepositoryContract;
import io.github.imagepromotion.registry.Swap;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsTools
class LayoutRepositoryTest extends RepositoryContract {
    private Path directory;
    private Registry registry;

    @BeforeEach
    void open(@TempDir Path temporary) {
        directory = temporary;
        registry = LayoutRegistry.open((RegistryAddress.Directory) RegistryAddress.of("oci:" + directory));
    }

    @Override
    protected Registry registry() {
        return registry;
    }

    @Test
    void tagWhenReadByOtherToolsIsWhatWasPut() throws IOException {
        for (TestImage image : java.util.List.of(TestImages.single(20, 5000), TestImages.twoPlatforms(21, 5000))) {
            Repository repository = registry.repository(RepositoryName.of("eyes/app"));
            transfer(image, repository);
            repository.tag(Tag.of("41"), image.top());
            repository.tag(Tag.of("42"), image.top());
            byte[] raw =
                    Commands.run(Commands.installed("skopeo"), "inspect", "--raw", repository.displayName() + ":42");
            assertThat(Digest.sha256(raw)).isEqualTo(image.image().top().digest());
            byte[] fetched = Commands.run(
                    Commands.peer("oras"), "manifest", "fetch", "--oci-layout", directory + "/eyes/app:42");
            assertThat(Digest.sha256(fetched)).isEqualTo(image.image().top().digest());
        }
    }

    @Test
    void swapWhenManySetOneTagLetsOneWin() throws Exception {
        Repository repository = registry.repository(RepositoryName.of("many/app"));
        List<TestImage> images = IntStream.range(30, 42)
                .mapToObj(seed -> TestImages.single(seed, 100))
                .toList();
        for (TestImage image : images) {
            transfer(image, repository);
        }
        Map<TestImage, Swap> swaps = new ConcurrentHashMap<>();

        Parallel.forEach(
                images,
                images.size(),
                image -> swaps.put(image, repository.swap(Tag.of("42"), Optional.empty(), image.top(), Permit.ALWAYS)));

        List<TestImage> winners =
                images.stream().filter(image -> swaps.get(image) == Swap.ATOMIC).toList();
        assertThat(winners).hasSize(1);
        assertThat(repository.resolve(Tag.of("42")))
                .contains(winners.get(0).image().top());
        assertThat(repository.swap(
                        Tag.of("42"),
                        Optional.of(Digest.sha256(new byte[1])),
                        images.get(0).top(),
                        Permit.ALWAYS))
                .isEqualTo(winners.get(0) == images.get(0) ? Swap.ATOMIC : Swap.CONFLICT);
    }

    @Test
    void referrersWhenReadByOrasAreFound() throws IOException {
        Repository repository = registry.repository(RepositoryName.of("eyes/signed"));
        TestImage image = TestImages.single(22, 500);
        transfer(image, repository);
        repository.tag(Tag.of("42"), image.top());
        TestImage note = TestImages.artifact(image.image().top(), 23);
        transfer(note, repository);
        byte[] seen = Commands.run(
                Commands.peer("oras"), "discover", "--oci-layout", "--format", "json", directory + "/eyes/signed:42");
        assertThat(new String(seen, StandardCharsets.UTF_8))
                .contains(note.image().top().digest().toString());
    }
}
