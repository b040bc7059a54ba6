package io.github.imagepromotion.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private record Document(Digest digest, List<RegistryAddress> registries, Optional<String> note) {}

    /** Of a type that cannot be read. */
    private record Unreadable(Thread thread) {}

    private record Extended(String name, Optional<Unreadable> extension, List<Unreadable> others) {}

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "null", "1", "{", "{}{}", "{'a':1}", "{\"a\":NaN}", "{\"a\":1,}", "\u0000", "{\"a\" 1}"
            })
    void objectWhenItIsNoObjectRefusesWithTheName(String text) {
        assertThatThrownBy(() -> Json.object(text.getBytes(StandardCharsets.UTF_8), "thing"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("Malformed thing");
    }

    @Test
    void objectWhenAbsurdlyDeepRefuses() {
        String deep = "{\"a\":".repeat(100_000);

        assertThatThrownBy(() -> Json.object(deep.getBytes(StandardCharsets.UTF_8), "thing"))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void objectWhenNotUtf8Refuses() {
        assertThatThrownBy(() -> Json.object(new byte[] {'{', (byte) 0xff, '}'}, "thing"))
                .isInstanceOf(ImageException.class);
    }

    @Test
    void readWhenWrittenByPrettyRoundTrips() {
        Document document = new Document(
                Digest.sha256(new byte[0]),
                List.of(RegistryAddress.of("oci:/images"), RegistryAddress.of("https://r.example/x")),
                Optional.empty());

        assertThat(Json.read(Json.pretty(document), Document.class, "thing")).isEqualTo(document);
    }

    @Test
    void readWhenMembersAreAbsentDoesNotLookAtTheirTypes() {
        assertThat(Json.read("{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8), Extended.class, "thing")
                        .name())
                .isEqualTo("a");
        byte[] unreadable = "{\"name\":\"a\",\"others\":[{}]}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Json.read(unreadable, Extended.class, "thing")).isInstanceOf(RuntimeException.class);
    }

    @Test
    void readWhenAValueIsIllegalSaysWhich() {
        byte[] text = "{\"digest\":\"sha256:nope\"}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Json.read(text, Document.class, "thing"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("thing", "sha256:nope");
    }

    @Test
    void readWhenMembersAreAbsentLeavesWhatItReads() {
        JsonObject part = Json.object(
                ("{\"digest\":\"" + Digest.sha256(new byte[0]) + "\"}").getBytes(StandardCharsets.UTF_8), "thing");

        assertThat(Json.read(part, Document.class, "thing").note()).isEmpty();

        assertThat(part.keySet()).containsExactly("digest");
    }

    private enum Colour {
        RED,
        GREEN
    }

    private record Painted(Colour colour) {}

    @Test
    void readWhenAChoiceIsKnownRoundTripsAndOtherwiseRefuses() {
        byte[] written = Json.compact(new Painted(Colour.GREEN));
        byte[] other = "{\"colour\":\"blue\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo("{\"colour\":\"green\"}");
        assertThat(Json.read(written, Painted.class, "thing")).isEqualTo(new Painted(Colour.GREEN));
        assertThatThrownBy(() -> Json.read(other, Painted.class, "thing"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("thing", "blue");
    }
}
