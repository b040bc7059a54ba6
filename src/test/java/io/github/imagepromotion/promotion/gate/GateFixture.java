package io.github.imagepromotion.promotion.gate;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Gates;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.gate.GateSettings.Questions;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.MovableClock;
import io.github.imagepromotion.testing.PromotionRecords;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Build 42 of a shop, on its way from test to prod, with registries that are directories and a clock that stands. */
final class GateFixture {
    static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    static final Tag LATEST = Tag.of("latest");

    final TestImage image = TestImages.single(1, 400, 90);
    final SigningKey release = TestKeys.next();
    Identity identity = Archives.identity("shop", "42");
    final MovableClock clock = new MovableClock(NOW);
    Sources sources = Sources.UNKNOWN;
    Trust trust = Trust.ANYTHING;
    Trust testTrust = Trust.ANYTHING;
    Gates gates = Gates.NONE;
    List<Tag> moving = List.of(LATEST);
    List<Document> documents = List.of();
    Optional<Overriding> override = Optional.empty();
    Questions questions = GateSettings.PLAIN.questions();
    Set<String> earlier = Set.of();
    final JsonObject plan = new JsonObject();
    private final Path directory;

    GateFixture(Path directory) {
        this.directory = directory;
    }

    List<GateAnswer> ask() throws IOException {
        Environments all = environments();
        GateRequest gateRequest = new GateRequest(
                identity,
                image.image().top().digest(),
                documents,
                sources,
                Optional.empty(),
                all.find("prod").orElseThrow(),
                all,
                earlier,
                List.of(),
                plan,
                Optional.empty());
        GateSettings settings = new GateSettings(this::read, questions, override, clock::move);
        try (OpenRegistries registries =
                new OpenRegistries((address, environment) -> Registries.open(address, Accesses.anonymous()))) {
            Gatekeeper gatekeeper = new Gatekeeper(registries, settings, clock, 2);
            return gatekeeper.ask(gateRequest, gatekeeper.documents(gateRequest, Optional.empty()));
        }
    }

    Environments environments() {
        Environment test = environment("test", moving, List.of()).withTrust(testTrust);
        return new Environments(List.of(
                test,
                environment("prod", List.of(), List.of("test")).withTrust(trust).withGates(gates)));
    }

    private Environment environment(String id, List<Tag> tags, List<String> after) {
        RegistryAddress address = RegistryAddress.of("oci:" + directory.resolve(id));
        return TestEnvironments.of(id, List.of(address), tags, after);
    }

    private List<VerificationKey> read(List<String> pems) {
        List<VerificationKey> keys = new ArrayList<>();
        pems.forEach(pem -> keys.addAll(VerificationKey.parse(pem, "a test")));
        return keys;
    }

    Repository repository(String environment) {
        Environment known = environments().find(environment).orElseThrow();
        RegistryAddress address = known.registries().get(0);
        return Registries.open(address, Accesses.anonymous()).repository(address.locate(identity.repository()));
    }

    /** Puts an image into test, under these tags. */
    void push(TestImage other, Tag... tags) throws IOException {
        Repository test = repository("test");
        for (Descriptor blob : other.image().blobs()) {
            test.push(blob, other.blobs(), List.of());
        }
        Manifest manifest = other.image().manifests().get(0);
        test.put(manifest);
        for (Tag tag : tags) {
            test.tag(tag, manifest);
        }
    }

    /** Adds the record of the promotion to test. */
    void record(Instant at, Optional<SigningKey> key) throws IOException {
        Repository test = repository("test");
        PromotionRecord record = PromotionRecords.of(
                environments().find("test").orElseThrow(),
                test.name(),
                image.image().top().digest(),
                identity.buildId(),
                identity.coordinates(),
                at);
        new Ledger(test, 2)
                .append(List.of(PromotionRecords.document(
                        record, image.image().top().plain(), new Attester(key, SignatureForm.BUNDLE))));
    }

    /** Attaches a decision in an environment, signed or not. */
    void decide(Decision decision, Optional<SigningKey> key, String environment) throws IOException {
        attach(
                new Attester(key, SignatureForm.BUNDLE)
                        .statement(decision.statement(), image.image().top().plain()),
                environment);
    }

    void attach(Document document, String environment) throws IOException {
        new Ledger(repository(environment), 2).append(List.of(document));
    }

    Decision decision(Decision.Kind kind, Optional<Digest> withdraws, Instant at) {
        return new Decision(
                kind,
                kind == Decision.Kind.APPROVE ? Optional.of("prod") : Optional.empty(),
                image.image().top().digest(),
                identity.buildId(),
                identity.coordinates(),
                withdraws,
                "because",
                new Actor(Optional.of("ada"), Optional.empty(), Optional.empty()),
                at,
                Optional.empty(),
                "1.0",
                Optional.empty());
    }

    static Digest id(Decision decision) {
        return Digest.sha256(decision.statement().bytes());
    }

    Gates approvedBy(int required, Optional<Duration> validFor, SigningKey... keys) {
        List<String> pems =
                List.of(keys).stream().map(key -> key.publicKey().pem()).toList();
        return Gates.NONE.withApprovals(new Approvals(required, pems, validFor));
    }

    Trust trusting(SigningKey... keys) {
        return new Trust(
                List.of(keys).stream().map(key -> key.publicKey().pem()).toList(), false, List.of(), false);
    }

    Gates soaking(Duration soak) {
        return new Gates(
                new Gates.Times(Optional.of(soak), List.of(), Optional.empty()), Gates.Builds.ANY, Gates.Consents.NONE);
    }
}
