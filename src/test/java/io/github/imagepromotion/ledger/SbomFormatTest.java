package io.github.imagepromotion.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SbomFormatTest {

    @Test
    void parseWhenCycloneDxNestsFindsEveryComponent() {
        Optional<Sbom> sbom = parse(
                "application/vnd.cyclonedx+json",
                """
                {"bomFormat": "CycloneDX", "components": [
                  {"group": "org.example", "name": "outer", "version": "1", "components": [
                    {"name": "inner", "version": "2"}]},
                  {"name": "without-version"}]}
                """);

        assertThat(sbom.orElseThrow().components())
                .containsExactly(
                        Map.entry("inner", "2"),
                        Map.entry("org.example:outer", "1"),
                        Map.entry("without-version", "?"));
    }

    @Test
    void parseWhenSpdxListsAPackageTwiceKeepsBothVersions() {
        Optional<Sbom> sbom = parse(
                "https://spdx.dev/Document",
                """
                {"spdxVersion": "SPDX-2.3", "packages": [
                  {"name": "zlib", "versionInfo": "1.2"}, {"name": "zlib", "versionInfo": "1.3"},
                  {"name": "zlib", "versionInfo": "1.2"}]}
                """);

        assertThat(sbom.orElseThrow().components()).containsExactly(Map.entry("zlib", "1.2, 1.3"));
    }

    @Test
    void parseWhenItIsSomethingElseFindsNothing() {
        assertThat(parse("application/spdx+json", "{\"packages\": 7}")).isEmpty();
        assertThat(parse("application/spdx+json", "{\"packages\": [\"zlib\"]}")).isEmpty();
        assertThat(SbomFormat.of("application/vnd.cyclonedx+xml")).isEmpty();
    }

    @Test
    void sinceWhenVersionsDifferTellsThemApart() {
        Sbom before = new Sbom(new TreeMap<>(Map.of("kept", "1", "changed", "1", "removed", "1")));
        Sbom now = new Sbom(new TreeMap<>(Map.of("kept", "1", "changed", "2", "added", "1")));

        DependencyChanges changes = now.since(before);

        assertThat(changes.changed())
                .containsExactly(Map.entry("changed", new DependencyChanges.VersionChange("1", "2")));
        assertThat(changes.added()).containsOnlyKeys("added");
        assertThat(changes.removed()).containsOnlyKeys("removed");
        assertThat(changes.count()).isEqualTo(3);
    }

    private static Optional<Sbom> parse(String type, String json) {
        return SbomFormat.of(type)
                .orElseThrow()
                .parse(Json.object(json.getBytes(StandardCharsets.UTF_8), "a test's SBOM"));
    }
}
