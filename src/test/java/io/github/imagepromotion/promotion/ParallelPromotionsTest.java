package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sixteen promotions to one environment at the same time, each of two images with two moving tags. */
@NeedsTools
class ParallelPromotionsTest {
    private static final int MANY = 16;
    private static final List<Tag> MOVING = List.of(Tag.of("latest"), Tag.of("stable"));
    private static final List<String> IMAGES = List.of("shop", "cart");

    @TempDir
    private Path directory;

    private final List<ImageArchive> open = new ArrayList<>();

    @AfterEach
    void closeArchives() throws IOException {
        for (ImageArchive archive : open) {
            archive.close();
        }
    }

    @Test
    void promoteWhenManyDoItToARegistryTheTagsAreOfOneBuild() throws Exception {
        try (DockerRegistry docker = DockerRegistry.anonymous()) {
            promoteManyAtOnce(docker.url());
        }
    }

    @Test
    void promoteWhenManyDoItToADirectoryTheTagsAreOfOneBuild() throws Exception {
        promoteManyAtOnce("oci:" + directory.resolve("prod"));
    }

    private void promoteManyAtOnce(String address) throws Exception {
        Environments environments = new Environments(
                List.of(TestEnvironments.of("prod", List.of(RegistryAddress.of(address)), MOVING, List.of())));
        List<List<Candidate>> sets = new ArrayList<>();
        for (int build = 1; build <= MANY; build++) {
            sets.add(set(build, environments));
        }

        List<Optional<String>> refusals = atOnce(sets);

        assertThat(refusals).anySatisfy(refusal -> assertThat(refusal).isEmpty());
        assertThat(refusals).allSatisfy(refusal -> assertThat(refusal.orElse("Tagged nothing: by another promotion"))
                .contains("Tagged nothing", "by another promotion"));
        int held = buildOf(tag(environments, "shop", MOVING.get(0)), sets);
        for (String image : IMAGES) {
            for (Tag moving : MOVING) {
                assertThat(buildOf(tag(environments, image, moving), sets)).isEqualTo(held);
            }
        }
        assertThat(refusals.get(held)).isEmpty();
    }

    /** What each was refused for; empty for one that was made. */
    private static List<Optional<String>> atOnce(List<List<Candidate>> sets) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Optional<String>>> all = new ArrayList<>();
            for (List<Candidate> set : sets) {
                Callable<Optional<String>> promotion = () -> {
                    start.await();
                    return promote(set);
                };
                all.add(threads.submit(promotion));
            }
            start.countDown();
            List<Optional<String>> refusals = new ArrayList<>();
            for (Future<Optional<String>> each : all) {
                refusals.add(each.get());
            }
            return refusals;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<String> promote(List<Candidate> set) throws IOException {
        try {
            PromotionFixture.of(set).to("prod").promote();
            return Optional.empty();
        } catch (ImageException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<Candidate> set(int build, Environments environments) throws IOException {
        List<Candidate> set = new ArrayList<>();
        for (String image : IMAGES) {
            ImageArchive archive = ImageArchive.open(Archives.write(
                    directory.resolve(image + "-" + build + ".tar"),
                    TestImages.single(build * 100L + image.length() + image.charAt(0), 500),
                    Archives.identity(image, Integer.toString(build))));
            open.add(archive);
            set.add(new Candidate(archive, "a test", environments));
        }
        return set;
    }

    private static Digest tag(Environments environments, String image, Tag tag) throws IOException {
        RegistryAddress address = environments.list().get(0).registries().get(0);
        Repository repository = Registries.open(address, Accesses.anonymous())
                .repository(address.locate(RepositoryName.of("acme/" + image)));
        return repository.resolve(tag).map(Descriptor::digest).orElseThrow();
    }

    private static int buildOf(Digest digest, List<List<Candidate>> sets) {
        for (int build = 0; build < sets.size(); build++) {
            if (sets.get(build).stream()
                    .anyMatch(candidate -> candidate.digest().equals(digest))) {
                return build;
            }
        }
        throw new AssertionError("no build has " + digest);
    }
}
