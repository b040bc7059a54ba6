package io.github.imagepromotion.report;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Provenance.Resource;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.plugin.console.Told;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.report.page.PipelineReport;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import io.github.imagepromotion.testing.MemoryRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A shop whose builds go from dev to test to prod: always the same, so that its pictures are. Of the builds, every second
 * goes to test, every fourth to prod. Its documents are those that the plugin writes.
 */
final class SamplePipeline {
    static final Instant NOW = Instant.parse("2026-11-26T09:30:00Z");
    static final String DEV = "dev.registry.example";
    static final String TEST = "test.registry.example";
    static final String PROD = "registry.example/prod";

    private static final RepositoryName NAME = RepositoryName.of("acme/shop");
    private static final Tag LATEST = Tag.of("latest");
    private static final int LAST = 4711;

    private final Map<String, MemoryRegistry> registries = new LinkedHashMap<>();
    private final Map<String, Environment> environments = new LinkedHashMap<>();
    private final String word;
    private final Attester attester = new Attester(Optional.of(SampleKey.make()), SignatureForm.BUNDLE);
    private final SigningKey approver = SampleKey.make(2);

    private SamplePipeline(String word) {
        this.word = word;
        environment("dev", DEV, List.of(), false);
        environment("test", TEST, List.of("dev"), false);
        environment("prod", PROD, List.of("test"), true);
    }

    /** With so many builds, the newest of which has the number 4711. */
    static SamplePipeline of(int builds) throws IOException {
        return of(builds, "");
    }

    /** With a word of somebody else's wherever one can get in. */
    static SamplePipeline of(int builds, String word) throws IOException {
        SamplePipeline pipeline = new SamplePipeline(word);
        for (int number = LAST - builds + 1; number <= LAST; number++) {
            pipeline.build(number);
        }
        return pipeline;
    }

    void environment(String id, String address, List<String> after, boolean trusting) {
        VerificationKey key = attester.key().map(SigningKey::publicKey).orElseThrow();
        Trust trust =
                trusting ? new Trust(List.of(key.pem()), true, List.of("provenance", "sbom"), false) : Trust.ANYTHING;
        registries.put(
                id,
                new MemoryRegistry(
                        address, RegistryAddress.of(address).locate(NAME).toString()));
        environments.put(
                id,
                TestEnvironments.of(id, List.of(RegistryAddress.of(address)), List.of(LATEST), after)
                        .withTrust(trust));
    }

    /** A build on a working day, promoted on the same day, the next, and the one after that. */
    private void build(int number) throws IOException {
        SampleImage image = image(number);
        Instant built = built(number);
        promote("dev", number, image, built, "ada");
        if (number % 2 == 1) {
            promote("test", number, image, built.plus(Duration.ofHours(5)).plusSeconds(number % 7 * 300L), "ben");
        }
        if (number % 4 == 3 && number <= LAST - 4) {
            promote("prod", number, image, built.plus(Duration.ofHours(27)).plusSeconds(number % 5 * 700L), "chloé");
        }
    }

    private static Instant built(int number) {
        long back = (long) LAST - number;
        return NOW.minus(Duration.ofHours(7))
                .minus(Duration.ofHours(back * 11))
                .minus(Duration.ofDays(back / 5 * 3))
                .minusSeconds(back * 37 % 50 * 60);
    }

    void promote(String environment, int number, SampleImage image, Instant at, String by) throws IOException {
        MemoryRegistry registry = registry(environment);
        registry.add(image.config());
        registry.put(image.manifest());
        registry.attach(documents(number, image));
        registry.attach(List.of(record(environment, number, image, at, by)));
        registry.tag(Integer.toString(number), image.manifest());
        registry.tag(LATEST, image.manifest());
    }

    private List<Document> documents(int number, SampleImage image) {
        Attachment sbom = new Attachment("bom.json", Attachment.CYCLONEDX, image.sbom());
        Provenance provenance = new Provenance(
                new Provenance.Builder("https://gitlab.example", "1.0.0"),
                new Identity(gav(), NAME, buildId(number)),
                new Provenance.Parameters("image:build", new JsonObject(), List.of()),
                List.of(new Resource(
                        "sources", "git+https://git.example/acme/shop", Map.of("gitCommit", word + commit(number)))),
                List.of(Resource.of("bom.json", "", Digest.sha256(image.sbom()))));
        return new BuildDocuments(attester, Optional.of(provenance), List.of(sbom), NAME)
                .about(Image.of(image.descriptor(), List.of(image.manifest())), List.of());
    }

    /** Prod goes back to the build that it had before. */
    void rollBack(String environment, int number, Instant at, String by, String reason) throws IOException {
        SampleImage image = image(number);
        registry(environment).attach(List.of(record(environment, number, image, at, by, Optional.of(reason + word))));
        registry(environment).tag(LATEST, image.manifest());
    }

    private Document record(String environment, int number, SampleImage image, Instant at, String by) {
        return record(environment, number, image, at, by, Optional.empty());
    }

    private Document record(
            String environment, int number, SampleImage image, Instant at, String by, Optional<String> rollback) {
        MemoryRegistry registry = registry(environment);
        PromotionRecord record = new PromotionRecord(
                environment,
                registry.address().toString(),
                registry.name(),
                image.digest(),
                buildId(number),
                gav(),
                List.of(
                        new PromotionRecord.TagChange(buildId(number).tag(), Optional.empty()),
                        new PromotionRecord.TagChange(LATEST, Optional.empty())),
                "com.acme:shop:tar:image:1.4" + word,
                at,
                new PromotionRecord.Actor(
                        Optional.of(by + word),
                        Optional.of("GitLab CI" + word),
                        Optional.of((word.isEmpty() ? "https://gitlab.example/acme/shop/-/jobs/" : "javascript:" + word)
                                + number)),
                "1.0.0",
                List.of(),
                rollback.map(Optional::of).map(PromotionRecord.RollbackReason::new),
                List.of(),
                Optional.empty());
        return attester.statement(
                new InTotoStatement(
                        Optional.of(registry.displayName()),
                        image.digest(),
                        PromotionRecord.PREDICATE_TYPE,
                        Json.tree(record).getAsJsonObject()),
                image.descriptor());
    }

    private static Coordinates gav() {
        return new Coordinates("com.acme", "shop", "1.4");
    }

    private static BuildId buildId(int number) {
        return BuildId.of(Integer.toString(number));
    }

    private static String commit(int number) {
        return Digest.sha256(Integer.toString(number).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 40);
    }

    SampleImage image(int number) {
        return SampleImage.of(number, word);
    }

    MemoryRegistry registry(String environment) {
        return Objects.requireNonNull(registries.get(environment));
    }

    /** The registry of an environment does not answer any more. */
    void close(String environment) {
        registries.remove(environment);
    }

    /** A file that somebody attached to a build. */
    void attach(String environment, SampleImage image, String type, String content) throws IOException {
        registry(environment)
                .attach(List.of(Document.of(
                        MediaType.of(type),
                        image.descriptor(),
                        MediaType.of(type),
                        content.getBytes(StandardCharsets.UTF_8),
                        Map.of())));
    }

    /** Requires an approval for an environment, with a key that built nothing. */
    void requireApproval(String id) {
        Approvals required = new Approvals(1, List.of(approver.publicKey().pem()), Optional.empty());
        environments.computeIfPresent(
                id, (same, environment) -> environment.withGates(Gates.NONE.withApprovals(required)));
    }

    /** Somebody decided about a build, with the key for approvals where one is required, else with that of the builds. */
    void decide(String place, int number, Decision.Kind kind, String reason) throws IOException {
        SampleImage image = image(number);
        Decision decision = new Decision(
                kind,
                Optional.of(place),
                image.digest(),
                buildId(number),
                gav(),
                Optional.empty(),
                reason,
                new PromotionRecord.Actor(Optional.of("dora" + word), Optional.empty(), Optional.empty()),
                NOW,
                Optional.empty(),
                "1.0.0",
                Optional.empty());
        boolean required = Optional.ofNullable(environments.get(place))
                .flatMap(environment -> environment.gates().consents().approvals())
                .isPresent();
        Attester decider = required ? new Attester(Optional.of(approver), SignatureForm.BUNDLE) : attester;
        registry(place).attach(List.of(decider.statement(decision.statement(), image.descriptor())));
    }

    PipelineReport report(Path cache) throws IOException {
        return report(cache, NAME);
    }

    /** Of several images, which have the same builds. */
    PipelineReport report(Path cache, RepositoryName... images) throws IOException {
        List<Environment> list = new ArrayList<>(environments.values());
        KeyReader keys = pems -> pems.stream()
                .flatMap(pem -> VerificationKey.parse(pem, "a test").stream())
                .toList();
        Map<String, List<VerificationKey>> trusted = new LinkedHashMap<>();
        Map<String, DecisionKeys> decisionKeys = new LinkedHashMap<>();
        for (Environment environment : list) {
            trusted.put(environment.id(), keys.read(environment.trust().trustedKeys()));
            if (environment.gates().consents().approvals().isPresent()) {
                decisionKeys.put(environment.id(), DecisionKeys.of(environment, keys));
            }
        }
        StatusRequest request = new StatusRequest(
                new Environments(list),
                List.of(images),
                new StatusRequest.Keys(trusted, decisionKeys),
                new StatusRequest.Depth(1000, Map.of()),
                2,
                cache);
        return PipelineReport.read(
                request,
                (address, environment) -> Optional.ofNullable(registries.get(environment.id()))
                        .orElseThrow(() -> new ImageException("Cannot reach registry '" + address + "'.")),
                new Quiet(),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Told::told);
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
