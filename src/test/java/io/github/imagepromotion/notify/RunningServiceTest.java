package io.github.imagepromotion.notify;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Deployed;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Polling;
import io.github.imagepromotion.environment.ServiceAccess;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.DeploymentRecord;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.Receiver;
import io.github.imagepromotion.testing.TestCharts;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service that is asked, after {@code acme/shop:7} was promoted, which build it is. */
@Timeout(60)
class RunningServiceTest {
    @TempDir
    private Path directory;

    private final Receiver service = Receiver.plain();
    private NotifiedPromotion promotion;

    @BeforeEach
    void begin() {
        promotion = new NotifiedPromotion(directory);
    }

    @AfterEach
    void stop() throws IOException {
        promotion.close();
        service.close();
    }

    private void promote(Optional<String> path, Optional<String> pattern) throws IOException {
        promote(path, pattern, environment -> environment);
    }

    private void promote(Optional<String> path, Optional<String> pattern, UnaryOperator<Environment> more)
            throws IOException {
        Deployed deployed = new Deployed(
                new ServiceAccess(service.uri("/info").toString(), Optional.empty(), Optional.empty(), false),
                new Deployed.Report(path, pattern),
                new Polling(Duration.ofMillis(600), Duration.ofMillis(20)),
                Optional.empty());
        promotion.promote(
                1, environment -> more.apply(TestEnvironments.with(environment, deployed)), promotion.notifier());
    }

    private Digest image() throws IOException {
        return promotion.repository().resolve(Tag.of("7")).orElseThrow().digest();
    }

    private List<DeploymentRecord> records() throws IOException {
        return new Ledger(promotion.repository(), 1)
                .findings(image(), List.of()).stream()
                        .filter(finding -> finding.type().equals(DeploymentRecord.PREDICATE_TYPE))
                        .flatMap(finding -> finding.statement().stream())
                        .map(statement -> Json.read(statement.predicate(), DeploymentRecord.class, "a record"))
                        .toList();
    }

    /** No service reports a chart, and one that reports its number may mean anything. */
    @Test
    void proofWhenThePromotionHasAChartAsksAboutImagesOnly() throws IOException {
        service.answering(Receiver.status(200, "7"));
        Deployed deployed = new Deployed(
                new ServiceAccess(service.uri("/info").toString(), Optional.empty(), Optional.empty(), false),
                new Deployed.Report(Optional.empty(), Optional.empty()),
                new Polling(Duration.ofSeconds(30), Duration.ofMillis(20)),
                Optional.empty());
        Environments environments = new Environments(List.of(TestEnvironments.with(promotion.environment(), deployed)));
        Path file = directory.resolve("chart.tar");
        TestCharts.write(file, Archives.identity("chart", "7"));
        try (ImageArchive chart = ImageArchive.open(file);
                ImageArchive shop = ImageArchive.open(Archives.write(
                        directory.resolve("shop.tar"), TestImages.single(1, 400), Archives.identity("shop", "7")))) {
            Candidate alone = new Candidate(chart, "a test", environments);
            PromotionFixture.of(alone).to("prod").heardBy(promotion.notifier()).promote();
            assertThat(service.received()).isEmpty();

            PromotionFixture.of(List.of(alone, new Candidate(shop, "a test", environments)))
                    .to("prod")
                    .heardBy(promotion.notifier())
                    .promote();
            assertThat(service.received()).hasSize(1);
            assertThat(records()).hasSize(1);
            RegistryAddress address = promotion.environment().registries().get(0);
            Repository charts = Registries.open(address, Accesses.anonymous())
                    .repository(address.locate(RepositoryName.of("acme/chart")));
            assertThat(new Ledger(charts, 1)
                            .findings(chart.image().top().digest(), List.of()).stream()
                                    .map(finding -> finding.type()))
                    .doesNotContain(DeploymentRecord.PREDICATE_TYPE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | |",
                "{\"build\": {\"id\": \"7\"}} | build.id |",
                "<p>build 7 of main</p> | | build ([0-9]+)",
                "{\"git\": \"build-7\"} | git | build-(.*)"
            })
    void proofWhenTheServiceNamesTheBuildRecordsThatItRuns(String answer, String path, String pattern)
            throws IOException {
        service.answering(Receiver.status(200, answer));

        promote(Optional.ofNullable(path), Optional.ofNullable(pattern));

        assertThat(records()).singleElement().satisfies(record -> {
            assertThat(record.running()).isTrue();
            assertThat(record.environment()).isEqualTo("prod");
            assertThat(record.buildId()).hasToString("7");
        });
        assertThat(promotion.services.lines).anySatisfy(line -> assertThat(line).contains("prod runs "));
    }

    @Test
    void proofWhenTheServiceNamesTheDigestIsThere() throws IOException {
        service.answering(
                exchange -> Receiver.status(200, "image: shop@" + image()).to(exchange));

        promote(Optional.empty(), Optional.empty());

        assertThat(records()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"17", "build 7", "70", "''"})
    void proofWhenTheNumberIsOnlyPartOfTheAnswerIsNone(String answer) throws IOException {
        service.answering(Receiver.status(200, answer));

        assertThatThrownBy(() -> promote(Optional.empty(), Optional.empty()))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Promoted to 'prod', and this is not undone", "<deployed><timeout>"));
        assertThat(promotion.isTagged()).isTrue();
        assertThat(records()).singleElement().satisfies(record -> assertThat(record.running())
                .isFalse());
    }

    @Test
    void proofWhenTheServiceStartsSlowlyAsksUntilItIsThere() throws IOException {
        service.answering(
                Receiver.hangUp(),
                Receiver.status(503, "starting"),
                Receiver.status(200, "6"),
                Receiver.status(200, "7"));

        promote(Optional.empty(), Optional.empty());

        assertThat(service.received()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(records()).singleElement().satisfies(record -> assertThat(record.running())
                .isTrue());
    }

    @Test
    void proofWhenItFailedIsAskedForAgainByTheSameCommand() throws IOException {
        service.answering(Receiver.status(200, "6"));
        assertThatThrownBy(() -> promote(Optional.empty(), Optional.empty())).isInstanceOf(ImageException.class);
        service.answering(Receiver.status(200, "7"));

        promote(Optional.empty(), Optional.empty());

        assertThat(records()).extracting(DeploymentRecord::running).containsExactlyInAnyOrder(false, true);
    }

    @Test
    void proofWhenNothingIsRecordedLeavesNoRecordEither() throws IOException {
        service.answering(Receiver.status(200, "7"));

        promote(
                Optional.empty(),
                Optional.empty(),
                environment -> environment.withTrust(new Trust(List.of(), false, List.of(), true)));

        assertThat(records()).isEmpty();
    }

    @Test
    void proofWhenTheAnswerIsHostileIsToldAsOneHarmlessLine() throws IOException {
        service.answering(Receiver.status(200, "8\n##vso[task.complete]\u001b[31m"));

        assertThatThrownBy(() -> promote(Optional.empty(), Optional.empty()))
                .isInstanceOf(ImageException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\n", "##", "\u001b"));
        assertThat(records().get(0).said().orElseThrow()).doesNotContain("\n", "##", "\u001b");
    }

    @Test
    void proofWhenTheServiceEchoesTheLoginRecordsItWithout() throws IOException {
        promotion.services.logins.put("shop", new Credential("a test", "", Secret.of("canary-zq7-of-shop"), false));
        service.answering(exchange -> Receiver.status(
                        200, "you are " + exchange.getRequestHeaders().getFirst("Authorization"))
                .to(exchange));

        assertThatThrownBy(() -> promotion.promote(
                        1,
                        environment -> TestEnvironments.with(environment, withLogin(Duration.ofMillis(100))),
                        promotion.notifier()))
                .hasMessageContaining("it says 'you are Bearer ***'");

        assertThat(records().get(0).said()).contains("you are Bearer ***");
    }

    /** The service, which gets the login {@code shop} and is asked until {@code timeout}. */
    private Deployed withLogin(Duration timeout) {
        return new Deployed(
                new ServiceAccess(service.uri("/info").toString(), Optional.of("shop"), Optional.empty(), false),
                new Deployed.Report(Optional.empty(), Optional.empty()),
                new Polling(timeout, Duration.ofMillis(20)),
                Optional.empty());
    }

    @Test
    void promoteWhenTheLoginOfTheServiceIsNotThereTagsNothing() throws IOException {
        assertThatThrownBy(() -> promotion.promote(
                        1,
                        environment -> TestEnvironments.with(environment, withLogin(Duration.ofMinutes(10))),
                        promotion.notifier()))
                .hasMessageContaining("settings.xml has no server 'shop'");

        assertThat(promotion.isTagged()).isFalse();
        assertThat(service.received()).isEmpty();
    }

    @Test
    void recordIsDescribedByItsSchema() throws IOException {
        service.answering(Receiver.status(200, "7"));
        promote(Optional.empty(), Optional.empty());
        JsonObject schema = Json.object(
                Files.readAllBytes(Path.of("docs/schemas/deployment-record-v1.schema.json")),
                "docs/schemas/deployment-record-v1.schema.json");

        JsonElement written = Json.tree(records().get(0));

        assertThat(schema.get("$id").getAsString()).isEqualTo(DeploymentRecord.PREDICATE_TYPE);
        assertThat(schema.getAsJsonObject("properties").keySet())
                .containsAll(written.getAsJsonObject().keySet());
        Set<String> required = new TreeSet<>();
        schema.getAsJsonArray("required").forEach(name -> required.add(name.getAsString()));
        assertThat(written.getAsJsonObject().keySet()).containsAll(required);
    }
}
