package io.github.imagepromotion.chart;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.GoJson;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A packaged Helm chart, and the form that {@code helm push} gives it in a registry (helm.sh, "Use OCI-based registries";
 * Helm 3, pkg/registry): a config that is {@code Chart.yaml} as JSON, the package as the one layer, and the provenance
 * file as another. The same package always has the same digest: where Helm takes the time at which the file was written,
 * this is the time of {@code Chart.yaml} in the package.
 */
public final class HelmChart {
    /** Of the config. */
    public static final MediaType CONFIG = MediaType.of("application/vnd.cncf.helm.config.v1+json");

    /** Of the layer that is the package. */
    public static final MediaType PACKAGE = MediaType.of("application/vnd.cncf.helm.chart.content.v1.tar+gzip");

    /** Of the layer that is the provenance file. */
    public static final MediaType PROVENANCE = MediaType.of("application/vnd.cncf.helm.chart.provenance.v1.prov");

    private static final String STANDARD = "org.opencontainers.image.";

    private final ChartFiles files;
    private final JsonObject metadata;

    private HelmChart(ChartFiles files) {
        this.files = files;
        this.metadata = ChartMetadata.read(files);
    }

    /**
     * @param packaged the chart, as {@code helm package} writes it; it is left open
     * @return what it says of itself
     * @throws ImageException if it is no chart that Helm takes, or goes beyond the bounds
     * @throws IOException if it cannot be read
     */
    public static HelmChart read(InputStream packaged) throws IOException {
        return new HelmChart(ChartFiles.read(packaged));
    }

    /**
     * @param manifest of any artifact
     * @return the layer that is the package, if this is a chart
     */
    public static Optional<Descriptor> packageIn(ImageManifest manifest) {
        return manifest.layers().stream()
                .filter(layer -> manifest.config().mediaType().equals(CONFIG)
                        && layer.mediaType().equals(PACKAGE))
                .findFirst();
    }

    /** {@return the chart's name} */
    public String name() {
        return ChartMetadata.member(metadata, "name");
    }

    /** {@return the chart's version; the tag that {@code helm push} gives it has {@code _} in place of {@code +}} */
    public String version() {
        return ChartMetadata.member(metadata, "version");
    }

    /** {@return the version of the application, which many charts take as the tag of its image; may be empty} */
    String appVersion() {
        return ChartMetadata.member(metadata, "appVersion");
    }

    /** {@return the values with which it is installed where nobody gives others, those of the charts in it included} */
    Map<?, ?> values() throws IOException {
        return new ChartValues().of(files, metadata);
    }

    /** {@return the bytes of the config} */
    public byte[] config() {
        return GoJson.compact(metadata);
    }

    /**
     * @param packaged the package
     * @param provenance the provenance file, if there is one
     * @return the manifest
     */
    public ImageManifest manifest(Descriptor packaged, Optional<Descriptor> provenance) {
        List<Descriptor> layers = new ArrayList<>(List.of(packaged));
        provenance.ifPresent(layers::add);
        layers.sort(Comparator.comparing(layer -> layer.digest().toString()));
        JsonObject json = new JsonObject();
        json.addProperty("schemaVersion", 2);
        json.add("config", DescriptorJson.write(Descriptor.of(CONFIG, config())));
        JsonArray array = new JsonArray();
        layers.forEach(layer -> array.add(DescriptorJson.write(layer)));
        json.add("layers", array);
        DescriptorJson.addAnnotations(json, annotations());
        byte[] bytes = GoJson.compact(json);
        return (ImageManifest) Manifest.parse(Descriptor.of(MediaType.OCI_MANIFEST, bytes), bytes);
    }

    /** Those of the chart go before all but its name and version. */
    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put("description", ChartMetadata.member(metadata, "description"));
        annotations.put("url", ChartMetadata.member(metadata, "home"));
        annotations.put(
                "created",
                files.modified() > 0 ? Instant.ofEpochSecond(files.modified()).toString() : "");
        annotations.put("source", sources());
        annotations.put("authors", authors());
        Map<String, String> all = new TreeMap<>();
        annotations.forEach((name, value) -> addIfPresent(all, STANDARD + name, value));
        Optional.ofNullable(metadata.getAsJsonObject("annotations")).ifPresent(own -> own.entrySet()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().getAsString())));
        all.put(STANDARD + "title", name());
        all.put(STANDARD + "version", version());
        return all;
    }

    private static void addIfPresent(Map<String, String> annotations, String name, String value) {
        if (!value.isBlank()) {
            annotations.put(name, value);
        }
    }

    private String sources() {
        JsonArray sources = metadata.getAsJsonArray("sources");
        return sources == null ? "" : sources.get(0).getAsString();
    }

    private String authors() {
        JsonArray maintainers = metadata.getAsJsonArray("maintainers");
        List<String> authors = new ArrayList<>();
        if (maintainers != null) {
            for (JsonElement each : maintainers) {
                String email = ChartMetadata.member(each.getAsJsonObject(), "email");
                authors.add(ChartMetadata.member(each.getAsJsonObject(), "name")
                        + (email.isEmpty() ? "" : " (" + email + ")"));
            }
        }
        return String.join(", ", authors);
    }
}
