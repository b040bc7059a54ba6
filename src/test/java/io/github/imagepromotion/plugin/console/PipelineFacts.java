package io.github.imagepromotion.plugin.console;

import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.DeploymentRecord;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.PipelineReader;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import io.github.imagepromotion.testing.MemoryRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lies in the registries of a pipeline, put there piece by piece; and what is read of it. */
final class PipelineFacts {
    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final RepositoryName name;
    private final Map<String, Environment> environments = new LinkedHashMap<>();
    private final Map<String, MemoryRegistry> registries = new LinkedHashMap<>();
    private String user = "ada";
    private Optional<String> ci = Optional.of("GitLab CI");
    private String version = "1.4";

    PipelineFacts(String name) {
        this.name = RepositoryName.of(name);
    }

    static Instant at(String time) {
        return Instant.parse("2026-11-" + time + "Z");
    }

    static Environment environment(String id, String registry, String... after) {
        return TestEnvironments.of(
                id, List.of(RegistryAddress.of(registry)), List.of(Tag.of("latest")), List.of(after));
    }

    void add(Environment environment) {
        environments.put(environment.id(), environment);
        String address = environment.registries().get(0).toString();
        registries.put(environment.id(), new MemoryRegistry(address, name.toString()));
    }

    /** Its registry does not answer. */
    void addUnreachable(Environment environment) {
        environments.put(environment.id(), environment);
    }

    /** Who promotes from now on. */
    void by(String who, Optional<String> server) {
        user = who;
        ci = server;
    }

    /** What is promoted from now on. */
    void of(String projectVersion) {
        version = projectVersion;
    }

    /** A build's number is the seed of its image. */
    Descriptor image(int build) {
        return TestImages.single(build, 10).image().top().plain();
    }

    void tag(String environment, int build, String... tags) throws IOException {
        TestImages.TestImage image = TestImages.single(build, 10);
        registry(environment).add(image.blobs().read(((ImageManifest) image.top()).config(), 10_000));
        for (String tag : tags) {
            registry(environment).tag(tag, image.top());
        }
    }

    void promote(String environment, int build, Instant at, Optional<SigningKey> key, GateAnswer... gates)
            throws IOException {
        promote(environment, build, Integer.toString(build), at, key, gates);
    }

    /** The environment goes back to a build. */
    void rollBack(String environment, int build, Instant at, Optional<String> reason) throws IOException {
        String buildId = Integer.toString(build);
        tag(environment, build, buildId, "latest");
        PromotionRecord record =
                record(environment, build, buildId, at, Optional.of(new PromotionRecord.RollbackReason(reason)));
        state(environment, build, PromotionRecord.PREDICATE_TYPE, record, Optional.empty());
    }

    void promote(
            String environment, int seed, String buildId, Instant at, Optional<SigningKey> key, GateAnswer... gates)
            throws IOException {
        tag(environment, seed, buildId, "latest");
        PromotionRecord record = record(environment, seed, buildId, at, Optional.empty(), gates);
        state(environment, seed, PromotionRecord.PREDICATE_TYPE, record, key);
    }

    private PromotionRecord record(
            String environment,
            int seed,
            String buildId,
            Instant at,
            Optional<PromotionRecord.RollbackReason> rollback,
            GateAnswer... gates) {
        return new PromotionRecord(
                environment,
                registry(environment).address().toString(),
                name,
                image(seed).digest(),
                BuildId.of(buildId),
                gav(),
                List.of(
                        new TagChange(Tag.of(buildId), Optional.empty()),
                        new TagChange(Tag.of("latest"), Optional.empty())),
                "com.acme:shop:tar:image:1.4",
                at,
                new Actor(Optional.of(user), ci, Optional.empty()),
                "1.0",
                List.of(gates),
                rollback,
                List.of(),
                Optional.empty());
    }

    void commit(String environment, int build, String commit) throws IOException {
        JsonObject digests = new JsonObject();
        digests.addProperty("gitCommit", commit);
        Map<String, Object> sources = Map.of("uri", "git+https://git.example/acme/shop", "digest", digests);
        state(
                environment,
                build,
                Provenance.PREDICATE_TYPE,
                Map.of("buildDefinition", Map.of("resolvedDependencies", List.of(sources))),
                Optional.empty());
    }

    void said(String environment, int build, boolean running, String said, Instant at) throws IOException {
        DeploymentRecord record = new DeploymentRecord(
                environment,
                name,
                image(build).digest(),
                BuildId.of(Integer.toString(build)),
                running,
                "shop.example",
                Optional.of(said),
                at,
                3,
                new Actor(Optional.of(user), ci, Optional.empty()),
                "1.0");
        state(environment, build, DeploymentRecord.PREDICATE_TYPE, record, Optional.empty());
    }

    /** {@return the statement, to be withdrawn} */
    InTotoStatement decide(
            String place,
            int build,
            Kind kind,
            Optional<InTotoStatement> withdraws,
            SigningKey key,
            String by,
            String why)
            throws IOException {
        Decision decision = new Decision(
                kind,
                kind == Kind.APPROVE ? Optional.of(place) : Optional.empty(),
                image(build).digest(),
                BuildId.of(Integer.toString(build)),
                gav(),
                withdraws.map(statement -> Digest.sha256(statement.bytes())),
                why,
                new Actor(Optional.of(by), Optional.empty(), Optional.empty()),
                kind == Kind.WITHDRAW ? at("26T11:45:00") : at("26T11:30:00"),
                Optional.empty(),
                "1.0",
                Optional.empty());
        registry(place)
                .attach(List.of(new Attester(Optional.of(key), SignatureForm.BUNDLE)
                        .statement(decision.statement(), image(build))));
        return decision.statement();
    }

    private void state(String environment, int build, String type, Object predicate, Optional<SigningKey> key)
            throws IOException {
        InTotoStatement statement = new InTotoStatement(
                Optional.empty(),
                image(build).digest(),
                type,
                Json.tree(predicate).getAsJsonObject());
        registry(environment)
                .attach(List.of(new Attester(key, SignatureForm.BUNDLE).statement(statement, image(build))));
    }

    private Coordinates gav() {
        return new Coordinates("com.acme", "shop", version);
    }

    private MemoryRegistry registry(String environment) {
        return Optional.ofNullable(registries.get(environment)).orElseThrow();
    }

    Pipeline read(Path cache) throws IOException {
        KeyReader keys = pems -> pems.stream()
                .flatMap(pem -> VerificationKey.parse(pem, "a test").stream())
                .toList();
        Map<String, List<VerificationKey>> trusted = new LinkedHashMap<>();
        Map<String, DecisionKeys> decisionKeys = new LinkedHashMap<>();
        for (Environment environment : environments.values()) {
            trusted.put(environment.id(), keys.read(environment.trust().trustedKeys()));
            decisionKeys.put(environment.id(), DecisionKeys.of(environment, keys));
        }
        StatusRequest request = new StatusRequest(
                new Environments(List.copyOf(environments.values())),
                List.of(name),
                new StatusRequest.Keys(trusted, decisionKeys),
                new StatusRequest.Depth(20, Map.of()),
                2,
                cache);
        return new PipelineReader(
                        (address, environment) -> Optional.ofNullable(registries.get(environment.id()))
                                .orElseThrow(() -> new ImageException("Cannot reach registry '" + address
                                        + "': Connection refused. Start it, or correct <registry>.")),
                        new Quiet(),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .read(request);
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
