package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.plugin.config.EnvironmentParameter;
import io.github.imagepromotion.plugin.config.EnvironmentsFile;
import io.github.imagepromotion.plugin.config.FreezeParameter;
import io.github.imagepromotion.plugin.config.HostileElements;
import io.github.imagepromotion.plugin.config.ScanParameter;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken of a build record: all of it where a named key signed it, else what may be anyone's word. */
class RecordEnvironmentsTest {
    private static final SigningKey KEY = TestKeys.next();
    private static final List<VerificationKey> NAMED = List.of(KEY.publicKey());
    private static final Predicate<RegistryAddress> ALL = address -> true;
    private static final Predicate<RegistryAddress> NONE = address -> false;
    private static final String GATES = "<after>dev</after><soak>PT1H</soak><only>releases</only>"
            + "<branches>main</branches><movingTags>latest</movingTags><wait>PT1M</wait>"
            + "<freezes><freeze><cron>0 18 * * FRI</cron><duration>PT1H</duration><zone>UTC</zone></freeze></freezes>"
            + "<scans><scan><type>trivy</type></scan></scans><requireDocuments>sbom</requireDocuments>"
            + "<allowOverride>true</allowOverride><continuousDelivery>true</continuousDelivery>"
            + "<releaseRepository>team/releases</releaseRepository>";

    @TempDir
    private Path directory;

    private final Told log = new Told();

    static Stream<Arguments> refused() {
        return HostileElements.REFUSED.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(xml -> Arguments.of(entry.getKey(), xml)));
    }

    /** Whoever adds an element decides here what an unsigned record's is worth; forgotten, it is refused. */
    @Test
    void everyElementOfAnEnvironmentIsTakenOrRefused() {
        Set<String> decided = new TreeSet<>(HostileElements.TAKEN);
        decided.addAll(HostileElements.REFUSED.keySet());
        decided.addAll(HostileElements.LOGINS);

        assertThat(HostileElements.elementsOf(EnvironmentParameter.class)).isEqualTo(decided);
        assertThat(HostileElements.elementsOf(FreezeParameter.class))
                .as("elements of a gate that is taken, which reach nothing")
                .containsExactlyInAnyOrder("from", "to", "cron", "duration", "zone", "reason");
        assertThat(HostileElements.elementsOf(ScanParameter.class))
                .as("elements of a gate that is taken, which reach nothing")
                .containsExactlyInAnyOrder("type", "maxAge", "maxSeverity", "exceptions");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void ofWhenUnsignedRefusesAndNamesWhatIsNotItsToSay(String element, String xml) throws IOException {
        BuildRecord record = record(xml);

        assertThatThrownBy(() -> of(record, List.of(), ALL, "prod"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'prod'", "<" + element + ">", "it is not signed", "-Dimage.trustedKeys=FILE");
        assertThatThrownBy(() -> of(record, List.of(), ALL, "dev"))
                .as("although another environment is used")
                .hasMessageContaining("<" + element + ">");
        assertThatThrownBy(() -> of(record.signed(TestKeys.next()), NAMED, ALL, "prod"))
                .as("signed by anyone")
                .hasMessageContainingAll("<" + element + ">", "no trusted key signed it");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void ofWhenSignedByANamedKeyTakesEverything(String element, String xml) throws IOException {
        BuildRecord record = record(xml);

        Environments taken = of(record.signed(KEY), NAMED, NONE, "prod");

        assertThat(taken).isEqualTo(new Environments(record.environments(), EnvironmentSource.SIGNED));
    }

    @Test
    void ofWhenUnsignedTakesIdsOrderTagsRegistriesAndGatesThatAskNobody() throws IOException {
        BuildRecord record = record(GATES);

        Environments taken = of(record, List.of(), ALL, "dev", "prod");

        assertThat(taken).isEqualTo(new Environments(record.environments(), EnvironmentSource.UNSIGNED));
        assertThat(log.warnings)
                .singleElement()
                .asString()
                .contains("nobody vouches for", "gates may be missing in it", "-Dimage.trustedKeys");
    }

    /** A signature that no key is named for proves nothing, whoever made it. */
    @Test
    void ofWhenSignedAndNoKeyIsNamedIsUnsigned() throws IOException {
        Environments taken = of(record("").signed(KEY), List.of(), ALL, "prod");

        assertThat(taken.source()).isEqualTo(EnvironmentSource.UNSIGNED);
        assertThat(log.warnings).singleElement().asString().contains("it is signed, and no key is named");
    }

    @Test
    void ofWhenARegistryIsNotTheOperatorsPrintsTheProperty() throws IOException {
        assertThatThrownBy(() -> of(
                        record("<registries>eu.example/acme,http://us.example</registries>"), List.of(), NONE, "prod"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'eu.example/acme'", "settings.xml")
                .hasMessageContaining(" -Dimage.allowRegistries=prod.example,eu.example,http://us.example ");
    }

    /** What is neither used nor right before it is not there to be reached. */
    @Test
    void ofWhenUnsignedKeepsWhatIsUsedAndWhatComesBefore() throws IOException {
        BuildRecord record = record("<after>test</after>", "test", "<after>dev</after><soak>PT1H</soak>");

        Environments taken =
                of(record, List.of(), address -> !address.toString().equals("dev.example"), "prod");

        assertThat(taken.list()).extracting(Environment::id).containsExactly("test", "prod");
        assertThat(taken.find("test").orElseThrow().after()).isEmpty();
        assertThatThrownBy(() ->
                        of(record, List.of(), address -> !address.toString().equals("dev.example"), "test"))
                .hasMessageContaining(" -Dimage.allowRegistries=dev.example ");
    }

    /** The login that the command line chose would go wherever the record says. */
    @Test
    void ofWhenALoginIsBoundToNoHostRefusesIt() throws IOException {
        RecordEnvironments environments = new RecordEnvironments(List.of(), ALL, Optional.of("prod-login"), log);
        BuildRecord record = record("");

        assertThatThrownBy(() -> environments.of(record, "'" + directory + "'", all -> List.of("prod")))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("-Dimage.serverId", "<configuration><hosts>");
    }

    @Test
    void ofWhenTheEnvironmentIsUnknownListsTheKnown() throws IOException {
        assertThatThrownBy(() -> of(record(""), List.of(), ALL, "staging"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'staging'", "dev, prod");
    }

    private Environments of(
            BuildRecord record, List<VerificationKey> keys, Predicate<RegistryAddress> known, String... used) {
        return new RecordEnvironments(keys, known, Optional.empty(), log)
                .of(record, "'" + directory.resolve("shop-image.json") + "'", all -> all.select(List.of(used)).stream()
                        .map(Environment::id)
                        .toList());
    }

    private BuildRecord record(String prod) throws IOException {
        return record(prod, "", "");
    }

    private BuildRecord record(String prod, String between, String elements) throws IOException {
        Path file = Files.writeString(
                directory.resolve("environments.xml"),
                "<environments>" + environment("dev", "") + (between.isEmpty() ? "" : environment(between, elements))
                        + environment("prod", prod) + "</environments>");
        Environments environments = new EnvironmentsFile(file.toFile()).read();
        return record(environments);
    }

    private static String environment(String id, String elements) {
        String xml = elements.replace("CANARY/", "https://evil.example/")
                .replace("CANARY<", "https://evil.example<")
                .replace("https://evil.example/slack", "env:CANARY_URL")
                .replace("KEY<", KEY.publicKey().pem() + "<")
                .replace("CANARY_" + KEY.publicKey().pem(), "CANARY_KEY");
        return "<environment><id>" + id + "</id><registry>" + id + ".example</registry>" + xml + "</environment>";
    }

    static BuildRecord record(Environments environments) {
        return Records.of(
                Archives.identity("shop", "42"),
                Descriptor.of(MediaType.OCI_MANIFEST, new byte[] {1}),
                environments.list());
    }

    private static final class Told extends SystemStreamLog {
        private final List<String> warnings = new java.util.ArrayList<>();

        @Override
        public void warn(CharSequence content) {
            warnings.add(content.toString());
        }
    }
}
