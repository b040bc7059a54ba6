package io.github.imagepromotion.tampering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.BuildDocuments;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody tampered with is accepted by cosign and listed by oras, and by our own verification, in either form. */
@NeedsTools
class OtherToolsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void keepTheKey() throws IOException {
        Files.writeString(directory.resolve("own.pub"), Build.OWN.publicKey().pem());
    }

    @Test
    void promoteWhenTheRegistryListsReferrersIsAcceptedByCosignAndOras() throws IOException {
        try (Scene scene = new Scene(new ReferrersVault(), directory, SignatureForm.BUNDLE)) {
            assertAccepted(scene);
            assertListed(scene);
        }
    }

    @Test
    void promoteWhenTheListIsUnderATagIsAcceptedByCosignAndOras() throws IOException {
        try (Scene scene = new Scene(DockerVault.start(directory.resolve("kept")), directory, SignatureForm.BUNDLE)) {
            assertAccepted(scene);
            assertListed(scene);
        }
    }

    @Test
    void promoteWhenTheOlderFormIsWantedIsAcceptedByCosign() throws IOException {
        try (Scene scene = new Scene(DockerVault.start(directory.resolve("kept")), directory, SignatureForm.LEGACY)) {
            assertAccepted(scene, "--new-bundle-format=false");
        }
    }

    private void assertAccepted(Scene scene, String... options) {
        assertThat(scene.verify("test")).isEmpty();
        for (Descriptor subject : BuildDocuments.subjects(scene.newer.image().image())) {
            String reference = reference(scene, subject);
            cosign(reference, options, "verify");
            cosign(reference, options, "verify-attestation", "--type", "slsaprovenance1");
        }
        String top = reference(scene, scene.newer.image().image().top());
        String record = cosign(top, options, "verify-attestation", "--type", PromotionRecord.PREDICATE_TYPE);
        assertThat(record).isNotBlank();
    }

    private static void assertListed(Scene scene) {
        String reference = reference(scene, scene.newer.image().image().top());
        String seen = new String(
                Commands.run(Commands.peer("oras"), "discover", "--plain-http", "--format", "json", reference), UTF_8);
        for (Document document : scene.newer.documents()) {
            if (document.subject().equals(scene.newer.digest())) {
                assertThat(seen).contains(document.digest().toString());
            }
        }
        assertThat(seen).contains(PromotionRecord.PREDICATE_TYPE);
    }

    private static String reference(Scene scene, Descriptor subject) {
        return scene.vault.address("test").toString().replaceFirst("^http://", "") + "/acme/shop@" + subject.digest();
    }

    private String cosign(String reference, String[] options, String... command) {
        List<String> arguments = new ArrayList<>(List.of(Commands.peer("cosign")));
        arguments.addAll(List.of(command));
        arguments.addAll(List.of(
                "--key",
                directory.resolve("own.pub").toString(),
                "--insecure-ignore-tlog",
                "--allow-insecure-registry"));
        arguments.addAll(List.of(options));
        arguments.add(reference);
        return new String(Commands.run(arguments.toArray(String[]::new)), UTF_8);
    }
}
