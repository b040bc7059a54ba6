package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.RepositoryContract;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.CosignSigner;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.QuirkyRegistry;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry with the referrers API does what every kind of registry does. */
@NeedsTools
class ReferrersApiTest extends RepositoryContract {
    private final QuirkyRegistry server = new QuirkyRegistry();
    private Registry registry;

    @BeforeEach
    void open() {
        registry = HttpRegistry.open((RegistryAddress.Host) server.address(), Accesses.anonymous());
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        server.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }

    /** The registry of the tests is one that real tools take for one. */
    @Test
    void referrersWhenOrasAndCosignAttachAreListed(@TempDir Path directory) throws IOException {
        Repository repository = registry.repository(RepositoryName.of("eyes/app"));
        TestImage image = TestImages.single(24, 300);
        transfer(image, repository);
        String reference =
                server.authority() + "/eyes/app@" + image.image().top().digest();
        Path sbom = Files.writeString(directory.resolve("sbom.json"), "{}");
        Commands.run(
                Commands.peer("oras"),
                "attach",
                "--plain-http",
                "--disable-path-validation",
                "--artifact-type",
                "application/spdx+json",
                reference,
                sbom.toString());
        CosignSigner cosign = new CosignSigner(directory);
        cosign.sign(reference);
        cosign.verify(reference);

        assertThat(repository.referrers(image.image().top().digest()))
                .hasSize(2)
                .extracting(Descriptor::artifactType)
                .contains(Optional.of("application/spdx+json"));
        assertThat(repository.tags()).as("no fallback tag").isEmpty();
        assertThat(new String(
                        Commands.run(Commands.peer("oras"), "discover", "--plain-http", "--format", "json", reference),
                        StandardCharsets.UTF_8))
                .contains("application/spdx+json");
    }
}
