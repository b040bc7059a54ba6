package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Recorded;
import io.github.imagepromotion.ledger.SignatureForm;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.promotion.gate.Pause;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DelegatingRegistry;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordKeeperTest {
    private static final Tag LATEST = Tag.of("latest");

    @TempDir
    private Path directory;

    private final AtomicBoolean refusing = new AtomicBoolean();
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
        assertThat(record.plugin()).isEqualTo("1.2.3");
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
        assertThat(records(archive).get(0).record().tags()).contains(new TagChange(LATEST, Optional.empty()));
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
        return new Environment(
                        "dev", List.of(address), Optional.empty(), List.of(LATEST), false, false, List.of(), List.of())
                .withTrust(trust);
    }

    private Path archive(long seed, String build) throws IOException {
        return Archives.write(
                directory.resolve(build + ".tar"), TestImages.single(seed, 400, 90), Archives.identity("shop", build));
    }

    private PromotionResult promote(Path file, boolean repair) throws IOException {
        RecordSettings records = new RecordSettings(
                attester,
                new Actor(Optional.of("ada"), Optional.empty(), Optional.empty()),
                "1.2.3",
                directory.resolve("state"));
        try (ImageArchive archive = ImageArchive.open(file)) {
            Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(dev)));
            return new Promoter((environment, address) -> connect(address), new PromoterTest.Quiet(), Clock.systemUTC())
                    .promote(new PromotionRequest(
                            List.of(candidate),
                            List.of("dev"),
                            false,
                            RetryBudget.unlimited(),
                            4,
                            gates,
                            repair,
                            Optional.of(records)))
                    .get(0);
        }
    }

    private Registry connect(RegistryAddress address) {
        return new DelegatingRegistry(
                Registries.open(address, Accesses.anonymous()), real -> new DelegatingRegistry.Delegate(real) {
                    @Override
                    public void attach(List<Document> documents) throws IOException {
                        if (refusing.get()) {
                            throw new ImageException("The registry refuses.");
                        }
                        super.attach(documents);
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
