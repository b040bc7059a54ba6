package io.github.imagepromotion.status;

import static io.github.imagepromotion.testing.ReleasePipeline.NAME;
import static io.github.imagepromotion.testing.ReleasePipeline.lock;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.status.ReleaseStatus.EnvironmentRelease;
import io.github.imagepromotion.status.ReleaseStatus.Member;
import io.github.imagepromotion.status.ReleaseStatus.State;
import io.github.imagepromotion.testing.ReleasePipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which release each environment runs, and which members were moved away from it. */
class ReleaseStatusTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");
    private static final ReleaseLock FIRST = lock("2026.11", "98", "acme/billing:7", "acme/shop:42");
    private static final ReleaseLock SECOND = lock("2026.12", "99", "acme/billing:7", "acme/shop:43");

    private final ReleasePipeline pipeline = new ReleasePipeline();

    @TempDir
    private Path cache;

    @AfterEach
    void stop() throws IOException {
        pipeline.close();
    }

    @Test
    void readWhenEnvironmentsRunReleasesSaysWhichAndThatTheirMembersAreTheSame() throws IOException {
        environments();
        pipeline.releaseAll("dev", FIRST, MONDAY);
        ReleaseArtifact newest = pipeline.releaseAll("dev", SECOND, TUESDAY);
        pipeline.releaseAll("prod", FIRST, TUESDAY);

        ReleaseStatus release = release("acme/billing", "acme/shop");

        assertThat(release.name()).isEqualTo(NAME);
        assertThat(of(release, "dev")).satisfies(dev -> {
            assertThat(dev.release().orElseThrow().coordinates()).isEqualTo(Coordinates.of(NAME + ":2026.12"));
            assertThat(dev.release().orElseThrow().buildId()).hasToString("99");
            assertThat(dev.release().orElseThrow().digest()).isEqualTo(newest.digest());
            assertThat(dev.members()).extracting(Member::state).containsExactly(State.SAME, State.SAME);
            assertThat(dev.holding().promotions()).hasSize(2);
            assertThat(dev.holding().flags()).isEmpty();
        });
        assertThat(of(release, "test")).satisfies(test -> {
            assertThat(test.release()).isEmpty();
            assertThat(test.holding().reached()).isTrue();
        });
        assertThat(of(release, "prod")).satisfies(prod -> {
            assertThat(prod.release().orElseThrow().coordinates().version()).isEqualTo("2026.11");
            assertThat(prod.in(State.SAME)).hasSize(2);
            assertThat(prod.hasProblem()).isFalse();
            assertThat(prod.holding().current().orElseThrow().promotion().orElseThrow())
                    .satisfies(since -> assertThat(since.at()).isEqualTo(TUESDAY))
                    .satisfies(since -> assertThat(since.by()).contains("ada"));
        });
    }

    @Test
    void readWhenTheEnvironmentBeforeWasRolledBackIsNotBehindIt() throws IOException {
        environments();
        for (Instant at : List.of(MONDAY, TUESDAY)) {
            pipeline.releaseAll("test", at.equals(MONDAY) ? FIRST : SECOND, at);
        }
        pipeline.releaseAll("prod", SECOND, TUESDAY);
        pipeline.releaseAll("test", FIRST, TUESDAY.plusSeconds(60));

        Pipeline read = read(List.of(Coordinates.of(NAME + ":1")), "acme/billing", "acme/shop");

        assertThat(of(read.releases().get(0), "prod").holding().lag()).isEmpty();
        assertThat(holding(read, "acme/shop", "prod").lag()).isEmpty();
        assertThat(holding(read, "acme/billing", "prod").lag().orElseThrow().builds())
                .isZero();
        pipeline.releaseAll("test", SECOND, TUESDAY.plusSeconds(120));
        pipeline.releaseAll("prod", FIRST, TUESDAY.plusSeconds(120));
        assertThat(of(release("acme/shop"), "prod")
                        .holding()
                        .lag()
                        .orElseThrow()
                        .builds())
                .isEqualTo(1);
    }

    @Test
    void readWhenAMemberWasMovedAwaySaysByWhichBuildWhenAndByWhom() throws IOException {
        environments();
        pipeline.releaseAll("prod", FIRST, MONDAY);
        pipeline.promote("prod", "acme/billing", "8", TUESDAY);

        Pipeline read = read(List.of(Coordinates.of(NAME + ":1")), "acme/billing", "acme/shop");

        EnvironmentRelease prod = of(read.releases().get(0), "prod");
        assertThat(prod.in(State.MOVED)).singleElement().satisfies(member -> {
            assertThat(member.repository()).hasToString("acme/billing");
            assertThat(member.buildId()).hasToString("7");
            assertThat(member.now().orElseThrow().name()).isEqualTo("8");
        });
        assertThat(prod.hasProblem()).isTrue();
        Holding billing = holding(read, "acme/billing", "prod");
        assertThat(billing.released().orElseThrow().same()).isFalse();
        assertThat(billing.flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.MOVED_AWAY);
            assertThat(flag.text())
                    .hasToString(
                            "moved away from release 'com.acme:november:2026.11', which has build '7', to build '8',"
                                    + " promoted at 2026-11-24T10:00:00Z by 'ada'");
        });
        assertThat(holding(read, "acme/shop", "prod").released().orElseThrow().same())
                .isTrue();
        assertThat(holding(read, "acme/shop", "prod").flags()).isEmpty();
        assertThat(json(read))
                .contains("\"state\": \"moved\"", "\"state\": \"same\"", "\"kind\": \"moved_away\"")
                .contains("\"coordinates\": \"com.acme:november:2026.11\"");
    }

    @Test
    void readWhenATagWasMovedByHandSaysWithoutARecord() throws IOException {
        environments();
        pipeline.releaseAll("prod", FIRST, MONDAY);
        pipeline.repository("prod", RepositoryName.of("acme/shop"))
                .tag(Tag.of("latest"), ReleasePipeline.image("acme/shop", "none"));

        Holding shop = holding(read(List.of(Coordinates.of(NAME + ":1")), "acme/shop"), "acme/shop", "prod");

        assertThat(shop.flags())
                .filteredOn(flag -> flag.kind() == Flag.Kind.MOVED_AWAY)
                .singleElement()
                .satisfies(flag -> assertThat(flag.text().toString())
                        .endsWith("to build '"
                                + ReleasePipeline.image("acme/shop", "none")
                                        .descriptor()
                                        .digest()
                                        .abbreviated()
                                + "'"));
    }

    /** A member that was never there, and one that nobody asked for. */
    @Test
    void readWhenAMemberIsNotThereSaysSo() throws IOException {
        environments();
        pipeline.promote("prod", "acme/billing", "7", MONDAY);
        pipeline.release("prod", FIRST, MONDAY);

        Pipeline read = read(List.of(Coordinates.of(NAME + ":1")), "acme/billing");

        assertThat(of(read.releases().get(0), "prod").in(State.MOVED))
                .singleElement()
                .satisfies(member -> assertThat(member.now()).isEmpty());
        assertThat(holding(read, "acme/shop", "prod").flags())
                .filteredOn(flag -> flag.kind() == Flag.Kind.MOVED_AWAY)
                .singleElement()
                .satisfies(flag -> assertThat(flag.text())
                        .hasToString(
                                "gone from release 'com.acme:november:2026.11', which has build '42': nothing of it"
                                        + " is here"));
    }

    @Test
    void readWhenNoTagMovesIsTheReleaseOfTheNewestRecord() throws IOException {
        pipeline.environment("prod", Optional.of("team/releases"));
        pipeline.releaseAll("prod", SECOND, MONDAY);
        pipeline.releaseAll("prod", FIRST, TUESDAY);

        EnvironmentRelease prod = of(release("acme/billing", "acme/shop"), "prod");

        assertThat(prod.release().orElseThrow().coordinates().version()).isEqualTo("2026.11");
        assertThat(prod.in(State.SAME)).hasSize(2);
        assertThat(prod.holding().repository()).hasToString("prod/team/releases");
    }

    @Test
    void readWhenWhatRunsIsNoReleaseSaysSo() throws IOException {
        environments();
        pipeline.promote("prod", "november", "42", MONDAY);

        EnvironmentRelease prod = of(release("acme/shop"), "prod");

        assertThat(prod.release()).isEmpty();
        assertThat(prod.holding().flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.UNREADABLE);
            assertThat(flag.text().toString()).contains("which is no release");
        });
    }

    @Test
    void readWhenTheLockWasDamagedBelievesNothingOfIt() throws IOException {
        environments();
        ReleaseArtifact release = pipeline.releaseAll("prod", FIRST, MONDAY);
        pipeline.server().damage("prod/november", release.image().blobs().get(1).digest());

        EnvironmentRelease prod = of(release("acme/shop"), "prod");

        assertThat(prod.release()).isEmpty();
        assertThat(prod.members()).isEmpty();
        assertThat(prod.holding().flags()).extracting(Flag::kind).containsExactly(Flag.Kind.UNREADABLE);
    }

    /** With a repository for releases, one build is enough to see whether it is that of the release. */
    @Test
    void readWhenOneBuildIsAskedForSaysWhichReleaseHasItInTwoRequests() throws IOException {
        pipeline.environment("dev", Optional.empty(), "latest");
        pipeline.environment("prod", Optional.of("releases"), "latest");
        pipeline.releaseAll("prod", FIRST, MONDAY);
        pipeline.promote("prod", "acme/shop", "44", TUESDAY);

        Pipeline read = read(List.of(), "acme/billing", "acme/shop");
        List<String> first = requests();
        read(List.of(), "acme/billing", "acme/shop");
        List<String> again = requests();

        assertThat(read.releases()).isEmpty();
        assertThat(read.images()).hasSize(2);
        assertThat(holding(read, "acme/billing", "prod").released().orElseThrow())
                .satisfies(released -> assertThat(released.same()).isTrue())
                .satisfies(released ->
                        assertThat(released.release().coordinates()).isEqualTo(Coordinates.of(NAME + ":2026.11")));
        assertThat(holding(read, "acme/shop", "prod").flags())
                .extracting(Flag::kind)
                .containsExactly(Flag.Kind.MOVED_AWAY);
        assertThat(first).filteredOn(request -> request.contains("/releases/")).hasSize(2);
        assertThat(again).filteredOn(request -> request.contains("/releases/")).hasSize(1);
        assertThat(first).noneMatch(request -> request.contains("/november/"));
    }

    @Test
    void readWhenTheRepositoryForReleasesRefusesSaysWhatIsNotKnown() throws IOException {
        pipeline.environment("prod", Optional.of("releases"), "latest");
        pipeline.promote("prod", "acme/shop", "42", MONDAY);
        pipeline.server()
                .refuse((method, path) -> path.contains("/releases/")
                        ? Optional.of(Map.entry(403, "{\"errors\":[{\"code\":\"DENIED\"}]}"))
                        : Optional.empty());

        Holding shop = holding(read(List.of(), "acme/shop"), "acme/shop", "prod");

        assertThat(shop.current().orElseThrow().name()).isEqualTo("42");
        assertThat(shop.flags()).singleElement().satisfies(flag -> {
            assertThat(flag.kind()).isEqualTo(Flag.Kind.UNREADABLE);
            assertThat(flag.text().toString()).startsWith("which release runs here is not known: ");
        });
    }

    /** What a release takes beside its images, of two environments. */
    @Test
    void readWhenAReleaseIsAskedForTakesFewRequests() throws IOException {
        environments();
        pipeline.releaseAll("prod", FIRST, MONDAY);
        read(List.of(Coordinates.of(NAME + ":1")), "acme/billing", "acme/shop");
        List<String> first = requests();
        read(List.of(Coordinates.of(NAME + ":1")), "acme/billing", "acme/shop");
        List<String> again = requests();

        // The list of tags, the moving and the fixed one; manifest and lock; the list of documents, in both forms as
        // long
        // as it is not known which the registry has; manifest and content of the record.
        assertThat(first)
                .filteredOn(request -> request.contains("prod/november/"))
                .hasSizeLessThanOrEqualTo(9);
        assertThat(again)
                .filteredOn(request -> request.contains("prod/november/"))
                .hasSizeLessThanOrEqualTo(5);
    }

    private void environments() {
        pipeline.environment("dev", Optional.empty(), "latest");
        pipeline.environment("test", Optional.empty(), "latest");
        pipeline.environment("prod", Optional.empty(), "latest");
    }

    private List<String> requests() {
        List<String> all = List.copyOf(pipeline.server().requests());
        pipeline.server().requests().clear();
        return all;
    }

    private ReleaseStatus release(String... images) throws IOException {
        return read(List.of(Coordinates.of(NAME + ":1")), images).releases().get(0);
    }

    private Pipeline read(List<Coordinates> releases, String... images) throws IOException {
        pipeline.server().requests().clear();
        return pipeline.read(cache, releases, images);
    }

    private static EnvironmentRelease of(ReleaseStatus release, String environment) {
        return release.environments().stream()
                .filter(each -> each.holding().environment().equals(environment))
                .findFirst()
                .orElseThrow();
    }

    private static Holding holding(Pipeline pipeline, String image, String environment) {
        return pipeline.images().stream()
                .filter(each -> each.repository().equals(RepositoryName.of(image)))
                .flatMap(each -> each.holdings().stream())
                .filter(each -> each.environment().equals(environment))
                .findFirst()
                .orElseThrow();
    }

    private static String json(Pipeline pipeline) {
        return new String(Json.pretty(pipeline), StandardCharsets.UTF_8);
    }
}
