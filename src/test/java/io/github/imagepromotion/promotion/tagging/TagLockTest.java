package io.github.imagepromotion.promotion.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.TestImages;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock of an environment's tags; that it keeps promotions apart is shown by {@code ParallelPromotionsTest}. */
class TagLockTest {
    private static final List<Tag> MOVING = List.of(Tag.of("latest"), Tag.of("stable"));

    @TempDir
    private Path directory;

    @Test
    void takeWhenAKilledOneLeftItsLockPassesItByAfterAWhile() throws Exception {
        RegistryAddress address = RegistryAddress.of("oci:" + directory.resolve("prod"));
        Repository repository =
                Registries.open(address, Accesses.anonymous()).repository(RepositoryName.of("acme/shop"));
        repository.tag(
                LockTag.of("prod"),
                LockNote.taken("build 1", "a dead one", Clock.systemUTC().instant()));
        TagLock lock = new TagLock("prod", "build 2", Clock.systemUTC(), Duration.ofMillis(500));
        TestImages.TestImage image = TestImages.single(1, 100);
        List<TagMove> moves = MOVING.stream()
                .map(tag -> new TagMove(repository, tag, Optional.empty(), image.top()))
                .toList();

        try (TagLock.Held held = lock.take(moves, () -> {})) {
            assertThat(repository.manifest(LockTag.of("prod")))
                    .hasValueSatisfying(
                            note -> assertThat(LockNote.holder(note)).isEqualTo("build 2"));
        }
        assertThat(repository.manifest(LockTag.of("prod")))
                .hasValueSatisfying(note -> assertThat(LockNote.isTaken(note)).isFalse());
    }

    @Test
    void takeWhenOneTagMovesWritesNothing() throws Exception {
        RegistryAddress address = RegistryAddress.of("oci:" + directory.resolve("prod"));
        Repository repository =
                Registries.open(address, Accesses.anonymous()).repository(RepositoryName.of("acme/shop"));
        TagMove only = new TagMove(
                repository,
                MOVING.get(0),
                Optional.empty(),
                TestImages.single(1, 100).top());

        new TagLock("prod", "build 2", Clock.systemUTC())
                .take(List.of(only), () -> {})
                .close();

        assertThat(repository.tags()).isEmpty();
    }
}
