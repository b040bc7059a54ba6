package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.tagging.LockTag;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordKeeperTest {
    private static final Tag LATEST = Tag.of("latest");

    @TempDir
    private Path directory;

    private final AtomicBoolean refusing = new AtomicBoolean();
    private final AtomicBoolean refusingOnceTagged = new AtomicBoolean();
    private final AtomicBoolean losing = new AtomicBoolean();
    private final AtomicBoolean forgetful = new AtomicBoolean();
    private Attester attester = Attester.UNSIGNED;
    private GateSettings gates = GateSettings.PLAIN;
    private Environment dev;

    @BeforeEach
    void nameTheRegistry() {
        dev = environment(Trust.ANYTHING);
    }

    @Test
    void promoteWhenTagsWereSetRecordsThemAndWhatTheyNamedBefore() throws IOException {
        Path first = archive(1, "1");
        Path second = archive(2, "2");
        promote(first, false);

        PromotionResult result = promote(second, false);

        assertThat(result.images().get(0).record()).isPresent();
        PromotionRecord record = records(second).get(0).record();
        assertThat(record.environment()).isEqualTo("dev");
        assertThat(record.buildId()).hasToString("2");
        assertThat(record.by().user()).contains("ada");
        assertThat(record.plugin()).isEqualTo("1.0");
        assertThat(record.tags())
                .containsExactly(
                        new TagChange(Tag.of("2"), Optional.empty()),
                        new TagChange(LATEST, Optional.of(digest(first))));
        assertThat(records(first)).hasSize(1);
    }

    @Test
    void promoteWhenNothingChangesAddsNoRecord() throws IOException {
        Path archive = archive(1, "1");
        promote(archive, false);

        PromotionResult again = promote(archive, false);

        assertThat(again.outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(again.images().get(0).record()).isEmpty();
        assertThat(records(archive)).hasSize(1);
    }

    @Test
    void promoteWhenAMovingTagComesBackFollowsTheRecordThatIsThere() throws IOException {
        Path first = archive(1, "1");
        promote(first, false);
        promote(archive(2, "2"), false);
        gates = new GateSettings(
                names -> List.of(), GateSettings.PLAIN.questions(), Optional.empty(), Pause.SLEEP, true);
        promote(first, false);

        List<Recorded> records = records(first);

        assertThat(records).hasSize(2);
        assertThat(records.get(1).record().follows())
                .containsExactly(records.get(0).id());
    }

    /** Another build of the same content, recorded since the plan was made: its BuildId is new there, the image is not. */
    @Test
    void promoteWhenTheImageOfANewBuildIsRecordedAlreadyFollowsThat() throws IOException {
        Path first = archive(1, "1");
        Path second = archive(1, "2");
        promote(first, false);
        promote(second, false);

        List<Recorded> records = records(first);

        assertThat(records)
                .extracting(recorded -> recorded.record().buildId().toString())
                .containsExactly("1", "2");
        assertThat(records.get(1).record().follows())
                .containsExactly(records.get(0).id());
    }

    @Test
    void promoteWhenItsListsMayBeLostSaysSoAndRecordsTheNextTime() throws IOException {
        Path archive = archive(1, "1");
        losing.set(true);
        assertThatThrownBy(() -> promote(archive, false))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(
                        "is promoted and its tags are set, but what is attached to it may not be listed: Others write it.");
        losing.set(false);

        PromotionResult again = promote(archive, false);

        assertThat(again.images().get(0).record()).isPresent();
    }

    @Test
    void promoteWhenKeptFromRecordingSaysSoAndRecordsTheNextTime() throws IOException {
        Path archive = archive(1, "1");
        refusing.set(true);
        assertThatThrownBy(() -> promote(archive, false))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("is promoted and its tags are set", "Run the same command again");
        assertThat(records(archive)).isEmpty();
        refusing.set(false);

        promote(archive, false);

        assertThat(records(archive)).hasSize(1);
        assertThat(records(archive).get(0).record().tags())
                .as("what they named before, only the call that set them knew")
                .containsExactly(
                        new TagChange(Tag.of("1"), Optional.of(digest(archive))),
                        new TagChange(LATEST, Optional.of(digest(archive))));
    }

    /** Whoever can write to the state directory must not have the key sign what he likes. */
    @Test
    void promoteWhenTheHintWasReplacedRecordsWhatIsSoAndNothingOfIt() throws IOException {
        Path archive = archive(1, "1");
        attester = new Attester(Optional.of(TestKeys.next()), SignatureForm.BUNDLE);
        refusingOnceTagged.set(true);
        assertThatThrownBy(() -> promote(archive, false)).isInstanceOf(ImageException.class);
        refusingOnceTagged.set(false);
        refusing.set(false);
        plantARecord(digest(archive));

        promote(archive, false);

        PromotionRecord record = records(archive).get(0).record();
        assertThat(records(archive)).hasSize(1);
        assertThat(record.registry()).isEqualTo(dev.registries().get(0).toString());
        assertThat(record.repository()).hasToString("acme/shop");
        assertThat(record.buildId()).hasToString("1");
        assertThat(record.from()).isEqualTo("a test");
        assertThat(record.by().user()).contains("ada");
        assertThat(record.plugin()).isEqualTo("1.0");
        assertThat(record.at()).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(record.gates()).isEmpty();
        assertThat(record.rollback()).isEmpty();
        assertThat(record.tags())
                .extracting(TagChange::tag, TagChange::before)
                .containsExactly(
                        tuple(Tag.of("1"), Optional.of(digest(archive))), tuple(LATEST, Optional.of(digest(archive))));
    }

    /** Nor may he keep a promotion from being recorded. */
    @Test
    void promoteWhenTheHintIsTakenAwayMeanwhileRecordsAllTheSame() throws IOException {
        Path archive = archive(1, "1");
        forgetful.set(true);

        promote(archive, false);

        assertThat(records(archive)).hasSize(1);
    }

    private void plantARecord(Digest image) throws IOException {
        Path hint = hint();
        JsonObject planted = Json.object(Files.readAllBytes(hint), "hint");
        JsonObject forged = Json.object(
                """
                {"environment": "dev", "registry": "https://foreign.example", "repository": "foreign/shop",
                 "buildId": "666", "gav": "com.foreign:shop:6", "tags": [{"tag": "stable"}], "from": "mallory's disk",
                 "at": "2020-01-01T00:00:00Z", "by": {"user": "mallory"}, "plugin": "6.6.6",
                 "gates": [{"gate": "approvals", "outcome": "pass", "reason": "2 of 2 approvals"}],
                 "rollback": {"reason": "planted"}, "follows": []}
                """
                        .getBytes(StandardCharsets.UTF_8),
                "forged record");
        forged.addProperty("digest", image.toString());
        planted.entrySet().forEach(member -> forged.add(member.getKey(), member.getValue()));
        Files.write(hint, Json.compact(forged));
    }

    private Path hint() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state").resolve("unrecorded"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void repairWhenThereIsNoRecordAddsOne() throws IOException {
        Path archive = archive(1, "1");
        dev = environment(new Trust(List.of(), false, List.of(), true));
        promote(archive, false);
        assertThat(records(archive)).isEmpty();
        dev = environment(Trust.ANYTHING);
        promote(archive, false);
        assertThat(records(archive)).isEmpty();

        promote(archive, true);

        assertThat(records(archive)).hasSize(1);
    }

    @Test
    void repairWhenNobodySignedTheRecordAddsOneThatIsSigned() throws IOException {
        Path archive = archive(1, "1");
        promote(archive, false);
        attester = new Attester(Optional.of(TestKeys.next()), SignatureForm.BUNDLE);

        promote(archive, true);
        promote(archive, true);

        assertThat(records(archive)).hasSize(2);
        assertThat(records(archive).get(1).record().follows())
                .containsExactly(records(archive).get(0).id());
    }

    @Test
    void promoteWhenTheBuildSignedNothingSignsTheImageAndItsProvenance() throws IOException {
        TestImages.TestImage image = TestImages.single(1, 400, 90);
        Identity identity = Archives.identity("shop", "1");
        Descriptor top = image.image().top();
        Document provenance = Attester.UNSIGNED.statement(
                new InTotoStatement(Optional.empty(), top.digest(), Provenance.PREDICATE_TYPE, new JsonObject()), top);
        Path archive = directory.resolve("unsigned.tar");
        new ArchiveWriter(image.image(), identity, image.blobs(), Optional.empty(), List.of(provenance)).write(archive);
        SigningKey key = TestKeys.next();
        attester = new Attester(Optional.of(key), SignatureForm.BUNDLE);

        promote(archive, false);

        try (Registry registry = Registries.open(dev.registries().get(0), Accesses.anonymous())) {
            assertThat(new Ledger(registry.repository(identity.repository()), 2)
                            .findings(top.digest(), List.of(key.publicKey())))
                    .filteredOn(finding -> finding.standing() == Finding.Standing.SIGNED)
                    .extracting(Finding::type)
                    .containsExactlyInAnyOrder(
                            InTotoStatement.IMAGE_SIGNATURE, Provenance.PREDICATE_TYPE, PromotionRecord.PREDICATE_TYPE);
        }
    }

    private Environment environment(Trust trust) {
        RegistryAddress address = RegistryAddress.of("oci:" + directory.resolve("dev"));
        return TestEnvironments.of("dev", List.of(address), List.of(LATEST), List.of())
                .withTrust(trust);
    }

    private Path archive(long seed, String build) throws IOException {
        return Archives.write(
                directory.resolve(build + ".tar"), TestImages.single(seed, 400, 90), Archives.identity("shop", build));
    }

    private PromotionResult promote(Path file, boolean repair) throws IOException {
        RecordSettings records = PromotionFixture.records(attester, directory.resolve("state"));
        try (ImageArchive archive = ImageArchive.open(file)) {
            Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(dev)));
            return PromotionFixture.of(candidate)
                    .to("dev")
                    .through((address, environment) -> connect(address))
                    .gates(gates)
                    .repairing(repair)
                    .recorded(records)
                    .promote()
                    .get(0);
        }
    }

    private Registry connect(RegistryAddress address) {
        return new DelegatingRegistry(
                Registries.open(address, Accesses.anonymous()), real -> new DelegatingRegistry.Delegate(real) {
                    @Override
                    public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                            throws IOException {
                        if (LockTag.isLock(tag.toString())) {
                            return super.swap(tag, expected, manifest, precondition);
                        }
                        if (forgetful.get()) {
                            Files.deleteIfExists(hint());
                            forgetful.set(false);
                        }
                        Swap swap = super.swap(tag, expected, manifest, precondition);
                        refusing.compareAndSet(false, refusingOnceTagged.get());
                        return swap;
                    }

                    @Override
                    public void attach(List<Document> documents) throws IOException {
                        if (refusing.get()) {
                            throw new ImageException("The registry refuses.");
                        }
                        super.attach(documents);
                    }

                    @Override
                    public void awaitReferrers() throws IOException {
                        if (losing.get()) {
                            throw new ImageException("Others write it.");
                        }
                        super.awaitReferrers();
                    }
                });
    }

    private List<Recorded> records(Path file) throws IOException {
        try (ImageArchive archive = ImageArchive.open(file);
                Registry registry = Registries.open(dev.registries().get(0), Accesses.anonymous())) {
            Ledger ledger = new Ledger(registry.repository(archive.identity().repository()), 2);
            Digest image = archive.image().top().digest();
            return Ledger.records(ledger.findings(image, List.of()), image);
        }
    }

    private static Digest digest(Path file) throws IOException {
        try (ImageArchive archive = ImageArchive.open(file)) {
            return archive.image().top().digest();
        }
    }
}
