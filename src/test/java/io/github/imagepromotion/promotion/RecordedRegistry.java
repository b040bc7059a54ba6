package io.github.imagepromotion.promotion;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Faults;
import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.TestEnvironments;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A docker-registry, and the requests that it got. */
final class RecordedRegistry implements AutoCloseable {
    /** The requests so far; may be cleared. */
    final List<Head> requests = new CopyOnWriteArrayList<>();

    private final DockerRegistry registry = DockerRegistry.anonymous();
    private final FaultProxy proxy = FaultProxy.start(registry.url(), Faults.NONE, new Traffic() {
        @Override
        public void requested(Head request) {
            requests.add(request);
        }
    });

    RegistryAddress address() {
        return RegistryAddress.of(proxy.url());
    }

    /** The environment 'dev' there, with the moving tag 'latest'. */
    Environments dev() {
        return new Environments(
                List.of(TestEnvironments.of("dev", List.of(address()), List.of(Tag.of("latest")), List.of())));
    }

    @Override
    public void close() {
        proxy.close();
        registry.close();
    }
}
