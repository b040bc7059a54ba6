package io.github.imagepromotion.notify;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Promotes {@code acme/shop:7} to a directory, with what comes after. */
final class NotifiedPromotion implements AutoCloseable {
    final TestServices services;
    private final Path directory;
    private final List<ImageArchive> open = new ArrayList<>();

    NotifiedPromotion(Path directory) {
        this.directory = directory;
        this.services = new TestServices(directory);
    }

    static Notification to(Kind kind, On on, boolean required, Map<String, String> settings) {
        return new Notification(kind, on, required, Duration.ofSeconds(5), 1, settings);
    }

    Environment environment() {
        return TestEnvironments.of(
                "prod",
                List.of(RegistryAddress.of("oci:" + directory.resolve("prod"))),
                List.of(Tag.of("latest")),
                List.of());
    }

    PromotionListener notifier() {
        return new Notifier(services, records(), services, Clock.systemUTC(), Pause.SLEEP);
    }

    RecordSettings records() {
        return PromotionFixture.records(directory.resolve("state"));
    }

    PromotionResult promote(long content, List<Notification> notifications) throws IOException {
        return promote(content, environment -> TestEnvironments.with(environment, notifications), notifier());
    }

    PromotionResult promote(long content, UnaryOperator<Environment> configured, PromotionListener listener)
            throws IOException {
        Environments environments = new Environments(List.of(configured.apply(environment())));
        ImageArchive archive = ImageArchive.open(Archives.write(
                directory.resolve("shop-" + content + ".tar"),
                TestImages.single(content, 400, 90),
                Archives.identity("shop", "7")));
        open.add(archive);
        return PromotionFixture.of(new Candidate(archive, "a test", environments))
                .to("prod")
                .heardBy(listener)
                .promote()
                .get(0);
    }

    /** {@return the repository that it is promoted to} */
    Repository repository() {
        RegistryAddress address = environment().registries().get(0);
        return Registries.open(address, Accesses.anonymous())
                .repository(address.locate(RepositoryName.of("acme/shop")));
    }

    boolean isTagged() throws IOException {
        return repository().resolve(Tag.of("7")).isPresent();
    }

    @Override
    public void close() throws IOException {
        for (ImageArchive archive : open) {
            archive.close();
        }
    }
}
