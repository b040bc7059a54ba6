package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.RepositoryContract;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NeedsTools
class HttpRepositoryTest extends RepositoryContract {
    private static DockerRegistry server;
    private static Registry registry;

    @BeforeAll
    static void start() {
        server = DockerRegistry.anonymous();
        registry = HttpRegistry.open((RegistryAddress.Host) server.address(), Accesses.anonymous());
    }

    @AfterAll
    static void stop() throws IOException {
        registry.close();
        server.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }

    @Test
    void tagWhenReadByOtherToolsIsWhatWasPut() throws IOException {
        for (TestImage image : java.util.List.of(TestImages.single(20, 5000), TestImages.twoPlatforms(21, 5000))) {
            Repository repository = registry.repository(RepositoryName.of("eyes/app"));
            transfer(image, repository);
            repository.tag(Tag.of("42"), image.top());
            byte[] raw = Commands.run(
                    Commands.installed("skopeo"),
                    "inspect",
                    "--raw",
                    "--tls-verify=false",
                    "docker://" + repository.displayName() + ":42");
            assertThat(Digest.sha256(raw)).isEqualTo(image.image().top().digest());
            Commands.run(
                    Commands.peer("crane"), "validate", "--insecure", "--remote", repository.displayName() + ":42");
        }
    }
}
