package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.faults.proxy.Fault;
import io.github.imagepromotion.faults.proxy.FaultKind;
import io.github.imagepromotion.faults.proxy.FaultProxy;
import io.github.imagepromotion.faults.proxy.Traffic;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that break off on the wire, in their head or in their content. */
class BrokenAnswersTest {
    private static final Tag TAG = Tag.of("42");

    private final FakeRegistry server = new FakeRegistry();
    private final Manifest manifest = TestImages.single(1, 10).top();
    private final AtomicInteger left = new AtomicInteger(1);
    private volatile Fault fault = Fault.of(FaultKind.CUT_IN_ANSWER, 0.5);
    private final FaultProxy proxy = FaultProxy.start(
            server.url(),
            (operation, request) -> left.getAndDecrement() > 0 ? Optional.of(fault) : Optional.empty(),
            Traffic.UNWATCHED);
    private final UnhurriedClient client =
            new UnhurriedClient((RegistryAddress.Host) RegistryAddress.of(proxy.url()), Accesses.anonymous());

    @AfterEach
    void stop() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void manifestWhenItsContentBreaksOffIsReadAgain() throws IOException {
        server.manifests.put("42", manifest.bytes());
        fault = Fault.of(FaultKind.TRUNCATED_ANSWER, 0.5);

        assertThat(client.repository().manifest(TAG).map(Manifest::descriptor)).contains(manifest.descriptor());
    }

    @Test
    void manifestWhenItsContentAlwaysBreaksOffSaysSo() {
        server.manifests.put("42", manifest.bytes());
        fault = Fault.of(FaultKind.TRUNCATED_ANSWER, 0.5);
        left.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> client.repository().manifest(TAG))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Cannot read manifest '42'", "Check <registry>"));
    }

    @Test
    void tagsWhenAPageBreaksOffAreReadAgain() throws IOException {
        server.with(exchange -> {
            FakeRegistry.answer(exchange, 200, "{\"name\": \"team/app\", \"tags\": [\"41\", \"42\"]}");
            return true;
        });
        fault = Fault.of(FaultKind.TRUNCATED_ANSWER, 0.9);

        assertThat(client.repository().tags()).containsExactly(Tag.of("41"), TAG);
    }

    /** Wherever the head ends: half a length, half a digest, half a location are none. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99})
    void answersWhenTheirHeadsBreakOffAreNone(double where) throws IOException {
        fault = Fault.of(FaultKind.CUT_IN_ANSWER, where);
        MemoryBlobs blobs = new MemoryBlobs();
        Descriptor blob = blobs.add(MediaType.OCI_LAYER_GZIP, new byte[12_345]);

        assertThat(client.repository().has(blob)).isFalse();
        left.set(1);
        assertThat(client.repository().push(blob, blobs, List.of())).isEqualTo(PushResult.UPLOADED);
        left.set(1);
        assertThat(client.repository().has(blob)).isTrue();
        left.set(1);
        client.repository().tag(TAG, manifest);
        left.set(1);
        assertThat(client.repository().manifest(TAG).map(Manifest::descriptor)).contains(manifest.descriptor());
        left.set(1);
        assertThat(client.repository().resolve(TAG)).contains(manifest.descriptor());
    }
}
