package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.plugin.console.Told;
import io.github.imagepromotion.promotion.PromotionEvent.BeforeTags;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who listen to a promotion hear, and in which order. */
class PromotionEventsTest {
    @TempDir
    private Path directory;

    private final List<PromotionEvent> heard = Collections.synchronizedList(new ArrayList<>());
    private ImageArchive archive;

    @BeforeEach
    void open() throws IOException {
        archive = image(1);
    }

    @AfterEach
    void close() throws IOException {
        archive.close();
    }

    @Test
    void promoteTellsEachStepInItsOrder() throws IOException {
        promotion("dev").promote();

        assertThat(kinds())
                .containsExactly(
                        "Planned",
                        "TransferStarted",
                        "BlobProgressed",
                        "BlobArrived",
                        "Checked",
                        "Transferred",
                        "BeforeTags",
                        "Completed",
                        "Ended");
        assertThat(ends()).singleElement().satisfies(end -> {
            assertThat(end.isSuccess()).isTrue();
            assertThat(end.changed()).isTrue();
        });
    }

    @Test
    void promoteWhenDryTellsThePlanAndNobodyHowItEnded() throws IOException {
        promotion("dev").dry(true).promote();

        assertThat(kinds()).containsExactly("Planned", "Checked");
    }

    @Test
    void promoteWhenRefusedTellsTheResultAndThatEveryEnvironmentFailed() throws IOException {
        promotion("dev", "prod").promote();
        heard.clear();
        try (ImageArchive other = image(2)) {
            archive.close();
            archive = other;

            assertThatThrownBy(() -> promotion("dev", "prod").promote()).isInstanceOf(RefusedException.class);
        }

        assertThat(kinds()).containsExactly("Planned", "Completed", "Ended");
        assertThat(ends())
                .extracting(end -> end.environment().id(), EnvironmentChange::isSuccess)
                .containsExactly(tuple("dev", false), tuple("prod", false));
    }

    @Test
    void promoteWhenAnEnvironmentFailsTellsItOfThatOneAlone() {
        assertThatThrownBy(() -> promotion("dev", "prod")
                        .through((address, environment) -> new DelegatingRegistry(
                                Registries.open(address, Accesses.anonymous()),
                                real -> address.toString().endsWith("prod")
                                        ? new DelegatingRegistry.Delegate(real) {
                                            @Override
                                            public void put(Manifest manifest) {
                                                throw new ImageException("full");
                                            }
                                        }
                                        : real))
                        .promote())
                .hasMessage("full");

        assertThat(ends())
                .extracting(end -> end.environment().id(), end -> end.failure().map(Told::told))
                .containsExactly(tuple("dev", Optional.empty()), tuple("prod", Optional.of("full")));
    }

    @Test
    void promoteWhenOneWhoIsToldOfAFailureFailsKeepsTheReason() {
        assertThatThrownBy(() -> promotion("dev")
                        .heardBy(event -> {
                            if (event instanceof BeforeTags) {
                                throw new ImageException("the reason");
                            }
                            if (event instanceof Ended) {
                                throw new ImageException("the receiver");
                            }
                        })
                        .promote())
                .hasMessage("the reason")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("the receiver"));
    }

    /** Builds of one set that were configured apart: each is told where its own environment says. */
    @Test
    void promoteWhenImagesOfASetTellOthersTellsWhatConcernsEach() throws IOException {
        try (ImageArchive mail = image("mail");
                ImageArchive news = image("news")) {
            List<Candidate> set = List.of(
                    telling(archive, "https://one.example"),
                    telling(mail, "https://other.example"),
                    telling(news, "https://one.example"));

            assertThatThrownBy(() -> PromotionFixture.of(set)
                            .to("dev")
                            .heardBy(event -> {
                                heard.add(event);
                                if (event instanceof Ended) {
                                    throw new ImageException("the receiver");
                                }
                            })
                            .promote())
                    .hasMessage("the receiver");
        }

        assertThat(ends())
                .extracting(
                        end -> end.environment()
                                .reporting()
                                .notifications()
                                .get(0)
                                .setting("url"),
                        end -> end.images().stream()
                                .map(image -> image.name().toString())
                                .toList())
                .containsExactly(
                        tuple(Optional.of("https://one.example"), List.of("acme/shop", "acme/news")),
                        tuple(Optional.of("https://other.example"), List.of("acme/mail")));
        assertThat(heard)
                .filteredOn(BeforeTags.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((BeforeTags) event).expected()).hasSize(2));
    }

    private Candidate telling(ImageArchive image, String url) {
        Environment own = TestEnvironments.with(
                environment("dev"),
                List.of(new Notification(
                        Notification.Kind.WEBHOOK,
                        Notification.On.BOTH,
                        true,
                        Notification.TIMEOUT,
                        0,
                        Map.of("url", url))));
        return new Candidate(image, "a test", new Environments(List.of(own)));
    }

    private ImageArchive image(String name) throws IOException {
        return ImageArchive.open(Archives.write(
                directory.resolve(name + ".tar"),
                TestImages.single(name.hashCode(), 400),
                Archives.identity(name, "1")));
    }

    private PromotionFixture promotion(String... environments) {
        Environments all = new Environments(List.of(environment("dev"), environment("prod")));
        return PromotionFixture.of(new Candidate(archive, "a test", all))
                .to(environments)
                .heardBy(heard::add)
                .recorded(PromotionFixture.records(directory.resolve("state")));
    }

    private Environment environment(String id) {
        return TestEnvironments.of(
                id, List.of(RegistryAddress.of("oci:" + directory.resolve(id))), List.of(Tag.of("latest")), List.of());
    }

    private ImageArchive image(long seed) throws IOException {
        return ImageArchive.open(Archives.write(
                directory.resolve(seed + ".tar"), TestImages.single(seed, 400), Archives.identity("shop", "1")));
    }

    /** Each kind once, in the order in which they came first. */
    private List<String> kinds() {
        return heard.stream()
                .map(event -> event.getClass().getSimpleName())
                .distinct()
                .toList();
    }

    private List<EnvironmentChange> ends() {
        return heard.stream()
                .flatMap(event -> event instanceof Ended end ? end.changes().stream() : Stream.empty())
                .toList();
    }
}
