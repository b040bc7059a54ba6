package io.github.imagepromotion.rollback;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.PromotionRecords;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The environment prod, which builds come to and leave. A build is written {@code shop:1=a}: image, BuildId, and what the
 * image holds.
 */
final class ProdFixture {
    static final Tag LATEST = Tag.of("latest");

    List<Tag> moving = List.of(LATEST);
    /** Changes the environment as the project of an image has it. */
    BiFunction<Environment, String, Environment> configured = (environment, image) -> environment;

    /** More environments that the project of an image has. */
    final Map<String, List<Environment>> others = new HashMap<>();

    /** What rollbacks that were not asked for did. */
    final List<RollbackResult> undone = new ArrayList<>();

    List<VerificationKey> trusted = List.of();
    Attester attester = Attester.UNSIGNED;
    boolean again;
    boolean dryRun;
    UnaryOperator<Repository> inTheWay = UnaryOperator.identity();
    PromotionListener listener = event -> {};
    /** When a rollback has its plan. */
    Runnable planned = () -> {};

    private final String registry;
    private final Path directory;
    private int files;

    ProdFixture(String registry, Path directory) {
        this.registry = registry;
        this.directory = directory;
    }

    static Digest digest(String content) {
        return image(content).image().top().digest();
    }

    private static TestImages.TestImage image(String content) {
        return TestImages.single(content.charAt(0), 300);
    }

    Environment prod() {
        return TestEnvironments.of("prod", List.of(RegistryAddress.of(registry)), moving, List.of())
                .withTrust(new Trust(trusted.stream().map(VerificationKey::pem).toList(), false, List.of(), false));
    }

    private Environments environments(String image) {
        List<Environment> all = new ArrayList<>(List.of(configured.apply(prod(), image)));
        all.addAll(others.getOrDefault(image, List.of()));
        return new Environments(all);
    }

    /** Undoes what the service of the environment does not report. */
    PromotionListener undoing(PromotionListener notifier) {
        return new RollbackOnFailure(
                this::connect,
                notifier,
                this::tell,
                Clock.systemUTC(),
                (images, reason, undone) -> new RollbackRequest(
                        images,
                        new RollbackRequest.Trusted(trusted, List.of(), UnsignedEnvironments.STANDARD),
                        new RollbackRequest.Purpose(Optional.empty(), Optional.of(reason), undone),
                        false,
                        settings(),
                        Accesses.unlimited(),
                        2));
    }

    private void tell(RollbackResult result) {
        undone.add(result);
        if (result.outcome() == RollbackResult.Outcome.PLANNED) {
            planned.run();
        }
    }

    Repository repository(String image) {
        RegistryAddress address = prod().registries().get(0);
        return Registries.open(address, Accesses.anonymous())
                .repository(address.locate(RepositoryName.of("acme/" + image)));
    }

    History history(String image, String content) throws IOException {
        Repository repository = repository(image);
        Destination here = new Destination("prod", prod().registries().get(0), repository.name());
        return History.read(digest(content), here, repository, List.of(), 2);
    }

    List<PromotionRecord> records(String image, String content) throws IOException {
        return history(image, content).counting().stream().map(Recorded::record).toList();
    }

    PromotionResult promote(String... builds) throws IOException {
        List<ImageArchive> open = new ArrayList<>();
        try {
            List<Candidate> candidates = new ArrayList<>();
            for (String build : builds) {
                String[] parts = build.split("[:=]");
                open.add(ImageArchive.open(Archives.write(
                        directory.resolve("image" + ++files + ".tar"),
                        image(parts[2]),
                        Archives.identity(parts[0], parts[1]))));
                candidates.add(new Candidate(open.get(open.size() - 1), "a test", environments(parts[0])));
            }
            GateSettings gates = new GateSettings(
                    names -> trusted, GateSettings.PLAIN.questions(), Optional.empty(), Pause.SLEEP, again);
            return PromotionFixture.of(candidates)
                    .to("prod")
                    .through(this::connect)
                    .heardBy(listener)
                    .dry(dryRun)
                    .gates(gates)
                    .recorded(settings())
                    .promote()
                    .get(0);
        } finally {
            for (ImageArchive archive : open) {
                archive.close();
            }
        }
    }

    /** The image shop, to the build before. */
    void rollBack() throws IOException {
        rollBack("shop");
    }

    /** Each image to the build before. */
    void rollBack(String... images) throws IOException {
        new Rollback(
                        this::connect,
                        result -> {
                            if (result.outcome() == RollbackResult.Outcome.PLANNED) {
                                planned.run();
                            }
                        },
                        Clock.systemUTC(),
                        listener)
                .run(new RollbackRequest(
                        new RollbackRequest.Images(
                                prod(),
                                new Environments(List.of(prod())),
                                Stream.of(images)
                                        .map(image -> RepositoryName.of("acme/" + image))
                                        .toList()),
                        new RollbackRequest.Trusted(trusted, List.of(), UnsignedEnvironments.STANDARD),
                        new RollbackRequest.Purpose(Optional.empty(), Optional.of("it was slow")),
                        false,
                        settings(),
                        Accesses.unlimited(),
                        2));
    }

    RecordSettings settings() {
        return PromotionFixture.records(attester, directory.resolve("state"));
    }

    private Registry connect(RegistryAddress address, Environment environment) {
        return new DelegatingRegistry(Registries.open(address, Accesses.anonymous()), inTheWay);
    }

    /** As someone does who has other tools. */
    void push(String image, String content, Tag tag) throws IOException {
        Repository repository = repository(image);
        TestImages.TestImage pushed = image(content);
        for (Descriptor blob : pushed.image().blobs()) {
            repository.push(blob, pushed.blobs(), List.of());
        }
        Manifest manifest = pushed.image().manifests().get(0);
        repository.put(manifest);
        repository.tag(tag, manifest);
    }

    /** Attaches a record that build and image were promoted. */
    void plant(String image, String build, String content, Attester by) throws IOException {
        Repository repository = repository(image);
        Ledger ledger = new Ledger(repository, 2);
        PromotionRecord record = PromotionRecords.of(
                prod(),
                repository.name(),
                digest(content),
                BuildId.of(build),
                Archives.identity(image, build).coordinates(),
                Clock.systemUTC().instant(),
                ledger.recordIds(digest(content), by.form(), List.of()).toArray(Digest[]::new));
        ledger.add(record, image(content).image().top(), by);
    }

    Decision decide(Decision.Kind kind, Optional<Digest> withdraws) throws IOException {
        Decision decision = new Decision(
                kind,
                Optional.empty(),
                digest("b"),
                BuildId.of("2"),
                Archives.identity("shop", "2").coordinates(),
                withdraws,
                "it loses orders",
                settings().by(),
                Clock.systemUTC().instant(),
                Optional.empty(),
                "1.0",
                Optional.empty());
        new Ledger(repository("shop"), 2)
                .append(List.of(Attester.UNSIGNED.statement(
                        decision.statement(), image("b").image().top())));
        return decision;
    }

    /** Anything that is said about an image. */
    void attach(String image, String content, String predicateType, JsonObject predicate) throws IOException {
        InTotoStatement statement = new InTotoStatement(Optional.empty(), digest(content), predicateType, predicate);
        new Ledger(repository(image), 2)
                .append(List.of(Attester.UNSIGNED.statement(
                        statement, image(content).image().top())));
    }
}
