package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which registries a goal contacts while it still looks for the image. */
@NeedsTools
class ConnectingAheadTest {
    private static final String GREETING = "GET /v2/";

    @TempDir
    private Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @Test
    void promoteWhenTheOperatorNamesTheEnvironmentGreetsItsRegistryOnce() throws Exception {
        try (Shop shop = new Shop(directory);
                DockerRegistry registry = DockerRegistry.anonymous();
                FaultProxy proxy = proxy(registry)) {
            shop.environments(Shop.environment("prod", RegistryAddress.of(proxy.url()), ""));
            shop.promoted();
        }
        assertThat(requests).containsOnlyOnce(GREETING).anyMatch(request -> request.startsWith("PUT "));
    }

    @Test
    void promoteWhenTheBuildRecordNamesTheEnvironmentGreetsNobody() throws Exception {
        try (Shop shop = new Shop(directory);
                DockerRegistry registry = DockerRegistry.anonymous();
                FaultProxy proxy = proxy(registry)) {
            shop.environments(Shop.environment("prod", RegistryAddress.of(proxy.url()), ""));
            shop.record();
            Files.delete(shop.file("environments.xml"));
            shop.promoted("image.environments=", "image.allowRegistries=" + RegistryAddress.of(proxy.url()));
        }
        assertThat(requests).doesNotContain(GREETING).anyMatch(request -> request.startsWith("PUT "));
    }

    @Test
    void promoteWhenMavenIsOfflineGreetsNobody() throws Exception {
        try (Shop shop = new Shop(directory);
                DockerRegistry registry = DockerRegistry.anonymous();
                FaultProxy proxy = proxy(registry)) {
            shop.environments(Shop.environment("prod", RegistryAddress.of(proxy.url()), ""));
            shop.maven().offline();
            assertThat(shop.promote()).anyMatch(line -> line.contains("Maven is offline"));
        }
        assertThat(requests).isEmpty();
    }

    private FaultProxy proxy(DockerRegistry registry) {
        return FaultProxy.start(registry.url(), Faults.NONE, new Traffic() {
            @Override
            public void requested(Head request) {
                requests.add(request.method() + " " + request.target());
            }
        });
    }
}
