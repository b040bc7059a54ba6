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
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.promotion.Announcer;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Phases;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.Promoter;
import io.github.imagepromotion.promotion.PromotionLog;
import io.github.imagepromotion.promotion.PromotionRequest;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Promotes {@code acme/shop:7} to a directory, with what comes after. */
final class PromotionFixture implements AutoCloseable {
    final TestServices services;
    private final Path directory;
    private final List<ImageArchive> open = new ArrayList<>();

    PromotionFixture(Path directory) {
        this.directory = directory;
        this.services = new TestServices(directory);
    }

    static Notification to(Kind kind, On on, boolean required, Map<String, String> settings) {
        return new Notification(kind, on, required, Duration.ofSeconds(5), 1, settings);
    }

    Environment environment() {
        return new Environment(
                "prod",
                List.of(RegistryAddress.of("oci:" + directory.resolve("prod"))),
                Optional.empty(),
                List.of(Tag.of("latest")),
                false,
                false,
                List.of(),
                List.of());
    }

    Announcer notifier() {
        return new Notifier(services, records(), services, Clock.systemUTC(), Pause.SLEEP);
    }

    /** Unsigned, by Ada. */
    RecordSettings records() {
        return new RecordSettings(
                Attester.UNSIGNED,
                new Actor(Optional.of("ada"), Optional.empty(), Optional.empty()),
                "1.0",
                directory.resolve("state"));
    }

    PromotionResult promote(long content, List<Notification> notifications) throws IOException {
        return promote(content, environment -> environment.withNotifications(notifications), notifier());
    }

    PromotionResult promote(long content, UnaryOperator<Environment> configured, Announcer announcer)
            throws IOException {
        Environments environments = new Environments(List.of(configured.apply(environment())));
        ImageArchive archive = ImageArchive.open(Archives.write(
                directory.resolve("shop-" + content + ".tar"),
                TestImages.single(content, 400, 90),
                Archives.identity("shop", "7")));
        open.add(archive);
        return new Promoter(
                        (environment, address) -> Registries.open(address, Accesses.anonymous()),
                        new Quiet(),
                        Clock.systemUTC(),
                        Phases.begin(Clock.systemUTC()))
                .announcing(announcer)
                .promote(new PromotionRequest(
                        List.of(new Candidate(archive, "a test", environments)),
                        List.of("prod"),
                        false,
                        RetryBudget.unlimited(),
                        2))
                .get(0);
    }

    /** @return the repository that it is promoted to */
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

    private static final class Quiet implements PromotionLog {
        @Override
        public void checked(Candidate candidate) {}

        @Override
        public void planned(Plan plan) {}

        @Override
        public void transferred(Plan plan, long bytes, Duration time) {}

        @Override
        public void promoted(PromotionResult result) {}
    }
}
