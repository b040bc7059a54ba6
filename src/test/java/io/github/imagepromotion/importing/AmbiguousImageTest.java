package io.github.imagepromotion.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that are one thing to a strict reader, and another to programs in Go, which do not mind case. */
@NeedsTools
class AmbiguousImageTest {
    @TempDir
    Path directory;

    private Path layout;
    private Descriptor shown;
    private Descriptor hidden;
    private String config;

    @BeforeEach
    void writeLayout() throws IOException {
        layout = directory.resolve("layout");
        Files.createDirectories(layout.resolve("blobs/sha256"));
        byte[] text = TarMaker.layer("opt/shop");
        shown = blob(MediaType.OCI_LAYER_GZIP, TarMaker.gzip(text));
        hidden = blob(MediaType.OCI_LAYER_GZIP, TarMaker.gzip(TarMaker.layer("opt/malware")));
        config = new String(TarMaker.config(text), UTF_8);
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private Descriptor blob(MediaType type, byte[] content) throws IOException {
        Files.write(
                layout.resolve("blobs/sha256").resolve(Digest.sha256(content).hex()), content);
        return Descriptor.of(type, content);
    }

    private String manifest(String configText) throws IOException {
        return "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",\"config\":"
                + json(blob(MediaType.OCI_CONFIG, configText.getBytes(UTF_8))) + ",\"layers\":[" + json(shown) + "]}";
    }

    private static String json(Descriptor descriptor) {
        return new String(Json.compact(DescriptorJson.write(descriptor)), UTF_8);
    }

    private ImportFixture importing(String manifest) throws IOException {
        Descriptor top = blob(MediaType.OCI_MANIFEST, manifest.getBytes(UTF_8));
        Files.writeString(layout.resolve("index.json"), "{\"schemaVersion\":2,\"manifests\":[" + json(top) + "]}");
        return new ImportFixture(directory, "oci:" + layout);
    }

    /** The first character of {@code added} is quoted: {@code '} stands for {@code "}. */
    private static String with(String object, String added) {
        return object.substring(0, object.length() - 1) + "," + added.replace('\'', '"') + "}";
    }

    @Test
    void importWhenNothingIsAmbiguousTakesIt() throws IOException {
        importing(manifest(with(config, "'x-unknown':{'Config':1,'config':2},'Unknown':1")))
                .take()
                .close();
    }

    /** The second opinion: what we would have checked is not what skopeo would run. */
    @Test
    void importWhenThereAreTwoListsOfLayersIsRefusedAndSkopeoReadsTheOther() throws IOException {
        ImportFixture ambiguous =
                importing(with(manifest(config), "'Layers':[" + json(hidden).replace('"', '\'') + "]"));

        assertThat(new String(Commands.run(Commands.installed("skopeo"), "inspect", "oci:" + layout), UTF_8))
                .contains(hidden.digest().toString())
                .doesNotContain(shown.digest().toString());
        refuses(ambiguous, "member 'Layers' is 'layers' to programs that do not mind case");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'layers':[]|occurs twice",
                "'LAYERS':[]|'layers'",
                "'Config':{}|'config'",
                "'MediaType':'application/vnd.oci.image.index.v1+json'|'mediaType'",
                "'SchemaVersion':1|'schemaVersion'",
                "'Subject':{}|'subject'",
                "'manifests':[]|does not belong to an image manifest",
                "'fsLayers':[]|does not belong to an image manifest"
            })
    void importWhenTheManifestIsAmbiguousIsRefused(String added, String why) throws IOException {
        refuses(importing(with(manifest(config), added)), why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'Config':{'Entrypoint':['/malware']}|'config'",
                "'config':{'Cmd':['a']},'config':{'Cmd':['b']}|occurs twice",
                "'config':{'Entrypoint':['a'],'entrypoint':['b']}|'Entrypoint'",
                "'config':{'user':'0'}|'User'",
                "'config':{'Healthcheck':{'test':['CMD','x']}}|'Test'",
                "'RootFS':{'type':'layers','diff_ids':[]}|'rootfs'",
                "'Os':'windows'|'os'",
                "'history':[{'Empty_Layer':true}]|'empty_layer'"
            })
    void importWhenTheConfigIsAmbiguousIsRefused(String added, String why) throws IOException {
        refuses(importing(manifest(with(config, added))), why);
    }

    @Test
    void importWhenADescriptorIsAmbiguousIsRefused() throws IOException {
        String ambiguous = with(json(shown), "'Digest':'" + hidden.digest() + "'");

        refuses(importing(manifest(config).replace(json(shown), ambiguous)), "'digest'");
    }

    @Test
    void importWhenTheLayoutIsAmbiguousIsRefused() throws IOException {
        ImportFixture twice = importing(manifest(config));
        String index = Files.readString(layout.resolve("index.json"));
        Files.writeString(layout.resolve("index.json"), with(index, "'Manifests':[]"));
        refuses(twice, "'manifests'");

        Files.writeString(layout.resolve("index.json"), index);
        Files.writeString(
                layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\",\"imagelayoutversion\":\"9\"}");
        refuses(twice, "'imageLayoutVersion'");
    }

    @ParameterizedTest
    @CsvSource({"'config':'other.json','Config'", "'layers':[],'Layers'", "'Layers':[],occurs twice"})
    void importWhenADockerArchiveIsAmbiguousIsRefused(String added, String why) throws IOException {
        byte[] layer = TarMaker.layer("opt/shop");
        String manifest = new String(TarMaker.manifest("config.json", "layer.tar"), UTF_8);
        String ambiguous = "[" + with(manifest.substring(1, manifest.length() - 1), added) + "]";
        Path archive = directory.resolve("docker.tar");
        Files.write(
                archive,
                new TarMaker()
                        .file("manifest.json", ambiguous)
                        .file("config.json", TarMaker.config(layer))
                        .file("layer.tar", layer)
                        .bytes());

        refuses(new ImportFixture(directory, "docker-archive:" + archive), why);
    }

    private static void refuses(ImportFixture fixture, String why) {
        assertThatThrownBy(() -> fixture.take().close())
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("Cannot import", why);
    }
}
