package io.github.imagepromotion.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.archive.BuildRecord.PlatformImage;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.verification.VerificationResult;
import io.github.imagepromotion.verification.Verifier;
import io.github.imagepromotion.verification.Verifier.Trusted;
import io.github.imagepromotion.verification.Verifier.VerificationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an import takes, its archive, its record, a promotion to a real registry and a verification take, too. */
@NeedsTools
class OddImagesTest {
    private static final AtomicInteger NEXT = new AtomicInteger();
    private static DockerRegistry registry;

    @TempDir
    private Path directory;

    private Path layout;
    private Descriptor layer;
    private String rootfs;

    @BeforeAll
    static void startRegistry() {
        registry = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistry() {
        registry.close();
    }

    @BeforeEach
    void writeLayout() throws IOException {
        layout = directory.resolve("layout");
        Files.createDirectories(layout.resolve("blobs/sha256"));
        byte[] text = TarMaker.layer("opt/shop");
        layer = blob(MediaType.OCI_LAYER_GZIP, TarMaker.gzip(text));
        rootfs = "'rootfs':{'type':'layers','diff_ids':['" + Digest.sha256(text) + "']}";
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private Descriptor blob(MediaType type, byte[] content) throws IOException {
        Files.write(
                layout.resolve("blobs/sha256").resolve(Digest.sha256(content).hex()), content);
        return Descriptor.of(type, content);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    private static String shown(Descriptor descriptor, String more) {
        return "{'mediaType':'" + descriptor.mediaType() + "','digest':'" + descriptor.digest() + "','size':"
                + descriptor.size() + more + "}";
    }

    /** {@code ROOTFS}, {@code LAYER} and {@code CONFIG} stand for what a plain image has. */
    private Descriptor image(String config, String manifest) throws IOException {
        Descriptor stored = blob(MediaType.OCI_CONFIG, json(config.replace("ROOTFS", rootfs)));
        String text = manifest.replace("CONFIG", shown(stored, "")).replace("LAYER", shown(layer, ""));
        return blob(MediaType.OCI_MANIFEST, json(text));
    }

    private ImportFixture named(Descriptor top) throws IOException {
        Files.write(layout.resolve("index.json"), json("{'schemaVersion':2,'manifests':[" + shown(top, "") + "]}"));
        return new ImportFixture(directory, "oci:" + layout);
    }

    private static final String PLAIN = "{'schemaVersion':2,'config':CONFIG,'layers':[LAYER]}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "empty os and architecture|{'os':'','architecture':'',ROOTFS}",
                "no os and no architecture|{ROOTFS}",
                "null everywhere|{'os':null,'architecture':null,'variant':null,'config':null,'history':null,ROOTFS}",
                "an os only|{'os':'linux',ROOTFS}",
                "slashes|{'os':'li/nux','architecture':'amd/64','variant':'a/b',ROOTFS}",
                "blanks|{'os':' ','architecture':' amd64 ','variant':' ',ROOTFS}",
                "upper case|{'os':'Linux','architecture':'AMD64',ROOTFS}",
                "another world|{'os':'wasip1','architecture':'wasm',ROOTFS}",
                "windows|{'os':'windows','architecture':'amd64','os.version':'10.0.1','os.features':['win32k'],ROOTFS}",
                "members that nobody knows|{'os':'linux','architecture':'amd64','x':[1.50,null],'Y':{},ROOTFS}",
                "line ends|{'os':'li\\nnux','architecture':'a\\u001b[31m',ROOTFS}"
            })
    void promoteWhenTheConfigIsOddTakesWhatWasImported(String what, String config) throws IOException {
        goesTheWholeWay(named(image(config, PLAIN)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "annotations|{'schemaVersion':2,'config':CONFIG,'layers':[LAYER],'annotations':{'':'','A':'1','a':'2'}}",
                "null annotations|{'schemaVersion':2,'config':CONFIG,'layers':[LAYER],'annotations':null}",
                "an artifact type|{'schemaVersion':2,'artifactType':'a/b','config':CONFIG,'layers':[LAYER]}",
                "members that nobody knows|{'schemaVersion':2,'config':CONFIG,'layers':[LAYER],'x':{'Layers':[]}}",
                "blanks|  { 'schemaVersion' :  2 , 'config':CONFIG,\t'layers':[ LAYER ] }  "
            })
    void promoteWhenTheManifestIsOddTakesWhatWasImported(String what, String manifest) throws IOException {
        goesTheWholeWay(named(image("{'os':'linux','architecture':'amd64',ROOTFS}", manifest)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "one without a platform|,'platform':{'os':'linux','architecture':'amd64'}|",
                "two of one platform|,'platform':{'os':'linux','architecture':'amd64'}|,'platform':{'os':'linux','architecture':'amd64'}",
                "empty platforms|,'platform':{'os':'','architecture':''}|,'platform':{}",
                "unknown platforms|,'platform':{'os':'unknown','architecture':'unknown'}|,'annotations':{'a':''}"
            })
    void promoteWhenTheIndexIsOddTakesWhatWasImported(String what, String one, String other) throws IOException {
        Descriptor first = image("{'os':'linux','architecture':'amd64',ROOTFS}", PLAIN);
        Descriptor second = image("{'os':'','architecture':'',ROOTFS}", PLAIN);
        String index = "{'schemaVersion':2,'mediaType':'" + MediaType.OCI_INDEX + "','manifests':[" + shown(first, one)
                + "," + shown(second, other == null ? "" : other) + "]}";
        goesTheWholeWay(named(blob(MediaType.OCI_INDEX, json(index))));
    }

    /** docker-registry refuses these, and so do we, before anything is archived. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'config':CONFIG,'layers':[LAYER]}|schemaVersion",
                "{'schemaVersion':1,'config':CONFIG,'layers':[LAYER]}|schemaVersion",
                "{'schemaVersion':'2','config':CONFIG,'layers':[LAYER]}|schemaVersion"
            })
    void importWhenNoRegistryWouldTakeItIsRefused(String manifest, String why) throws IOException {
        ImportFixture fixture = named(image("{'os':'linux','architecture':'amd64',ROOTFS}", manifest));

        assertThatThrownBy(() -> fixture.take().close())
                .isInstanceOf(ImageException.class)
                .hasMessageContaining(why);
    }

    private void goesTheWholeWay(ImportFixture fixture) throws IOException {
        String repository = "odd" + NEXT.incrementAndGet();
        try (ImageArchive archive = fixture.archived()) {
            for (PlatformImage platform : PlatformImage.allOf(archive.image(), archive)) {
                assertThat(Json.read(Json.pretty(platform), PlatformImage.class, "record")
                                .digest())
                        .isEqualTo(platform.digest());
            }
            Environment dev = TestEnvironments.of(
                    "dev",
                    List.of(RegistryAddress.of(registry.url() + "/" + repository)),
                    List.of(Tag.of("latest")),
                    List.of());
            Candidate candidate = new Candidate(archive, "a test", new Environments(List.of(dev)));
            PromotionFixture.of(candidate).to("dev").promote();
            VerificationResult verified = new Verifier(
                            (address, mirror) -> Registries.open(address, Accesses.anonymous()),
                            any -> new Trusted(any.trust(), List.of(), List.of()),
                            (image, bytes, all) -> {},
                            Clock.systemUTC())
                    .verify(new VerificationRequest(List.of(candidate), List.of("dev"), true, 2))
                    .get(0);
            assertThat(verified.images().get(0).failures())
                    .filteredOn(check ->
                            !check.name().equals("records") && !check.name().equals("tag"))
                    .isEmpty();
            assertThat(new String(
                            Commands.run(
                                    Commands.installed("skopeo"),
                                    "inspect",
                                    "--raw",
                                    "--tls-verify=false",
                                    "docker://" + registry.authority() + "/" + repository + "/shop:42"),
                            UTF_8))
                    .isEqualTo(new String(
                            archive.image()
                                    .manifests()
                                    .get(archive.image().manifests().size() - 1)
                                    .bytes(),
                            UTF_8));
        }
    }
}
