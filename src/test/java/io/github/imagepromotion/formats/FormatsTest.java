package io.github.imagepromotion.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.signing.InTotoStatement;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is written is as the schemas in {@code docs/schemas} have it. What earlier versions wrote is read, verified and promoted, with the operator's word on environments and keys. {@code
 * bin/lib/write-formats} wrote it, {@code bin/lib/try-formats} does the same with Maven and a released plugin.
 */
class FormatsTest {
    private static final Path ALL = Path.of("src/test/resources/formats");

    @TempDir
    private Path directory;

    static List<Path> versions() throws IOException {
        try (Stream<Path> versions = Files.list(ALL)) {
            return versions.filter(Files::isDirectory).sorted().toList();
        }
    }

    static Stream<Written> written() throws IOException {
        return versions().stream()
                .flatMap(version -> Stream.of("shop", "till").map(name -> new Written(version, name)));
    }

    @ParameterizedTest
    @MethodSource("written")
    void openWhenAnEarlierVersionWroteItIsIntactAndAsItsRecordSays(Written written) throws IOException {
        written.layOut();

        try (var archive = written.archive()) {
            archive.check(2);
            assertThat(written.record().top().digest())
                    .isEqualTo(archive.image().top().digest());
            assertThat(written.record().identity()).isEqualTo(archive.identity());
            assertThat(archive.documents()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("written")
    void verifyWhenAnEarlierVersionPromotedHasNothingAgainstIt(Written written) throws IOException {
        written.layOut();

        assertThat(written.failures("dev")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("written")
    void promoteWhenAnEarlierVersionBuiltAndRecordedGoesOnFromThere(Written written) throws IOException {
        written.layOut();

        assertThat(written.promote("prod")).isEqualTo(Outcome.PROMOTED);

        assertThat(written.tagged(
                        "prod", Tag.of(written.record().identity().buildId().value())))
                .contains(written.record().top().digest());
        assertThat(written.failures("prod")).isEmpty();
    }

    /** The approval and the rejection that was withdrawn are counted, and not just passed over. */
    @ParameterizedTest
    @MethodSource("versions")
    void statementsWhenAnEarlierVersionWroteThemAreRead(Path version) throws IOException {
        Written till = new Written(version, "till");
        till.layOut();

        assertThat(till.decisions("prod"))
                .extracting(Decision::kind)
                .containsExactly(Decision.Kind.APPROVE, Decision.Kind.REJECT, Decision.Kind.WITHDRAW);
        assertThat(till.records("dev"))
                .extracting(
                        PromotionRecord::environment, record -> record.buildId().value())
                .containsExactly(tuple("dev", "7"));
    }

    /** What is read is judged: a byte of an earlier archive is no freer to change than one of a new one. */
    @ParameterizedTest
    @MethodSource("written")
    void openWhenAByteOfAnEarlierArchiveIsChangedRefuses(Written written) throws IOException {
        written.layOut();
        byte[] bytes = Files.readAllBytes(written.file("tar"));
        bytes[700] ^= 1;
        Files.write(written.file("tar"), bytes);

        assertThatThrownBy(() -> {
                    try (var archive = written.archive()) {
                        archive.check(1);
                    }
                })
                .isInstanceOf(ImageException.class);
    }

    @ParameterizedTest
    @MethodSource("written")
    void schemasWhenAnEarlierVersionWroteAcceptIt(Written written) throws IOException {
        written.layOut();

        Schema.of("build-record-v1").accepts(Json.object(Files.readAllBytes(written.file("json")), "record"));
        Schema.of("archive-index-v1").accepts(index(written.file("tar")));
        assertThat(written.statements("dev", PromotionRecord.PREDICATE_TYPE))
                .isNotEmpty()
                .allSatisfy(statement -> accepts("promotion-record-v1", statement));
    }

    @ParameterizedTest
    @MethodSource("written")
    void schemasWhenThisVersionWritesAcceptIt(Written written) throws IOException {
        written.layOut();
        written.promote("prod");
        Path archive = directory.resolve("again.tar");
        try (var read = written.archive()) {
            new ArchiveWriter(read.image(), read.identity(), read).write(archive);
        }
        written.record().write(directory.resolve("again.json"));

        Schema.of("build-record-v1")
                .accepts(Json.object(Files.readAllBytes(directory.resolve("again.json")), "record"));
        Schema.of("archive-index-v1").accepts(index(archive));
        assertThat(written.statements("prod", PromotionRecord.PREDICATE_TYPE))
                .isNotEmpty()
                .allSatisfy(statement -> accepts("promotion-record-v1", statement));
        Schema.of("lock-v1").accepts(written.lock("prod"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void schemasWhenDecisionsWereWrittenAcceptThem(Path version) throws IOException {
        Written till = new Written(version, "till");
        till.layOut();

        assertThat(till.statements("prod", Decision.PREDICATE_TYPE))
                .hasSize(3)
                .allSatisfy(statement -> accepts("decision-v1", statement));
    }

    /** A schema that takes anything would say nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "archive-index-v1",
                "build-record-v1",
                "decision-v1",
                "deployment-record-v1",
                "lock-v1",
                "promotion-record-v1",
                "release-lock-v1"
            })
    void schemasWhenADocumentIsEmptyRefuseIt(String name) throws IOException {
        assertThat(Schema.of(name).errors(new JsonObject())).isNotEmpty();
    }

    @Test
    void archiveSchemaWhenTheArchiveIsOfANewerVersionRefuses() throws IOException {
        Written shop = new Written(versions().get(0), "shop");
        shop.layOut();
        JsonObject index = index(shop.file("tar"));
        JsonObject annotations =
                index.getAsJsonArray("manifests").get(0).getAsJsonObject().getAsJsonObject("annotations");
        annotations.addProperty("io.github.imagepromotion.archive-version", "2");

        assertThat(Schema.of("archive-index-v1").errors(index)).isNotEmpty();
    }

    private static void accepts(String schema, InTotoStatement statement) {
        try {
            Schema.of(schema).accepts((JsonElement) statement.predicate());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonObject index(Path archive) throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        try (FileChannel channel = FileChannel.open(archive)) {
            TarEntry index = TarReader.read(channel).stream()
                    .filter(entry -> entry.name().equals("index.json"))
                    .findFirst()
                    .orElseThrow();
            int from = (int) index.offset();
            return Json.object(Arrays.copyOfRange(bytes, from, from + (int) index.size()), "index.json");
        }
    }
}
