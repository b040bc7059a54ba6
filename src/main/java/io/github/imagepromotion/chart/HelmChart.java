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
 * A packaged Helm chart, and its artifact in a registry as {@code helm push} creates it (helm.sh, "Use OCI-based
 * registries"; Helm 3, pkg/registry): {@code Chart.yaml} as JSON is the config, the package a layer, and the provenance
 * file another one. The same package always has the same digest: instead of the file's modification time, which Helm
 * uses, that of {@code Chart.yaml} in the package is used.
 */
public final class HelmChart {
    /** Media type of the config. */
    public static final MediaType CONFIG = MediaType.of("application/vnd.cncf.helm.config.v1+json");

    /** Media type of the package's layer. */
    public static final MediaType PACKAGE = MediaType.of("application/vnd.cncf.helm.chart.content.v1.tar+gzip");

    /** Media type of the provenance file's layer. */
    public static final MediaType PROVENANCE = MediaType.of("application/vnd.cncf.helm.chart.provenance.v1.prov");

    /** Its type before that, which Helm still takes (Helm 3, pkg/registry/constants.go, "LegacyChartLayerMediaType"). */
    private static final MediaType OLD_PACKAGE = MediaType.of("application/tar+gzip");

    /** The last second of the year 9999: RFC 3339 has no later one. */
    private static final long LATEST = 253_402_300_799L;

    private static final String STANDARD = "org.opencontainers.image.";

    private final ChartFiles files;
    private final JsonObject metadata;

    private HelmChart(ChartFiles files) {
        this.files = files;
        this.metadata = ChartMetadata.read(files);
    }

    /**
     * @param packaged the package written by {@code helm package}; not closed
     * @return the chart
     * @throws ImageException if Helm would reject it, or it exceeds a limit
     * @throws IOException if it cannot be read
     */
    public static HelmChart read(InputStream packaged) throws IOException {
        return new HelmChart(ChartFiles.read(packaged));
    }

    /**
     * @param manifest manifest of any artifact
     * @return the layer with the package, if this is a chart, which Helm tells by any of its blobs
     * @throws ImageException if it has not one package: of several, Helm installs the last, and other programs the first
     */
    public static Optional<Descriptor> packageIn(ImageManifest manifest) {
        List<MediaType> types =
                manifest.blobs().stream().map(Descriptor::mediaType).toList();
        if (!types.contains(CONFIG) && !types.contains(PACKAGE)) {
            return Optional.empty();
        }
        List<Descriptor> packages = manifest.blobs().stream()
                .filter(blob ->
                        blob.mediaType().equals(PACKAGE) || blob.mediaType().equals(OLD_PACKAGE))
                .toList();
        if (packages.size() != 1) {
            throw new ImageException("Manifest " + manifest.descriptor().digest() + " is of a chart and has "
                    + (packages.isEmpty()
                            ? "no package"
                            : packages.size() + " packages, of which programs install different ones")
                    + ".");
        }
        return Optional.of(packages.get(0));
    }

    /** {@return the chart's name} */
    public String name() {
        return ChartMetadata.member(metadata, "name");
    }

    /** {@return the chart's version; in the tag of {@code helm push}, {@code +} is replaced by {@code _}} */
    public String version() {
        return ChartMetadata.member(metadata, "version");
    }

    /** {@return the default values, including those of subcharts} */
    ChartValues values() throws IOException {
        return ChartValues.of(files, metadata);
    }

    /** {@return the bytes of the config} */
    public byte[] config() {
        return GoJson.compact(metadata);
    }

    /**
     * @param packaged descriptor of the package
     * @param provenance descriptor of the provenance file, if there is one
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

    /** Annotations of the chart take precedence, except over name and version. */
    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put("description", ChartMetadata.member(metadata, "description"));
        annotations.put("url", ChartMetadata.member(metadata, "home"));
        annotations.put(
                "created",
                files.modified() > 0 && files.modified() <= LATEST
                        ? Instant.ofEpochSecond(files.modified()).toString()
                        : "");
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
