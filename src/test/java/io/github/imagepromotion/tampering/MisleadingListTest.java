package io.github.imagepromotion.tampering;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.status.BuildDecisions;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.testing.FallbackList;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * docker-registry 2.8, which leaves the lists of documents to its clients: whoever may push writes into them what he likes.
 * What a document is, its manifest and content say.
 */
@TestInstance(Lifecycle.PER_CLASS)
@NeedsTools
class MisleadingListTest {
    private final Path directory;
    private Scene scene;

    MisleadingListTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    void promoteEverywhere() throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        scene = new Scene(DockerVault.start(directory.resolve("kept")), own, SignatureForm.BUNDLE);
    }

    @AfterAll
    void stop() {
        scene.close();
    }

    @BeforeEach
    void restore() throws IOException {
        scene.vault.restore();
    }

    @ParameterizedTest
    @EnumSource
    void rejectionWhenTheListDoesNotCallItOneStopsTheImage(FallbackList list) throws IOException {
        reject("test");
        mislead(list, "test");

        assertThat(scene.gate().orElseThrow()).contains("was rejected at", "'leaks memory'");
        assertThat(scene.verify("test"))
                .singleElement()
                .asString()
                .startsWith("decisions ")
                .contains("the image was rejected at", "'leaks memory'");
        assertThat(scene.status("test").flags()).extracting(Flag::kind).containsExactly(Flag.Kind.REJECTED);
    }

    /** Records and signatures count as before, too: nothing is lost by what a list does not say. */
    @ParameterizedTest
    @EnumSource
    void recordsAndSignaturesWhenTheListDoesNotCallThemThatCount(FallbackList list) throws IOException {
        for (String environment : List.of("dev", "test", "prod")) {
            mislead(list, environment);
        }

        assertThat(scene.gate()).isEmpty();
        assertThat(scene.verify("dev")).isEmpty();
        assertThat(scene.verify("test")).isEmpty();
        assertThat(scene.verify("prod", scene.archive("41"))).isEmpty();
        assertThat(scene.status("test").flags()).isEmpty();
        assertThat(scene.status("test").promotions()).hasSize(4);
    }

    /** A record that did not name the one before would let that one be taken away. */
    @ParameterizedTest
    @EnumSource
    void promoteWhenTheListDoesNotCallRecordsThatFollowsThemAll(FallbackList list) throws IOException {
        mislead(list, "test");

        scene.promote("41", "test");

        List<Recorded> records = records("test", scene.older.digest());
        assertThat(records).hasSize(3);
        assertThat(records.get(2).record().follows())
                .containsExactlyInAnyOrder(records.get(0).id(), records.get(1).id());
    }

    @Test
    void promoteWhenSomethingElseStandsForTheListIsRefused() throws IOException {
        reject("test");
        TestImage other = TestImages.single(7, 50);
        try (Attack attack = new Attack(scene, new Random(1))) {
            attack.tag(DocumentTags.fallback(scene.newer.digest()), other);
        }

        assertThat(scene.gate().orElseThrow()).contains("is not a list", "Find out who set that tag");
        assertThat(scene.verify("test")).singleElement().asString().contains("is not a list");
        assertThat(scene.status("test").flags())
                .extracting(Flag::kind, Flag::text)
                .anyMatch(flag -> flag.toList().get(0) == Flag.Kind.UNREADABLE
                        && flag.toList().get(1).toString().contains("is not a list"));
    }

    /** It may have been a rejection: nobody can tell any more. */
    @ParameterizedTest
    @EnumSource
    void rejectionWhenItIsListedButGoneStopsTheImage(FallbackList list) throws IOException {
        Digest rejection = reject("test");
        mislead(list, "test");
        scene.vault.delete(scene.repository("test"), rejection);

        assertThat(scene.gate().orElseThrow())
                .contains(
                        "Whether 'acme/shop:42' was rejected is not known: document " + rejection,
                        "may be a decision, but it is listed, but not there");
        assertThat(scene.verify("test")).anyMatch(line -> line.startsWith("decisions rejected: document " + rejection));
        assertThat(scene.status("test").decisions())
                .flatExtracting(BuildDecisions::doubts)
                .anyMatch(doubt -> doubt.contains("may be a decision"));
    }

    private void mislead(FallbackList list, String environment) throws IOException {
        try (Registry registry = scene.open(environment)) {
            Repository repository = registry.repository(scene.repository(environment));
            for (Build build : List.of(scene.older, scene.newer)) {
                for (Descriptor subject : BuildDocuments.subjects(build.image().image())) {
                    if (!repository.referrers(subject.digest()).isEmpty()) {
                        list.write(repository, subject.digest());
                    }
                }
            }
        }
    }

    private Digest reject(String environment) throws IOException {
        Decision rejection = new Decision(
                Kind.REJECT,
                Optional.empty(),
                scene.newer.digest(),
                scene.newer.identity().buildId(),
                scene.newer.identity().coordinates(),
                Optional.empty(),
                "leaks memory",
                new Actor(Optional.of("ada"), Optional.empty(), Optional.empty()),
                Instant.parse("2026-11-26T12:00:00Z"),
                Optional.empty(),
                "1.0",
                Optional.empty());
        Document document = new Attester(Optional.of(Build.OWN), SignatureForm.BUNDLE)
                .statement(
                        rejection.statement(), scene.newer.image().image().top().plain());
        try (Registry registry = scene.open(environment)) {
            new Ledger(registry.repository(scene.repository(environment)), 2).append(List.of(document));
        }
        return document.digest();
    }

    private List<Recorded> records(String environment, Digest image) throws IOException {
        try (Registry registry = scene.open(environment)) {
            Ledger ledger = new Ledger(registry.repository(scene.repository(environment)), 2);
            return Ledger.records(ledger.findings(image, List.of()), image);
        }
    }
}
