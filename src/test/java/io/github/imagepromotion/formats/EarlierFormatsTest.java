package io.github.imagepromotion.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What earlier versions wrote is read, verified and promoted, with the operator's word on environments and keys. {@code
 * bin/lib/write-formats} wrote it, {@code bin/lib/try-formats} does the same with Maven and a released plugin.
 */
class EarlierFormatsTest {
    private static final Path ALL = Path.of("src/test/resources/formats");

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
            assertThat(written.record().digest())
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

        assertThat(written.tagged("prod", Tag.of(written.record().buildId().value())))
                .contains(written.record().digest());
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
}
