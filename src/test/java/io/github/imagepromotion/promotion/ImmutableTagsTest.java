package io.github.imagepromotion.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.Quirk;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A registry in which tags are immutable but for some, and that may have no referrers API: what could not be ended is not
 * begun. It is signed with a key, so that there is a list before the first tag.
 */
@Timeout(120)
class ImmutableTagsTest {
    private static final String EVERYTHING = "'promotion-lock', 'sha256-*' and the moving tags";

    @TempDir
    private Path directory;

    private Attester attester = new Attester(Optional.of(TestKeys.next()), SignatureForm.BUNDLE);

    /** What each product says, as it is reported; the words differ, and so do the statuses. */
    @ParameterizedTest
    @CsvSource({
        "400, TAG_INVALID, The image tag already exists and cannot be overwritten because the tag is immutable",
        "403, DENIED, not allowed to redeploy",
        "403, DENIED, tag is protected",
        "409, CONFLICT, tag already exists",
        "412, PRECONDITION, configured as immutable"
    })
    void promoteWhenAllTagsAreImmutableTagsNothingAndSaysWhatToExempt(int status, String code, String message)
            throws IOException {
        try (QuirkyRegistry server = immutable(status, code, message, "", Quirk.NO_REFERRERS_API)) {
            assertThatThrownBy(() -> promote(server, "1"))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll(EVERYTHING, "docs/registries.md", Integer.toString(status), message);
            assertThat(server.stored("acme/shop", "1")).isEmpty();
            assertThat(server.stored("acme/shop", "latest")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256-.*", "latest"})
    void promoteWhenTheLockIsImmutableTagsNothing(String exempt) throws IOException {
        try (QuirkyRegistry server = immutable(409, "CONFLICT", "immutable", exempt, Quirk.NONE)) {
            assertThatThrownBy(() -> promote(server, "1"))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("Tagged nothing", "tag 'promotion-lock'", EVERYTHING);
            assertThat(server.stored("acme/shop", "1")).isEmpty();
        }
    }

    @Test
    void promoteWhenTheListIsImmutableTagsNothing() throws IOException {
        try (QuirkyRegistry server =
                immutable(409, "CONFLICT", "immutable", "promotion-lock|latest", Quirk.NO_REFERRERS_API)) {
            assertThatThrownBy(() -> promote(server, "1"))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("lists what is attached to", "under tag 'sha256-", EVERYTHING);
            assertThat(server.stored("acme/shop", "1")).isEmpty();
            assertThat(server.stored("acme/shop", "latest")).isEmpty();
        }
    }

    /** A policy that came later, too, before an image whose documents are all there is tagged once more. */
    @ParameterizedTest
    @EnumSource(SignatureForm.class)
    void promoteWhenTheListBecameImmutableTagsNothing(SignatureForm form) throws IOException {
        attester = new Attester(attester.key(), form);
        try (QuirkyRegistry server = new QuirkyRegistry(Quirk.NO_REFERRERS_API)) {
            promote(server, "1");
            server.makeImmutable("promotion-lock|latest|stable", 409, "CONFLICT", "immutable");

            assertThatThrownBy(() -> promote(server, "1", "stable"))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContainingAll("tag 'sha256-", EVERYTHING);
            assertThat(server.stored("acme/shop", "stable")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "promotion-lock|latest|stable; NONE; BUNDLE",
                "promotion-lock|latest|stable|sha256-.*; NO_REFERRERS_API; BUNDLE",
                "promotion-lock|latest|stable|sha256-.*; NO_REFERRERS_API; LEGACY"
            })
    void promoteWhenWhatChangesIsExemptPromotesAndRecordsEach(String exempt, Quirk quirk, SignatureForm form)
            throws IOException {
        attester = new Attester(attester.key(), form);
        try (QuirkyRegistry server = immutable(412, "PRECONDITION", "immutable", exempt, quirk)) {
            for (String tag : List.of("latest", "stable")) {
                for (String build : List.of("1", "2")) {
                    PromotionResult result = promote(server, build, tag);

                    assertThat(result.outcome()).isEqualTo(Outcome.PROMOTED);
                    assertThat(result.images().get(0).record()).isPresent();
                }
            }
        }
    }

    private static QuirkyRegistry immutable(int status, String code, String message, String exempt, Quirk quirk) {
        QuirkyRegistry server = new QuirkyRegistry(quirk);
        server.makeImmutable(exempt, status, code, message);
        return server;
    }

    private PromotionResult promote(QuirkyRegistry server, String build) throws IOException {
        return promote(server, build, "latest");
    }

    /** To the environment of that moving tag; all are in one repository. */
    private PromotionResult promote(QuirkyRegistry server, String build, String tag) throws IOException {
        Environment dev = TestEnvironments.of(
                "of-" + tag,
                List.of(RegistryAddress.of("http://" + server.authority())),
                List.of(Tag.of(tag)),
                List.of());
        RecordSettings records = PromotionFixture.records(attester, directory.resolve("state"));
        Path file = Archives.write(
                directory.resolve(build + ".tar"),
                TestImages.single(Integer.parseInt(build), 400),
                Archives.identity("shop", build));
        try (ImageArchive archive = ImageArchive.open(file)) {
            return PromotionFixture.of(new Candidate(archive, "a test", new Environments(List.of(dev))))
                    .to("of-" + tag)
                    .recorded(records)
                    .promote()
                    .get(0);
        }
    }
}
