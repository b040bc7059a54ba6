package io.github.imagepromotion.registry.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.RepositoryContract;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
                image -> swaps.put(
                        image, repository.swap(Tag.of("42"), Optional.empty(), image.top(), Precondition.NONE)));

        List<TestImage> winners =
                images.stream().filter(image -> swaps.get(image) == Swap.ATOMIC).toList();
        assertThat(winners).hasSize(1);
        assertThat(repository.resolve(Tag.of("42")))
                .contains(winners.get(0).image().top());
        assertThat(repository.swap(
                        Tag.of("42"),
                        Optional.of(Digest.sha256(new byte[1])),
                        images.get(0).top(),
                        Precondition.NONE))
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

    @Test
    void referrersWhenManyImagesHaveDocumentsReadsThoseOfTheOneOnly() throws IOException {
        RepositoryName name = RepositoryName.of("many/documents");
        List<TestImage> images = IntStream.range(50, 60)
                .mapToObj(seed -> TestImages.single(seed, 100))
                .toList();
        List<TestImage> notes = images.stream()
                .map(image -> TestImages.artifact(image.image().top(), 70))
                .toList();
        for (int i = 0; i < images.size(); i++) {
            transfer(images.get(i), registry.repository(name));
            registry.repository(name).tag(Tag.of("b" + i), images.get(i).top());
            transfer(notes.get(i), registry.repository(name));
        }
        spoil(name, notes.subList(1, notes.size()));
        spoil(name, images.subList(1, images.size()));

        assertThat(LayoutRegistry.open((RegistryAddress.Directory) registry.address())
                        .repository(name)
                        .referrers(images.get(0).image().top().digest()))
                .extracting(Descriptor::digest)
                .containsExactly(notes.get(0).image().top().digest());
    }

    @Test
    void referrersWhenAnotherToolWroteTheLayoutReadsEachManifestOnce() throws IOException {
        RepositoryName name = RepositoryName.of("foreign/documents");
        TestImage image = TestImages.single(80, 100);
        TestImage other = TestImages.single(81, 100);
        TestImage note = TestImages.artifact(image.image().top(), 82);
        TestImage otherNote = TestImages.artifact(other.image().top(), 83);
        for (TestImage each : List.of(image, other, note, otherNote)) {
            transfer(each, registry.repository(name));
        }
        Files.delete(directory.resolve(name.value()).resolve(".subjects"));
        Repository fresh = LayoutRegistry.open((RegistryAddress.Directory) registry.address())
                .repository(name);
        assertThat(fresh.referrers(image.image().top().digest())).hasSize(1);
        spoil(name, List.of(note));

        assertThat(fresh.referrers(other.image().top().digest())).hasSize(1);
    }

    /** Whoever reads it says that it is damaged. */
    private void spoil(RepositoryName name, List<TestImage> images) throws IOException {
        for (TestImage image : images) {
            Descriptor manifest = image.image().top();
            Files.write(
                    directory.resolve(
                            name.value() + "/blobs/sha256/" + manifest.digest().hex()),
                    new byte[(int) manifest.size()]);
        }
    }
}
