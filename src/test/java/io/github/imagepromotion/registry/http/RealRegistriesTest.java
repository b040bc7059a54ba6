package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.VariableProxies;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.RealRegistry;
import io.github.imagepromotion.testing.SquidProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of every registry holds with real ones, and with what people put before them. */
@ParameterizedClass
@EnumSource(RealRegistry.Kind.class)
@NeedsTools
class RealRegistriesTest extends ServerContract<RealRegistry> {
    @Parameter
    private RealRegistry.Kind kind = RealRegistry.Kind.TLS;

    @TempDir
    private Path directory;

    @Override
    protected int large() {
        return 20 * 1024 * 1024;
    }

    @Override
    protected boolean mounts() {
        return kind != RealRegistry.Kind.CRANE;
    }

    @Override
    protected boolean checksManifests() {
        return kind != RealRegistry.Kind.CRANE;
    }

    @Override
    RealRegistry start() {
        return RealRegistry.start(kind, directory);
    }

    @Override
    Registry open(RealRegistry server) {
        RegistryAccess access = Accesses.with(Accesses.asUser().credentials());
        if (server.certificate().isPresent()) {
            access = Accesses.with(access, new TlsFiles(server.certificate(), Optional.empty()));
        }
        if (server.proxy().isPresent()) {
            String login = SquidProxy.USER + ":" + URLEncoder.encode(SquidProxy.PASSWORD, StandardCharsets.UTF_8);
            access = Accesses.with(
                    access,
                    new VariableProxies(Map.of(
                            "HTTP_PROXY",
                            "http://" + login + "@" + server.proxy().get())));
        }
        return HttpRegistry.open((RegistryAddress.Host) RegistryAddress.of(server.address()), access);
    }

    /** Larger than nginx takes in one request, and small enough to be sent in one. */
    @Test
    void pushWhenBlobWouldGoInOneRequestArrivesWhole() throws IOException {
        MemoryBlobs source = new MemoryBlobs();
        byte[] content = new byte[5 * 1024 * 1024];
        new Random(5).nextBytes(content);
        Descriptor blob = source.add(MediaType.of("application/octet-stream"), content);
        Repository repository = registry().writable(RepositoryName.of("team/five"));
        repository.push(blob, source, List.of());
        try (InputStream in = repository.open(blob, 0)) {
            assertThat(Digest.sha256(in.readAllBytes())).isEqualTo(blob.digest());
        }
    }
}
