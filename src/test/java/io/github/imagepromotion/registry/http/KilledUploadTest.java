package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.transport.ApacheTransport;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Transport;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process that comes after a killed one sends again, to a real registry. */
@NeedsTools
class KilledUploadTest {
    private static final int CHUNK = 100_000;
    private static final UploadSizes SIZES = new UploadSizes(1_000, CHUNK);

    private static DockerRegistry docker;

    private String killedMethod = "PATCH";

    @TempDir
    private Path state;

    private final AtomicLong sent = new AtomicLong();
    private final List<URI> asked = new CopyOnWriteArrayList<>();
    private final TestImage image = TestImages.single(System.nanoTime(), 10 * CHUNK);
    private final Descriptor layer = image.image().blobs().get(1);

    @BeforeAll
    static void startRegistry() {
        docker = DockerRegistry.anonymous();
    }

    @AfterAll
    static void stopRegistry() {
        docker.close();
    }

    /** Not an exception: nothing of ours tidies up after it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void pushWhenTheProcessBeforeWasKilledSendsOneChunkAgainAtMost() throws IOException {
        assertThatThrownBy(() -> push(6)).isInstanceOf(Killed.class);
        long before = sent.getAndSet(0);

        PushResult pushResult = push(Integer.MAX_VALUE);

        assertThat(pushResult).isEqualTo(PushResult.UPLOADED);
        assertThat(before).isEqualTo(6L * CHUNK);
        assertThat(before + sent.get()).isLessThanOrEqualTo(layer.size() + CHUNK);
        assertThat(repository(Integer.MAX_VALUE).read(layer, 2_000_000))
                .isEqualTo(image.blobs().read(layer, 2_000_000));
        assertThat(hints()).isEmpty();
    }

    @Test
    void pushWhenTheProcessBeforeWasKilledAtTheEndSendsNothingAgain() throws IOException {
        killedMethod = "PUT";
        assertThatThrownBy(() -> push(0)).isInstanceOf(Killed.class);
        long before = sent.getAndSet(0);

        assertThat(push(Integer.MAX_VALUE)).isEqualTo(PushResult.UPLOADED);
        assertThat(before).isEqualTo(layer.size());
        assertThat(sent).hasValue(0);
    }

    @Test
    void pushWhenTheRememberedUploadIsDeadBeginsAnew() throws IOException {
        assertThatThrownBy(() -> push(3)).isInstanceOf(Killed.class);
        Path hint = hints().get(0);
        Files.writeString(hint, Files.readString(hint).replaceAll("uploads/[0-9a-f]{8}", "uploads/00000000"));
        sent.set(0);

        assertThat(push(Integer.MAX_VALUE)).isEqualTo(PushResult.UPLOADED);
        assertThat(sent).hasValue(layer.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://attacker.example/v2/x/blobs/uploads/1", "uploads/1", "mailto:a@b", "http:///x", ""})
    void pushWhenTheHintNamesAnotherHostAsksNobodyThere(String location) throws IOException {
        assertThatThrownBy(() -> push(3)).isInstanceOf(Killed.class);
        Files.writeString(hints().get(0), "{\"location\":\"" + location + "\"}");

        assertThat(push(Integer.MAX_VALUE)).isEqualTo(PushResult.UPLOADED);
    }

    /** Whoever can write to the state directory must not have us send requests to wherever he likes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/other/app/blobs/uploads/1?_state=x",
                "/v2/team/killed/blobs/../../../other/app/manifests/latest",
                "/v2/team/killed/blobs/%2e%2e/%2e%2e/%2e%2e/other/app/manifests/latest",
                "/admin/reset"
            })
    void pushWhenTheHintNamesSomethingElseOfTheRegistryAsksForNothingThere(String path) throws IOException {
        assertThatThrownBy(() -> push(3)).isInstanceOf(Killed.class);
        Files.writeString(hints().get(0), "{\"location\":\"" + docker.url() + path + "\"}");
        asked.clear();

        assertThat(push(Integer.MAX_VALUE)).isEqualTo(PushResult.UPLOADED);
        assertThat(asked).noneMatch(uri -> uri.toString().endsWith(path));
        assertThat(asked)
                .allMatch(uri -> uri.getPath().startsWith("/v2/team/killed/blobs/")
                        || uri.getPath().equals("/v2/"));
    }

    /** An upload that somebody else began, with other bytes, costs one from the beginning. */
    @Test
    void pushWhenTheHintNamesAnUploadOfOtherBytesBeginsAnew() throws IOException {
        assertThatThrownBy(() -> push(3)).isInstanceOf(Killed.class);
        Path hint = hints().get(0);
        byte[] own = Files.readAllBytes(hint);
        TestImage foreign = TestImages.single(System.nanoTime(), 10 * CHUNK);
        assertThatThrownBy(() -> repository(3).push(foreign.image().blobs().get(1), foreign.blobs(), List.of()))
                .isInstanceOf(Killed.class);
        Path other =
                hints().stream().filter(each -> !each.equals(hint)).findFirst().orElseThrow();
        assertThat(Files.readAllBytes(other)).isNotEqualTo(own);
        Files.write(hint, Files.readAllBytes(other));

        assertThat(push(Integer.MAX_VALUE)).isEqualTo(PushResult.UPLOADED);
        assertThat(repository(Integer.MAX_VALUE).read(layer, 2_000_000))
                .isEqualTo(image.blobs().read(layer, 2_000_000));
    }

    @Test
    void hintWhenWrittenIsTheUsersAloneAndHoldsNoCredential() throws IOException {
        assertThatThrownBy(() -> push(3)).isInstanceOf(Killed.class);

        assertThat(hints()).singleElement().satisfies(hint -> {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hint)))
                    .isEqualTo("rw-------");
            assertThat(hint)
                    .content()
                    .doesNotContain(DockerRegistry.PASSWORD)
                    .contains(layer.digest().toString());
        });
    }

    private PushResult push(int chunks) throws IOException {
        return repository(chunks).push(layer, image.blobs(), List.of());
    }

    private Repository repository(int chunks) {
        RegistryAccess plain = Accesses.anonymous();
        RegistryAccess access = Accesses.of(
                plain.credentials(),
                false,
                false,
                plain.timeout(),
                Accesses.unlimited(),
                Optional.of(state),
                plain.userAgent());
        Transport real = new ApacheTransport(access.timeout(), access.userAgent(), Accesses.systemTrust());
        var address = (io.github.imagepromotion.image.RegistryAddress.Host) docker.address();
        RegistryClient client = new RegistryClient(
                address, access, killedAfter(real, chunks), RetryPolicy.standard(Accesses.unlimited()));
        return new HttpRegistry(address, client, SIZES).repository(RepositoryName.of("team/killed"));
    }

    private Transport killedAfter(Transport real, int chunks) {
        AtomicLong left = new AtomicLong(chunks);
        return new Transport() {
            @Override
            public Response send(Request request) throws IOException {
                asked.add(request.uri());
                if (request.method().equals(killedMethod) && left.getAndDecrement() == 0) {
                    throw new Killed();
                }
                if (request.method().equals("PATCH")) {
                    sent.addAndGet(request.body().orElseThrow().length());
                }
                return real.send(request);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    private List<Path> hints() throws IOException {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
