package io.github.imagepromotion.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.chart.ChartImages.Member;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chart's values name, and what of it the images that it is released with are. */
class ChartImagesTest {
    private static final Digest DIGEST = Digest.sha256("shop".getBytes(UTF_8));
    private static final List<Member> SET = List.of(
            new Member(
                    "acme/shop:42",
                    Set.of("acme/shop", "prod.example:5000/team/acme/shop"),
                    Set.of("42", "1.1"),
                    Set.of(DIGEST)),
            new Member("acme/cart:42", Set.of("acme/cart"), Set.of("42"), Set.of()));
    private static final String CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: '1.1'\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: acme/shop:42",
                "image: {repository: acme/shop, tag: 42}",
                "image: {repository: acme/shop, tag: '42', pullPolicy: Always}",
                "image: {repository: acme/shop}",
                "image: {repository: acme/shop, tag: ''}",
                "image: {repository: acme/shop, tag: 1.10}",
                "image: {registry: 'prod.example:5000', repository: team/acme/shop, tag: 42}",
                "image: {name: acme/shop, tag: 42}",
                "image: prod.example:5000/team/acme/shop:42",
                "image: acme/shop@DIGEST",
                "image: acme/shop:42@DIGEST",
                "image: {repository: acme/shop, digest: DIGEST}",
                "image: {repository: acme/shop, tag: 42@DIGEST}",
                "image: {repository: 'acme/shop:42'}",
                "containers: [{image: acme/shop:42}, {sidecarImage: acme/cart:42}]",
                "images: [acme/shop:42, acme/cart:42]",
                "a: &a {tag: 42}\\nimage: {<<: *a, repository: acme/cart}",
                "global: {imageRegistry: 'prod.example:5000/team/'}\\nimage: {registry: x.example, repository: acme/shop, tag: 42}",
                "useImage: true\\nimage: ''\\nimagePullPolicy: Always",
                "chart: {repository: 'https://charts.example'}\\nsource: {repository: acme/other}",
                "image: acme/shop:42\\n---\\nother: 1",
                "''"
            })
    void refusalWhenTheSetHasAllIsEmpty(String values) throws IOException {
        assertThat(ChartImages.of(chart(values)).refusal(SET)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: acme/shop:41|'acme/shop:41' (image)",
                "image: acme/shop|'acme/shop:latest' (image)",
                "image: evil.example/acme/shop:42|'evil.example/acme/shop:42' (image)",
                "image: {repository: acme/other, tag: 42}|'acme/other:42' (image)",
                "image: {repository: acme/cart}|'acme/cart:1.1' (image)",
                "image: {registry: evil.example, repository: acme/shop, tag: 42}|'evil.example/acme/shop:42' (image)",
                "image: {repository: acme/cart, digest: DIGEST}|'acme/cart@DIGEST' (image)",
                "image: acme/shop:41@DIGEST|'acme/shop:41@DIGEST' (image)",
                "web: {image: {repository: acme/shop, tag: 41}}|'acme/shop:41' (web.image)",
                "initImage: 'busybox:1'|'busybox:1' (initImage)",
                "init: [{image: busybox}]|'busybox:latest' (init[0].image)",
                "images: [acme/shop:42, 'redis:7']|'redis:7' (images[1])",
                "common: &all ['redis:7']\\nimages: *all|'redis:7' (images[0])",
                "image: '{{ .Values.name }}'|(image)",
                "image: acme/shop:42\\n---\\nimage: acme/shop:41|'acme/shop:41' (image)"
            })
    void refusalWhenTheSetLacksOneNamesIt(String values, String named) throws IOException {
        assertThat(ChartImages.of(chart(values)).refusal(SET))
                .hasValueSatisfying(message -> assertThat(message.toString())
                        .contains("the values of the chart 'web 1.0.0' name images that are not in the set: ")
                        .contains(named.replace("DIGEST", DIGEST.toString()))
                        .contains("it has acme/cart:42, acme/shop:42"));
    }

    @Test
    void refusalWhenAChartInTheChartNamesImagesLooksAtItsValuesAsInstalled() throws IOException {
        byte[] cache = packaged(Map.of(
                "cache/Chart.yaml", "name: cache\nversion: 1.0.0\n",
                "cache/values.yaml", "image: {repository: redis, tag: 7}\nenabled: true\n"));
        String dependency =
                CHART + "dependencies: [{name: cache, repository: '', condition: 'fast.enabled', alias: fast}]\n";

        assertThat(ChartImages.of(chart(dependency, "", cache)).refusal(SET).map(Object::toString))
                .hasValueSatisfying(text -> assertThat(text).contains("'redis:7' (fast.image)"));
        assertThat(ChartImages.of(chart(dependency, "fast: {enabled: false}", cache))
                        .refusal(SET))
                .isEmpty();
        assertThat(ChartImages.of(chart(dependency, "fast: {image: {repository: acme/cart, tag: 42}}", cache))
                        .refusal(SET))
                .isEmpty();
        assertThat(ChartImages.of(chart(CHART, "", cache)).refusal(SET)).isPresent();
    }

    /** As in charts of {@code helm create}: each has the version of its own application. */
    @Test
    void refusalWhenAChartInTheChartNamesNoTagTakesItsOwnAppVersion() throws IOException {
        byte[] cart = packaged(Map.of(
                "cart/Chart.yaml", "name: cart\nversion: 1.0.0\nappVersion: '41'\n",
                "cart/values.yaml", "image: {repository: acme/shop, pullPolicy: Always}\n"));

        assertThat(ChartImages.of(chart(CHART, "image: {repository: acme/shop}", cart))
                        .refusal(SET)
                        .map(Object::toString))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("not in the set: 'acme/shop:41' (cart.image); ")
                        .contains("acme/shop:42"));
    }

    @Test
    void refusalWhenAChartInTheChartHasARegistryForAllTakesTheOuterOneFirst() throws IOException {
        byte[] cart = packaged(Map.of(
                "cart/Chart.yaml", "name: cart\nversion: 1.0.0\n",
                "cart/values.yaml",
                        "global: {imageRegistry: evil.example}\nimage: {repository: acme/shop, tag: 42}\n"));

        assertThat(ChartImages.of(chart(CHART, "", cart)).refusal(SET).map(Object::toString))
                .hasValueSatisfying(text -> assertThat(text).contains("'evil.example/acme/shop:42' (cart.image)"));
        assertThat(ChartImages.of(chart(CHART, "global: {imageRegistry: 'prod.example:5000/team'}", cart))
                        .refusal(SET))
                .isEmpty();
    }

    /** The values of the outermost chart decide what is installed, however deep it is. */
    @Test
    void refusalWhenTheOutermostChartEnablesOneFurtherInsideLooksAtIt() throws IOException {
        byte[] redis = packaged(Map.of(
                "redis/Chart.yaml", "name: redis\nversion: 1.0.0\n",
                "redis/values.yaml", "image: {repository: redis, tag: 7}\n"));
        byte[] cache = packaged(
                Map.of(
                        "cache/Chart.yaml",
                        "name: cache\nversion: 1.0.0\n"
                                + "dependencies: [{name: redis, repository: '', condition: 'redis.enabled'}]\n",
                        "cache/values.yaml",
                        "redis: {enabled: false}\n"),
                redis);

        assertThat(ChartImages.of(chart(CHART, "", cache)).refusal(SET)).isEmpty();
        assertThat(ChartImages.of(chart(CHART, "cache: {redis: {enabled: true}}", cache))
                        .refusal(SET)
                        .map(Object::toString))
                .hasValueSatisfying(text -> assertThat(text).contains("'redis:7' (cache.redis.image)"));
    }

    /** To Helm, a blank after a comma is a part of the path, which names nothing. */
    @Test
    void refusalWhenAConditionHasABlankTakesTheChartForEnabled() throws IOException {
        byte[] cache = packaged(Map.of(
                "cache/Chart.yaml", "name: cache\nversion: 1.0.0\n",
                "cache/values.yaml", "image: {repository: redis, tag: 7}\n"));
        String dependency = CHART + "dependencies: [{name: cache, repository: '', condition: 'no.such, cache.on'}]\n";

        assertThat(ChartImages.of(chart(dependency, "cache: {on: false}", cache))
                        .refusal(SET))
                .isPresent();
    }

    @Test
    void refusalWhenAliasesMultiplyEnds() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 {image: acme/shop:42}\n");
        for (int i = 1; i < 80; i++) {
            bomb.append("a%d: &a%d {x: *a%d, y: *a%d}\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(ChartImages.of(chart(bomb.toString())).refusal(SET)).isEmpty();

        byte[] inner = packaged(
                Map.of("cache/Chart.yaml", "name: cache\nversion: 1.0.0\n", "cache/values.yaml", bomb.toString()));
        HelmChart both = chart(CHART, bomb + "cache: {a79: *a79}\n", inner);
        assertThatThrownBy(() -> ChartImages.of(both))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("more than 100000 values");
    }

    /** An alias stands in one line, and what it names is as deep as it is. */
    @Test
    void refusalWhenAliasesNestWithoutEndIsRefused() throws IOException {
        StringBuilder deep = new StringBuilder("deepest: 1\n---\na0: &a0 {x: 1}\n");
        for (int i = 1; i < 30_000; i++) {
            deep.append("a%d: &a%d {x: *a%d}\n".formatted(i, i, i - 1));
        }
        HelmChart chart = chart(deep + "deepest: *a29999\n");

        assertThatThrownBy(() -> ChartImages.of(chart))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("nested more than 100 levels deep");
    }

    @Test
    void refusalWhenChartsNestWithoutEndIsRefused() throws IOException {
        byte[] inner = packaged(Map.of("c/Chart.yaml", "name: c\nversion: 1.0.0\n"));
        for (int i = 0; i < 10; i++) {
            inner = packaged(Map.of("c/Chart.yaml", "name: c\nversion: 1.0.0\n"), inner);
        }
        HelmChart chart = HelmChart.read(new ByteArrayInputStream(inner));
        assertThatThrownBy(() -> ChartImages.of(chart))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("nest deeper than 5");
    }

    private static HelmChart chart(String values) throws IOException {
        return chart(CHART, values.replace("\\n", "\n").replace("DIGEST", DIGEST.toString()));
    }

    private static HelmChart chart(String chart, String values, byte[]... inner) throws IOException {
        return HelmChart.read(
                new ByteArrayInputStream(packaged(Map.of("c/Chart.yaml", chart, "c/values.yaml", values), inner)));
    }

    private static byte[] packaged(Map<String, String> files, byte[]... inner) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        files.forEach((name, text) -> all.put(name, text.getBytes(UTF_8)));
        for (byte[] chart : inner) {
            all.put("c/charts/inner-" + all.size() + ".tgz", chart);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
