package io.github.imagepromotion.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.signing.Verdict.Forged;
import io.github.imagepromotion.signing.Verdict.Untrusted;
import io.github.imagepromotion.signing.Verdict.Valid;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must count, and above all what must not. */
@NeedsTools
class SignaturesTest {
    private static final Digest IMAGE = Digest.sha256(new byte[] {1});
    private static final Digest OTHER = Digest.sha256(new byte[] {2});
    private static final String PROVENANCE = "https://slsa.dev/provenance/v1";

    private static final SigningKey KEY = KeyKind.P256.key();
    private static final SigningKey STRANGER = KeyKind.P256.another();
    private static final List<VerificationKey> TRUSTED = List.of(KEY.publicKey());

    @ParameterizedTest
    @EnumSource
    void verifyWhenTrustedKeySignedIsValid(KeyKind kind) {
        SigningKey key = kind.key();
        List<VerificationKey> trusted = List.of(STRANGER.publicKey(), key.publicKey());
        InTotoStatement statement = provenance();

        for (SignedDocument document :
                List.of(SigstoreBundle.sign(statement, key), CosignSignature.sign(statement, key))) {
            assertThat(Signatures.verify(document, trusted, IMAGE))
                    .isEqualTo(new Valid(statement, List.of(key.publicKey())));
        }
        SignedDocument signature = CosignSignature.sign(IMAGE, "registry.example/app", key);
        assertThat(Signatures.verify(signature, trusted, IMAGE)).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.isImageSignature()).isTrue();
            assertThat(valid.signers()).containsExactly(key.publicKey());
            assertThat(valid.statement().subjectName()).contains("registry.example/app");
        });
    }

    @Test
    void isImageSignatureWhenStatementSaysSomethingElseIsFalse() {
        Verdict provenance = Signatures.verify(SigstoreBundle.sign(provenance(), KEY), TRUSTED, IMAGE);
        Verdict signature =
                Signatures.verify(SigstoreBundle.sign(InTotoStatement.imageSignature(IMAGE), KEY), TRUSTED, IMAGE);

        assertThat(((Valid) provenance).isImageSignature()).isFalse();
        assertThat(((Valid) signature).isImageSignature()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void signWhenRepeatedGivesTheSameDocument(KeyKind kind) {
        SigningKey key = kind.key();

        assertThat(SigstoreBundle.sign(provenance(), key).content())
                .isEqualTo(SigstoreBundle.sign(provenance(), key).content());
        assertThat(CosignSignature.sign(IMAGE, "r/a", key).annotations())
                .isEqualTo(CosignSignature.sign(IMAGE, "r/a", key).annotations());
    }

    @Test
    void verifyWhenNobodyTrustedSignedIsUntrusted() {
        for (SignedDocument document : documents(STRANGER)) {
            assertThat(Signatures.verify(document, TRUSTED, IMAGE)).isInstanceOf(Untrusted.class);
            assertThat(Signatures.verify(document, List.of(), IMAGE)).isInstanceOf(Untrusted.class);
        }
    }

    @Test
    void verifyWhenSignatureIsOfAnotherImageIsForged() {
        for (SignedDocument document : documents(KEY)) {
            assertThat(Signatures.verify(document, TRUSTED, OTHER))
                    .isEqualTo(new Forged("it is about " + IMAGE + ", not about " + OTHER));
        }
    }

    @Test
    void verifyWhenStrangerClaimsTrustedKeyIsForged() {
        DsseEnvelope envelope =
                DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, provenance().bytes(), STRANGER);
        SigstoreBundle lie = new SigstoreBundle(Optional.of(KEY.publicKey().hint()), envelope);

        assertThat(Signatures.verify(bundle(lie.bytes()), TRUSTED, IMAGE))
                .isEqualTo(new Forged("it names key " + KEY.publicKey() + ", which did not sign it"));
    }

    @Test
    void verifyWhenAnnotationShowsAnotherPredicateTypeIsForged() {
        for (SignedDocument document :
                List.of(SigstoreBundle.sign(provenance(), KEY), CosignSignature.sign(provenance(), KEY))) {
            Map<String, String> lie = new LinkedHashMap<>(document.annotations());
            lie.replaceAll((name, value) -> value.equals(PROVENANCE) ? InTotoStatement.IMAGE_SIGNATURE : value);
            SignedDocument shown = new SignedDocument(document.mediaType(), document.content(), lie);

            assertThat(Signatures.verify(shown, TRUSTED, IMAGE))
                    .isEqualTo(new Forged("it is shown as 'https://sigstore.dev/cosign/sign/v1', but what was signed is"
                            + " 'https://slsa.dev/provenance/v1'"));
        }
    }

    @Test
    void verifyWhenTypeIsNoSignaturesIsUntrusted() {
        SignedDocument document = new SignedDocument(MediaType.of("text/plain"), new byte[0], Map.of());

        assertThat(Signatures.verify(document, TRUSTED, IMAGE)).isInstanceOf(Untrusted.class);
    }

    /** Every one of these is signed by the trusted key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // Several subjects, none, or the same one twice.
                "{'_type':T,'subject':[{'digest':{'sha256':I}},{'digest':{'sha256':O}}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'sha256':I}},{'digest':{'sha256':I}}],'predicateType':P}",
                "{'_type':T,'subject':[],'predicateType':P}",
                "{'_type':T,'predicateType':P}",
                "{'_type':T,'subject':{'digest':{'sha256':I}},'predicateType':P}",
                // Another algorithm, or another one beside it.
                "{'_type':T,'subject':[{'digest':{'sha512':I}}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'SHA256':I}}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'sha256':I,'sha512':I}}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{}}],'predicateType':P}",
                "{'_type':T,'subject':[{}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'sha256':'sha256:'}}],'predicateType':P}",
                // Members that stand twice.
                "{'_type':T,'subject':[{'digest':{'sha256':O}}],'subject':[{'digest':{'sha256':I}}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'sha256':O,'sha256':I}}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'sha256':I}}],'predicateType':'x','predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'sha256':I}}],'predicateType':P,'predicate':{'a':[{'b':1,'b':1}]}}",
                // Other types, no types.
                "{'_type':'https://in-toto.io/Statement/v2','subject':[{'digest':{'sha256':I}}],'predicateType':P}",
                "{'subject':[{'digest':{'sha256':I}}],'predicateType':P}",
                "{'_type':T,'subject':[{'digest':{'sha256':I}}],'predicateType':''}",
                "{'_type':T,'subject':[{'digest':{'sha256':I}}]}",
                "{'_type':T,'subject':[{'digest':{'sha256':I}}],'predicateType':P,'predicate':[]}",
                // No JSON, or more than one.
                "{'_type':T,'subject':[{'digest':{'sha256':I}}],'predicateType':P}{}",
                "[{'_type':T,'subject':[{'digest':{'sha256':I}}],'predicateType':P}]",
                "",
            })
    void verifyWhenSignedStatementIsNotAboutTheOneImageIsForged(String template) {
        byte[] payload = statement(template);

        DsseEnvelope envelope = DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, payload, KEY);

        assertThat(Signatures.verify(bundleOf(envelope), TRUSTED, IMAGE)).isInstanceOf(Forged.class);
        SignedDocument legacy = new SignedDocument(CosignSignature.ATTESTATION_TYPE, envelope.bytes(), Map.of());
        assertThat(Signatures.verify(legacy, TRUSTED, IMAGE)).isInstanceOf(Forged.class);
    }

    /** The forms above are refused for what is wrong in them, and not for the way they are made. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'_type':T,'subject':[{'digest':{'sha256':I}}],'predicateType':P}",
                "{'_type':T,'subject':[{'name':'n','digest':{'sha256':I},'annotations':{}}],'predicateType':P,'more':1}",
                "{'_type':'https://in-toto.io/Statement/v0.1','subject':[{'digest':{'sha256':I}}],'predicateType':P}",
            })
    void verifyWhenSignedStatementIsAboutTheOneImageIsValid(String template) {
        DsseEnvelope envelope = DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, statement(template), KEY);

        assertThat(Signatures.verify(bundleOf(envelope), TRUSTED, IMAGE)).isInstanceOf(Valid.class);
    }

    @Test
    void verifyWhenPayloadIsOfAnotherTypeIsForged() {
        DsseEnvelope envelope =
                DsseEnvelope.sign("application/json", provenance().bytes(), KEY);

        assertThat(Signatures.verify(bundleOf(envelope), TRUSTED, IMAGE))
                .isEqualTo(new Forged("its payload is of type 'application/json'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'critical':{'identity':{},'image':{'docker-manifest-digest':'O'},'type':C},'optional':{}}",
                "{'critical':{'identity':{},'image':{'docker-manifest-digest':'I'},'type':'atomic container signature'}}",
                "{'critical':{'identity':{},'image':{'docker-manifest-digest':'O','docker-manifest-digest':'I'},'type':C}}",
                "{'critical':{'identity':{},'image':{},'type':C}}",
                "{'critical':{'identity':{},'type':C}}",
                "{'critical':{'image':{'docker-manifest-digest':'I'}}}",
                "{'image':{'docker-manifest-digest':'I'},'type':C}",
                "{}",
            })
    void verifyWhenSignedPayloadIsNoSignatureOfTheImageIsForged(String template) {
        byte[] payload = template.replace("'I'", "'" + IMAGE + "'")
                .replace("'O'", "'" + OTHER + "'")
                .replace("C", "'cosign container image signature'")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
        String signature = Base64.getEncoder().encodeToString(KEY.sign(payload));
        SignedDocument document = new SignedDocument(
                CosignSignature.SIGNATURE_TYPE, payload, Map.of(CosignSignature.SIGNATURE, signature));

        assertThat(Signatures.verify(document, TRUSTED, IMAGE)).isInstanceOf(Forged.class);
    }

    @Test
    void verifyWhenSignatureIsTakenForOneOfAnotherFormNeverIsValid() {
        SignedDocument bundle = SigstoreBundle.sign(InTotoStatement.imageSignature(IMAGE), KEY);
        SignedDocument attestation = CosignSignature.sign(InTotoStatement.imageSignature(IMAGE), KEY);
        SignedDocument signature = CosignSignature.sign(IMAGE, "r/a", KEY);

        for (SignedDocument document : List.of(bundle, attestation, signature)) {
            for (SignedDocument as : List.of(bundle, attestation, signature)) {
                if (!as.mediaType().equals(document.mediaType())) {
                    SignedDocument mixed = new SignedDocument(as.mediaType(), document.content(), as.annotations());
                    assertThat(Signatures.verify(mixed, TRUSTED, IMAGE)).isNotInstanceOf(Valid.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'mediaType':'application/vnd.dev.sigstore.bundle.v0.4+json','verificationMaterial':{},'dsseEnvelope':E",
                "'mediaType':M,'dsseEnvelope':E",
                "'mediaType':M,'verificationMaterial':{}",
                "'mediaType':M,'verificationMaterial':{},'dsseEnvelope':E,'dsseEnvelope':E",
                "'mediaType':M,'verificationMaterial':{},'dsseEnvelope':E,'messageSignature':{}",
                "'mediaType':M,'verificationMaterial':{},'messageSignature':{'signature':'AA=='}",
                "'mediaType':M,'verificationMaterial':{},'dsseEnvelope':{'payload':'','payloadType':'','signatures':[]}",
                "'mediaType':M,'verificationMaterial':{},'dsseEnvelope':{'payload':'!','payloadType':'','signatures':[S]}",
                "'mediaType':M,'verificationMaterial':{},'dsseEnvelope':{'payloadType':'','signatures':[S]}",
                "'mediaType':M,'verificationMaterial':{},'dsseEnvelope':{'payload':'','payloadType':'','signatures':[S,S]}",
            })
    void verifyWhenBundleIsMalformedIsForged(String template) {
        String envelope = new String(
                DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, provenance().bytes(), KEY)
                        .bytes(),
                StandardCharsets.UTF_8);
        String json = ("{" + template + "}")
                .replace("M,", "'" + SigstoreBundle.MEDIA_TYPE + "',")
                .replace("[S", "[{'sig':'AA=='}")
                .replace(",S", ",{'sig':'AA=='}")
                .replace('\'', '"')
                .replace(":E", ":" + envelope);

        assertThat(Signatures.verify(bundle(json.getBytes(StandardCharsets.UTF_8)), TRUSTED, IMAGE))
                .isInstanceOf(Forged.class);
    }

    @Test
    void verifyWhenEnvelopeHasSeveralSignaturesNamesWhoSigned() {
        String first = envelope(KEY);
        String second = envelope(STRANGER);
        String both = first.replace("]}", ",") + second.substring(second.indexOf("{\"sig\""));
        SignedDocument document =
                new SignedDocument(CosignSignature.ATTESTATION_TYPE, both.getBytes(StandardCharsets.UTF_8), Map.of());

        assertThat(Signatures.verify(document, TRUSTED, IMAGE)).isEqualTo(new Valid(provenance(), TRUSTED));
        assertThat(Signatures.verify(document, List.of(STRANGER.publicKey(), KEY.publicKey()), IMAGE))
                .isEqualTo(new Valid(provenance(), List.of(STRANGER.publicKey(), KEY.publicKey())));
    }

    /** A byte that may change is one that was never signed and proves nothing: the hint, and the names around it. */
    @Test
    void verifyWhenAnyByteOfABundleIsChangedNeverIsValidWithAnotherMeaning() {
        SignedDocument document = SigstoreBundle.sign(InTotoStatement.imageSignature(IMAGE), KEY);
        Verdict original = Signatures.verify(document, TRUSTED, IMAGE);
        String text = new String(document.content(), StandardCharsets.UTF_8);
        int open = text.indexOf("publicKey");
        int close = text.indexOf("dsseEnvelope");

        for (byte[] changed : Changes.of(document.content())) {
            SignedDocument tampered = bundle(changed);
            Verdict verdict = Signatures.verify(tampered, TRUSTED, IMAGE);
            if (verdict instanceof Valid) {
                assertThat(verdict).isEqualTo(original);
                assertThat(Changes.at(document.content(), changed)).isBetween(open, close);
            }
        }
    }

    @Test
    void verifyWhenAnyByteOfAnOlderSignatureIsChangedNeverIsValid() {
        SignedDocument document = CosignSignature.sign(IMAGE, "registry.example/app", KEY);
        String signature = document.annotations().getOrDefault(CosignSignature.SIGNATURE, "");

        for (byte[] changed : Changes.of(document.content())) {
            SignedDocument tampered = new SignedDocument(document.mediaType(), changed, document.annotations());
            assertThat(Signatures.verify(tampered, TRUSTED, IMAGE)).isNotInstanceOf(Valid.class);
        }
        for (byte[] changed : Changes.of(signature.getBytes(StandardCharsets.US_ASCII))) {
            Map<String, String> annotations =
                    Map.of(CosignSignature.SIGNATURE, new String(changed, StandardCharsets.ISO_8859_1));
            SignedDocument tampered = new SignedDocument(document.mediaType(), document.content(), annotations);
            assertThat(Signatures.verify(tampered, TRUSTED, IMAGE)).isNotInstanceOf(Valid.class);
        }
    }

    @Test
    void verifyWhenDocumentIsTooLargeIsForged() {
        SignedDocument document = bundle(new byte[SignedDocument.LARGEST + 1]);

        assertThat(Signatures.verify(document, TRUSTED, IMAGE))
                .isEqualTo(new Forged("it is larger than 33554432 bytes"));
    }

    private static List<SignedDocument> documents(SigningKey key) {
        return List.of(
                SigstoreBundle.sign(InTotoStatement.imageSignature(IMAGE), key),
                SigstoreBundle.sign(provenance(), key),
                CosignSignature.sign(provenance(), key),
                CosignSignature.sign(IMAGE, "registry.example/app", key));
    }

    private static InTotoStatement provenance() {
        JsonObject predicate = new JsonObject();
        predicate.addProperty("häß", 1.50);
        return new InTotoStatement(Optional.of("app"), IMAGE, PROVENANCE, predicate);
    }

    private static byte[] statement(String template) {
        return template.replace(":T", ":'https://in-toto.io/Statement/v1'")
                .replace(":P", ":'" + PROVENANCE + "'")
                .replace(":I", ":'" + IMAGE.hex() + "'")
                .replace(":O", ":'" + OTHER.hex() + "'")
                .replace('\'', '"')
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String envelope(SigningKey key) {
        byte[] payload = provenance().bytes();
        return new String(
                DsseEnvelope.sign(InTotoStatement.PAYLOAD_TYPE, payload, key).bytes(), StandardCharsets.UTF_8);
    }

    private static SignedDocument bundleOf(DsseEnvelope envelope) {
        return bundle(new SigstoreBundle(Optional.empty(), envelope).bytes());
    }

    private static SignedDocument bundle(byte[] content) {
        return new SignedDocument(SigstoreBundle.MEDIA_TYPE, content, Map.of());
    }
}
