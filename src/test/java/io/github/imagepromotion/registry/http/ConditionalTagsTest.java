package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.registry.http.FakeRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.TestImages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags set on condition, in registries that honour it, ignore it or do not understand it. */
class ConditionalTagsTest {
    private static final Tag TAG = Tag.of("42");

    private final FakeRegistry server = new FakeRegistry();
    private final UnhurriedClient client = new UnhurriedClient(server.address(), Accesses.anonymous());
    private final Manifest ours = TestImages.single(1, 10).top();
    private final Manifest theirs = TestImages.single(2, 10).top();
    private final List<String> conditions = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void swapWhenTheTagIsAbsentAsksForThat() throws IOException {
        honour(412);

        assertThat(swap(Optional.empty())).isEqualTo(Swap.UNCHECKED);

        assertThat(conditions).containsExactly("If-None-Match: *");
        assertThat(server.manifests.get("42")).isEqualTo(ours.bytes());
    }

    @Test
    void swapWhenTheTagIsThereNamesItsDigest() throws IOException {
        honour(412);
        server.manifests.put("42", theirs.bytes());

        assertThat(swap(digest(theirs))).isEqualTo(Swap.UNCHECKED);

        assertThat(conditions)
                .containsExactly("If-Match: \"" + theirs.descriptor().digest() + "\"");
        assertThat(server.manifests.get("42")).isEqualTo(ours.bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {412, 409})
    void swapWhenSomebodyElseCameFirstLeavesTheirs(int status) throws IOException {
        honour(status);
        server.manifests.put("42", theirs.bytes());

        assertThat(swap(Optional.empty())).isEqualTo(Swap.CONFLICT);

        assertThat(server.manifests.get("42")).isEqualTo(theirs.bytes());
        assertThat(server.lines("PUT")).hasSize(1);
    }

    @Test
    void swapWhenSomebodyElseSetTheSameIsDone() throws IOException {
        honour(412);
        server.manifests.put("42", ours.bytes());

        assertThat(swap(Optional.empty())).isEqualTo(Swap.UNCHECKED);
    }

    @Test
    void swapWhenTheAnswerToTheFirstAttemptIsLostIsDone() throws IOException {
        AtomicInteger puts = new AtomicInteger();
        server.with(exchange -> {
            if (exchange.getRequestMethod().equals("PUT") && puts.getAndIncrement() == 0) {
                server.manifests.put("42", exchange.getRequestBody().readAllBytes());
                return true;
            }
            return refusesConditionally(exchange, 412);
        });

        assertThat(swap(Optional.empty())).isEqualTo(Swap.UNCHECKED);
        assertThat(puts).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 412, 428, 501})
    void swapWhenTheConditionIsNotUnderstoodDoesWithoutAndRemembersIt(int status) throws IOException {
        server.with(exchange -> {
            boolean conditional = condition(exchange).isPresent();
            if (conditional) {
                answer(exchange, status);
            }
            return conditional;
        });
        server.manifests.put("42", theirs.bytes());
        var repository = client.repository();

        assertThat(repository.swap(TAG, digest(theirs), ours, Precondition.NONE))
                .isEqualTo(Swap.UNCHECKED);
        assertThat(repository.swap(TAG, digest(ours), theirs, Precondition.NONE))
                .isEqualTo(Swap.UNCHECKED);

        assertThat(server.manifests.get("42")).isEqualTo(theirs.bytes());
        assertThat(conditions).hasSize(1);
    }

    @Test
    void swapWhenTheRegistryRefusesEitherWaySaysWhy() {
        server.with(exchange -> {
            boolean put = exchange.getRequestMethod().equals("PUT");
            if (put) {
                answer(exchange, 403, "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"read only\"}]}");
            }
            return put;
        });
        assertThatThrownBy(() -> swap(Optional.empty()))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("403", "read only");
    }

    @Test
    void swapWhenThePermitIsWithdrawnBetweenAttemptsWritesNothing() {
        server.with(exchange -> {
            answer(exchange, 503);
            return true;
        });
        AtomicInteger asked = new AtomicInteger();

        assertThatThrownBy(() -> client.repository().swap(TAG, Optional.empty(), ours, () -> {
                    if (asked.incrementAndGet() == 3) {
                        throw new ImageException("too late");
                    }
                }))
                .hasMessage("too late");
        assertThat(server.lines("PUT")).hasSize(2);
    }

    private Swap swap(Optional<Digest> expected) throws IOException {
        return client.repository().swap(TAG, expected, ours, Precondition.NONE);
    }

    private static Optional<Digest> digest(Manifest manifest) {
        return Optional.of(manifest.descriptor().digest());
    }

    private void honour(int status) {
        server.with(exchange -> refusesConditionally(exchange, status));
    }

    private boolean refusesConditionally(HttpExchange exchange, int status) throws IOException {
        Optional<String> condition = condition(exchange);
        byte[] now = server.manifests.get("42");
        boolean holds = condition.isEmpty()
                || condition.get().equals("If-None-Match: *") && now == null
                || now != null && condition.get().equals("If-Match: \"" + Digest.sha256(now) + "\"");
        if (!holds) {
            answer(exchange, status);
        }
        return !holds;
    }

    private Optional<String> condition(HttpExchange exchange) {
        Optional<String> condition = FakeRegistry.header(exchange, "If-Match")
                .map(value -> "If-Match: " + value)
                .or(() -> FakeRegistry.header(exchange, "If-None-Match").map(value -> "If-None-Match: " + value));
        condition.ifPresent(conditions::add);
        return condition;
    }
}
