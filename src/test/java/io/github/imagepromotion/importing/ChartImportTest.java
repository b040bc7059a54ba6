package io.github.imagepromotion.importing;

import static io.github.imagepromotion.importing.TarMaker.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.ChartCheck;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packaged Helm charts become what helm push makes of them; {@code src/test/resources/charts} has what that was. */
class ChartImportTest {
    private static final Path CHARTS = Path.of("src/test/resources/charts");
    private static final String PLAIN = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"shop", "legacy", "num"})
    void importWhenHelmPackagedTheChartMakesWhatHelmPushMakes(String name) throws IOException {
        ImportFixture fixture = new ImportFixture(
                directory, "helm:" + CHARTS.resolve(name + ".tgz").toAbsolutePath());

        try (ImageArchive archive = fixture.archived()) {
            ImageManifest manifest = archive.image().imageManifests().get(0);
            assertThat(new String(archive.read(manifest.config(), 100_000), UTF_8))
                    .isEqualTo(Files.readString(CHARTS.resolve(name + ".config.json")));
            assertThat(new String(manifest.bytes(), UTF_8))
                    .isEqualTo(Files.readString(CHARTS.resolve(name + ".manifest.json")));
            assertThat(archive.image().artifactType()).contains("application/vnd.cncf.helm.config.v1+json");
            assertThat(fixture.progress)
                    .containsExactly("'" + fixture.source + "' is an artifact of type"
                            + " 'application/vnd.cncf.helm.config.v1+json' and no image: it has no platforms, and is"
                            + " taken as it is");
        }
    }

    @Test
    void checkWhenTheSetHasAnotherBuildThanTheChartNamesRefusesIt() throws IOException {
        Environment prod = TestEnvironments.of(
                "prod", List.of(RegistryAddress.of("prod.example/team")), List.of(Tag.of("stable")), List.of());
        Environments environments = new Environments(List.of(prod));
        Path named =
                Archives.write(directory.resolve("42.tar"), TestImages.single(1, 100), Archives.identity("shop", "42"));
        Path other =
                Archives.write(directory.resolve("41.tar"), TestImages.single(1, 100), Archives.identity("shop", "41"));
        ImportFixture fixture = new ImportFixture(
                directory, "helm:" + CHARTS.resolve("shop.tgz").toAbsolutePath());

        try (ImageArchive chart = fixture.archived();
                ImageArchive shop = ImageArchive.open(named);
                ImageArchive old = ImageArchive.open(other)) {
            Candidate candidate = new Candidate(chart, "a test", environments);
            ChartCheck.check(List.of(new Candidate(shop, "a test", environments), candidate), List.of("prod"));
            assertThatThrownBy(() -> ChartCheck.check(
                            List.of(new Candidate(old, "a test", environments), candidate), List.of("prod")))
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith("Refused the set for 'prod': ")
                    .hasMessageContaining("'acme/shop:42' (image); it has acme/shop:41");
        }
    }

    @Test
    void importWhenTheProvenanceFileIsOfAnotherPackageIsRefused() throws IOException {
        Files.copy(CHARTS.resolve("legacy.tgz"), directory.resolve("shop.tgz"));
        Files.copy(CHARTS.resolve("shop.tgz.prov"), directory.resolve("shop.tgz.prov"));

        refuses("shop.tgz", "'shop.tgz.prov' is of another package");
    }

    @Test
    void importWhenTheFileIsMissingIsRefused() throws IOException {
        refuses("nowhere.tgz", "There is no file");
        Files.createDirectory(directory.resolve("shop"));
        refuses("shop", "is a directory, and not the package that 'helm package' makes of it");
        assertThatThrownBy(() -> new ImportFixture(directory, "helm:shop.tgz:1.0").take())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("a file holds one chart");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop/values.yaml|has no 'Chart.yaml'",
                "Chart.yaml|not in the chart's directory",
                "/shop/Chart.yaml|not in the chart's directory",
                "../shop/Chart.yaml|not in the chart's directory",
                "shop/../Chart.yaml|not in the chart's directory",
                "shop//Chart.yaml|not in the chart's directory",
                "shop/C:/Chart.yaml|not in the chart's directory",
                "shop/x\\Chart.yaml|not in the chart's directory",
                "shop/x/Chart.yaml|has no 'Chart.yaml'"
            })
    void importWhenChartYamlIsElsewhereIsRefused(String name, String why) throws IOException {
        Files.write(
                directory.resolve("shop.tgz"),
                gzip(new TarMaker().file(name, PLAIN).bytes()));

        refuses("shop.tgz", why);
    }

    @Test
    void importWhenTheChartComesFromWindowsIsTaken() throws IOException {
        Files.write(
                directory.resolve("shop.tgz"),
                gzip(new TarMaker().file("shop\\Chart.yaml", PLAIN).bytes()));

        try (ImageArchive archive = new ImportFixture(directory, "helm:shop.tgz").archived()) {
            assertThat(archive.image().top().annotations()).isNotNull();
        }
    }

    @Test
    void importWhenChartYamlStandsTwiceIsRefused() throws IOException {
        for (String other : new String[] {"shop/Chart.yaml", "other/Chart.yaml", "shop/./Chart.yaml"}) {
            Files.write(
                    directory.resolve("shop.tgz"),
                    gzip(new TarMaker()
                            .file("shop/Chart.yaml", PLAIN)
                            .file(other, PLAIN.replace("1.0.0", "2.0.0"))
                            .bytes()));
            refuses("shop.tgz", "'Chart.yaml' twice");
        }
    }

    @Test
    void importWhenChartYamlIsALinkIsRefused() throws IOException {
        Files.write(
                directory.resolve("shop.tgz"),
                gzip(new TarMaker().link("shop/Chart.yaml", "/etc/passwd", true).bytes()));

        refuses("shop.tgz", "is not a regular file");
    }

    @Test
    void importWhenTheChartIsNoneIsRefused() throws IOException {
        Files.writeString(directory.resolve("shop.tgz"), PLAIN);
        refuses("shop.tgz", "not compressed with gzip");
        Files.write(directory.resolve("shop.tgz"), gzip(PLAIN.getBytes(UTF_8)));
        refuses("shop.tgz", "is no packaged chart");
        byte[] whole = Files.readAllBytes(CHARTS.resolve("shop.tgz"));
        Files.write(directory.resolve("shop.tgz"), java.util.Arrays.copyOf(whole, whole.length / 2));
        refuses("shop.tgz", "is no packaged chart");
    }

    @Test
    void importWhenTheChartExpandsWithoutEndIsRefused() throws IOException {
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("shop.tgz")))) {
            byte[] head = new TarMaker().file("shop/Chart.yaml", PLAIN).bytes();
            out.write(head, 0, 1024);
            for (int i = 0; i < 200; i++) {
                out.write(
                        new TarMaker()
                                .file("shop/templates/" + i, new byte[1024 * 1024])
                                .bytes(),
                        0,
                        1024 * 1024 + 512);
            }
        }
        refuses("shop.tgz", "expands to more than");
        Files.write(
                directory.resolve("shop.tgz"),
                gzip(new TarMaker()
                        .file("shop/Chart.yaml", new byte[6 * 1024 * 1024])
                        .bytes()));
        refuses("shop.tgz", "is too large");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2]|it is no map",
                "name: [shop|it is not readable YAML",
                "name: shop\\nname: evil\\nversion: 1.0.0|'name' twice",
                "Name: evil\\nname: shop\\nversion: 1.0.0|differs from a name that Helm knows by case only",
                "name: shop\\n---\\nname: evil|it holds 2 documents",
                "version: 1.0.0|no 'name'",
                "name: a/b\\nversion: 1.0.0|no 'name' that a chart can have",
                "name: ..\\nversion: 1.0.0|no 'name' that a chart can have",
                "name: {a: b}\\nversion: 1.0.0|it is no text",
                "name: shop|no semantic version",
                "name: shop\\nversion: latest|no semantic version",
                "name: shop\\nversion: 1.0.0\\ntype: image|neither application nor library",
                "name: shop\\nversion: 1.0.0\\nsources: x|it is not a list",
                "name: shop\\nversion: 1.0.0\\nmaintainers: [x]|lists what is no map",
                "name: shop\\nversion: 1.0.0\\ndeprecated: perhaps|neither true nor false",
                "? [a]\\n: b|a key of a map in it is no text",
                "a: *b|an alias in it names nothing",
                "a: &a [*a]|an alias in it names nothing",
                "<<: 1|names no map"
            })
    void importWhenChartYamlIsNotWhatHelmTakesIsRefused(String yaml, String why) throws IOException {
        chart(yaml.replace("\\n", "\n"));

        refuses("shop.tgz", why);
    }

    @Test
    void importWhenAliasesMultiplyIsRefused() throws IOException {
        StringBuilder bomb = new StringBuilder(PLAIN + "a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]\n");
        }
        chart(bomb + "dependencies: [{name: a, repository: b, import-values: *a59}]\n");
        refuses("shop.tgz", "more than 10000 values");

        StringBuilder merged = new StringBuilder(PLAIN + "m: &m {");
        for (int i = 0; i < 1000; i++) {
            merged.append("k").append(i).append(": 1, ");
        }
        merged.append("}\nlist:\n");
        merged.append("- {<<: *m}\n".repeat(10_000));
        chart(merged.toString());
        refuses("shop.tgz", "more than 200000 values");

        chart(PLAIN + "a: " + "[".repeat(100_000));
        refuses("shop.tgz", "nested more than 100 levels deep");
    }

    /** Whatever stands there, it is taken or refused with one sentence. */
    @Test
    void importWhenChartYamlIsDamagedAtRandomEndsWithOneSentence() throws IOException {
        byte[] whole = Files.readAllBytes(CHARTS.resolve("shop.yaml"));
        Random random = new Random(20);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 1 + i % 5; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Files.write(
                    directory.resolve("shop.tgz"),
                    gzip(new TarMaker().file("shop/Chart.yaml", damaged).bytes()));
            try (ImportedImage taken = new ImportFixture(directory, "helm:shop.tgz").take()) {
                assertThat(taken.image().imageManifests()).hasSize(1);
            } catch (ImageException e) {
                assertThat(e).hasMessageStartingWith("Cannot import 'helm:");
            }
        }
    }

    private void chart(String yaml) throws IOException {
        Files.write(
                directory.resolve("shop.tgz"),
                gzip(new TarMaker().file("shop/Chart.yaml", yaml).bytes()));
    }

    private void refuses(String file, String why) {
        assertThatThrownBy(() -> new ImportFixture(directory, "helm:" + file).take())
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("Cannot import 'helm:" + directory.resolve(file))
                .hasMessageContaining(why);
    }
}
