package io.github.imagepromotion.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageManifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The image of a sample build: its application changes with every build, its dependencies with every third, its base image
 * with every tenth.
 *
 * @param manifest of it
 * @param config bytes of its config
 * @param sbom bytes of a CycloneDX document about it
 */
record SampleImage(ImageManifest manifest, byte[] config, byte[] sbom) {
    private static final List<String> LIBRARIES = List.of(
            "org.springframework:spring-core",
            "org.springframework:spring-web",
            "org.springframework.boot:spring-boot",
            "com.fasterxml.jackson.core:jackson-databind",
            "com.zaxxer:HikariCP",
            "org.postgresql:postgresql",
            "io.micrometer:micrometer-core",
            "org.flywaydb:flyway-core",
            "ch.qos.logback:logback-classic");

    private record SampleLayer(String origin, String seed, long size) {
        Descriptor descriptor() {
            Digest digest = Digest.sha256((origin + seed).getBytes(StandardCharsets.UTF_8));
            return Descriptor.of(MediaType.OCI_LAYER_GZIP, digest, size);
        }
    }

    /** With a word of somebody else's in its history and among its libraries. */
    static SampleImage of(int number, String word) {
        int base = number / 10;
        int libraries = number / 3;
        List<SampleLayer> layers = List.of(
                new SampleLayer("Ubuntu 24.04", "" + base, 29_740_512 + base * 1_024L),
                new SampleLayer("Eclipse Temurin 21 JRE", "" + base, 51_206_883 + base * 2_048L),
                new SampleLayer("dependencies", "" + libraries, 38_412_007 + libraries * 40_960L),
                new SampleLayer("resources", "" + number / 5, 214_388),
                new SampleLayer("classes" + word, "" + number, 412_906 + number * 311L));
        byte[] config = Json.compact(config(layers));
        ImageManifest manifest = ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, config),
                layers.stream().map(SampleLayer::descriptor).toList(),
                Map.of());
        return new SampleImage(manifest, config, Json.compact(sbom(number, word)));
    }

    private static JsonObject config(List<SampleLayer> layers) {
        JsonArray history = new JsonArray();
        JsonArray diffIds = new JsonArray();
        for (SampleLayer layer : layers) {
            JsonObject entry = new JsonObject();
            entry.addProperty("created_by", "image:build");
            entry.addProperty("comment", layer.origin());
            history.add(entry);
            diffIds.add(layer.descriptor().digest().toString());
        }
        JsonObject rootfs = new JsonObject();
        rootfs.addProperty("type", "layers");
        rootfs.add("diff_ids", diffIds);
        JsonObject config = new JsonObject();
        config.addProperty("architecture", "amd64");
        config.addProperty("os", "linux");
        config.add("rootfs", rootfs);
        config.add("history", history);
        return config;
    }

    private static JsonObject sbom(int number, String word) {
        JsonArray components = new JsonArray();
        List<String> names = new ArrayList<>(LIBRARIES);
        if (number / 3 % 2 == 1) {
            names.add("com.github.ben-manes.caffeine:caffeine");
        }
        if (!word.isEmpty()) {
            names.add(word + number + ":" + word);
        }
        for (int i = 0; i < names.size(); i++) {
            String[] parts = names.get(i).split(":", 2);
            JsonObject component = new JsonObject();
            component.addProperty("type", "library");
            component.addProperty("group", parts[0]);
            component.addProperty("name", parts[1]);
            // One of them is new in every third build.
            int patch = (number / 3 + names.size() - i) / LIBRARIES.size();
            component.addProperty("version", (i % 5 + 1) + "." + (i * 7 % 11) + "." + patch);
            components.add(component);
        }
        JsonObject sbom = new JsonObject();
        sbom.addProperty("bomFormat", "CycloneDX");
        sbom.addProperty("specVersion", "1.6");
        sbom.addProperty("serialNumber", "urn:uuid:sample-" + number);
        sbom.add("components", components);
        return sbom;
    }

    Descriptor descriptor() {
        return manifest.descriptor().plain();
    }

    Digest digest() {
        return descriptor().digest();
    }
}
