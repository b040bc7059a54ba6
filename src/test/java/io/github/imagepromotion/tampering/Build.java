package io.github.imagepromotion.tampering;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.ledger.Provenance.Resource;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A build of two platforms with its documents, as {@code image:build} leaves it.
 *
 * @param image that was built
 * @param identity of the build
 * @param documents provenance and signatures of each manifest, an SBOM, a report
 */
record Build(TestImage image, Identity identity, List<Document> documents) {
    /** The key that everyone trusts. */
    static final SigningKey OWN = newKey();
    /** A key that nobody trusts. */
    static final SigningKey FOREIGN = newKey();

    static Build of(long seed, String buildId, SignatureForm form) {
        return of(
                TestImages.twoPlatforms(seed, 700, 90),
                Archives.identity("shop", buildId),
                new Attester(Optional.of(OWN), form),
                "of build " + buildId);
    }

    /** The same image, with documents that somebody else made. */
    Build byAnotherKey(String content) {
        return of(image, identity, new Attester(Optional.of(FOREIGN), SignatureForm.BUNDLE), content);
    }

    private static Build of(TestImage image, Identity identity, Attester attester, String content) {
        List<Attachment> files = List.of(
                file("bom.json", "application/vnd.cyclonedx+json", content),
                file("tests.json", "application/json", content));
        Provenance provenance = new Provenance(
                new Provenance.Builder("https://ci.example", "1.0"),
                identity,
                new Provenance.Parameters("image:build", new JsonObject(), List.of()),
                List.of(),
                files.stream()
                        .map(file -> Resource.of(file.name(), "", Digest.sha256(file.content())))
                        .toList());
        return new Build(
                image,
                identity,
                new BuildDocuments(attester, Optional.of(provenance), files, identity.repository())
                        .about(image.image(), List.of()));
    }

    private static Attachment file(String name, String type, String content) {
        return new Attachment(
                name, MediaType.of(type), ("{\"is\":\"" + content + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    Digest digest() {
        return image.image().top().digest();
    }

    Build with(List<Document> others) {
        return new Build(image, identity, others);
    }

    Build without(Document document) {
        return with(documents.stream().filter(one -> !one.equals(document)).toList());
    }

    Build and(Document document) {
        return with(Stream.concat(documents.stream(), Stream.of(document)).toList());
    }

    Path write(Path file) throws IOException {
        new ArchiveWriter(image.image(), identity, image.blobs(), Optional.empty(), documents).write(file);
        return file;
    }

    private static SigningKey newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8)
                    + "\n-----END PRIVATE KEY-----\n";
            return SigningKey.parse(pem, Optional.empty(), "a test's key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
