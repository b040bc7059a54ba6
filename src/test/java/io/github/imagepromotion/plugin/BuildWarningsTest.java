package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.imagepromotion.build.base.BaseOpener;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build says that goes on all the same. */
@MojoTest
class BuildWarningsTest {
    private static final String FULL = "src/test/resources/mojo/build/pom.xml";
    private static final String DEFAULTS = "src/test/resources/mojo/defaults/pom.xml";

    @TempDir
    private Path directory;

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void baseWhenItsRegistryLimitsRequestsIsWaitedForAndThatIsSaid(BuildMojo mojo) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer limited = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        limited.createContext("/v2/base/manifests/1", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(asked.incrementAndGet() <= 2 ? 429 : 404, -1);
            }
        });
        limited.start();
        try {
            call(mojo);
            BaseOpener opener = mojo.request().workspace().registries();
            RegistryAddress.Host address = (RegistryAddress.Host) RegistryAddress.of(
                    "http://127.0.0.1:" + limited.getAddress().getPort());

            try (Registry open = opener.open(address, false)) {
                assertThat(open.repository(RepositoryName.of("base")).resolve(Tag.of("1")))
                        .isEmpty();
            }
        } finally {
            limited.stop(0);
        }

        assertThat(asked).hasValueGreaterThanOrEqualTo(3);
        assertThat(warnings)
                .hasSize(2)
                .allMatch(line -> line.startsWith("Cannot ")
                        && line.endsWith(" yet: the registry limits requests (429). Trying again in 1 s."));
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void imageWhenTheProjectNamesNoTimeIsOf1970AndThatIsSaidOnce(BuildMojo mojo) {
        call(mojo);

        mojo.tellCreationTime();
        mojo.tellCreationTime();

        assertThat(warnings).singleElement().satisfies(line -> assertThat(line)
                .contains("1970", "project.build.outputTimestamp", "-Dimage.container.creationTime"));
    }

    @Test
    @InjectMojo(goal = "build", pom = DEFAULTS)
    void imageWhenTheProjectNamesATimeIsNotWarnedOf(BuildMojo mojo) {
        call(mojo);
        mojo.project.getProperties().setProperty("project.build.outputTimestamp", "2026-01-01T00:00:00Z");

        mojo.tellCreationTime();

        assertThat(warnings).isEmpty();
    }

    @Test
    @InjectMojo(goal = "build", pom = FULL)
    void imageWhenItsTimeIsConfiguredIsNotWarnedOf(BuildMojo mojo) {
        call(mojo);

        mojo.tellCreationTime();

        assertThat(warnings).isEmpty();
    }

    private void call(BuildMojo mojo) {
        mojo.project.setFile(directory.resolve("pom.xml").toFile());
        mojo.project.getBuild().setDirectory(directory.resolve("target").toString());
        mojo.session = Calls.session(Map.of(), Map.of());
        mojo.session.setProjects(List.of(mojo.project));
        mojo.setLog(new SystemStreamLog() {
            @Override
            public void warn(CharSequence line) {
                warnings.add(line.toString());
            }
        });
    }
}
