package io.github.imagepromotion.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bytes of what is written: others sign, hash and compare them. */
@NeedsTools
class DocumentsTest {
    private static final String HEX = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
    private static final Digest IMAGE = Digest.of("sha256:" + HEX);

    /** The example of DSSE's protocol.md, "Test Vectors". */
    @Test
    void preAuthenticationEncodingWhenExampleIsTheSpecsGivesItsBytes() {
        byte[] encoding = DsseEnvelope.preAuthenticationEncoding("http://example.com/HelloWorld", ascii("hello world"));

        assertThat(encoding).asString().isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void preAuthenticationEncodingWhenTextIsNotAsciiCountsBytes() {
        byte[] encoding = DsseEnvelope.preAuthenticationEncoding("ä", "ö€".getBytes(StandardCharsets.UTF_8));

        assertThat(new String(encoding, StandardCharsets.UTF_8)).isEqualTo("DSSEv1 2 ä 5 ö€");
    }

    @Test
    void bytesWhenStatementIsWrittenAreCompactAndInOrder() {
        JsonObject predicate = new JsonObject();
        predicate.addProperty("b", "<&>");
        predicate.add("a", JsonNull.INSTANCE);
        InTotoStatement statement = new InTotoStatement(Optional.of("app"), IMAGE, "https://example.org/p", predicate);

        assertThat(statement.bytes())
                .asString()
                .isEqualTo("{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"app\",\"digest\":"
                        + "{\"sha256\":\"" + HEX + "\"}}],\"predicateType\":\"https://example.org/p\",\"predicate\":"
                        + "{\"b\":\"<&>\",\"a\":null}}");
        assertThat(InTotoStatement.parse(statement.bytes())).isEqualTo(statement);
    }

    @Test
    void statementWhenDigestIsOfAnotherAlgorithmIsAboutThatOne() {
        Digest sha512 = new Digest("sha512", HEX + HEX);

        assertThat(InTotoStatement.imageSignature(sha512).subjectIs(sha512)).isTrue();
        assertThat(InTotoStatement.imageSignature(IMAGE).subjectIs(sha512)).isFalse();
    }

    @Test
    void signWhenDocumentIsABundleHasCosignsMembersAndAnnotations() {
        SigningKey key = KeyKind.P256.key();

        SignedDocument document = SigstoreBundle.sign(InTotoStatement.imageSignature(IMAGE), key);

        assertThat(document.content())
                .asString()
                .matches("\\{\"mediaType\":\"application/vnd\\.dev\\.sigstore\\.bundle\\.v0\\.3\\+json\","
                        + "\"verificationMaterial\":\\{\"publicKey\":\\{\"hint\":\"[^\"]{44}\"}},"
                        + "\"dsseEnvelope\":\\{\"payload\":\"[^\"]+\",\"payloadType\":\"application/vnd.in-toto\\+json\","
                        + "\"signatures\":\\[\\{\"sig\":\"[^\"]+\"}]}}");
        assertThat(document.annotations())
                .containsExactly(
                        Map.entry("dev.sigstore.bundle.content", "dsse-envelope"),
                        Map.entry("dev.sigstore.bundle.predicateType", "https://sigstore.dev/cosign/sign/v1"));
    }

    @Test
    void signWhenDocumentIsOfTheOlderFormHasCosignsMembers() {
        SignedDocument document = CosignSignature.sign(IMAGE, "registry.example/team/app", KeyKind.ED25519.key());

        assertThat(document.content())
                .asString()
                .isEqualTo("{\"critical\":{\"identity\":{\"docker-reference\":\"registry.example/team/app\"},\"image\":"
                        + "{\"docker-manifest-digest\":\"sha256:" + HEX + "\"},\"type\":\"cosign container image"
                        + " signature\"},\"optional\":{}}");
        assertThat(List.of(CosignSignature.signatureTag(IMAGE), CosignSignature.attestationTag(IMAGE)))
                .containsExactly(Tag.of("sha256-" + HEX + ".sig"), Tag.of("sha256-" + HEX + ".att"));
    }

    @Test
    void base64WhenTextIsNotTheOneForItsBytesIsRefused() {
        assertThat(Base64Text.base64("-_8=", "it", "text")).isEqualTo(Base64Text.base64("+/8=", "it", "text"));
        for (String other : List.of("+/9=", "+/8", "-/8=", "+/8=\n", " +/8=", "ä")) {
            assertThatThrownBy(() -> Base64Text.base64(other, "it", "text"))
                    .hasMessageMatching("Malformed text: it is not (canonical )?base64\\.");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
