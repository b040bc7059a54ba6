package io.github.imagepromotion.json;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.DamagedContentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Go's {@code encoding/json} takes names that differ by case, and the last of several. */
class MembersTest {
    private static final Members KNOWN =
            Members.of("kind", "annotations").with("parts", Members.of("size").with("place", Members.of("os")));

    private record Outer(Optional<String> kind, List<Inner> parts, Map<String, String> annotations) {}

    private record Inner(Optional<String> size) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'a','kind':'b'}",
                "{'kind':'a','kin\\u0064':'b'}",
                "{'x':[{'y':{'z':1,'z':1}}]}",
                "{'annotations':{'a':'1','a':'2'}}"
            })
    void objectWhenAMemberStandsTwiceIsRefused(String text) {
        assertThatThrownBy(() -> Json.object(bytes(text), "thing"))
                .isInstanceOf(DamagedContentException.class)
                .hasMessageContainingAll("Malformed thing", "occurs twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Kind':'a'}",
                "{'kind':'a','KIND':'b'}",
                "{'\u212aind':'a'}",
                "{'annotation\u017f':{}}",
                "{'parts':[{'size':1},{'Size':2}]}",
                "{'parts':{'place':{'OS':'linux'}}}"
            })
    void objectWhenAMemberDiffersByCaseIsRefused(String text) {
        assertThatThrownBy(() -> Json.object(bytes(text), KNOWN, "thing"))
                .isInstanceOf(DamagedContentException.class)
                .hasMessageContainingAll("Malformed thing", "to programs that do not mind case");
    }

    /** What is data, or what nobody knows, may be called anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'a','annotations':{'a':'1','A':'2','kind':'3','Kind':'4'}}",
                "{'other':{'Kind':1,'kind':2},'x-kind':1}",
                "{'parts':[{'size':1,'x':{'Size':2}}]}"
            })
    void objectWhenOnlyDataDiffersByCaseIsTaken(String text) {
        assertThatCode(() -> Json.object(bytes(text), KNOWN, "thing")).doesNotThrowAnyException();
    }

    /** A record of ours is known by its components. */
    @ParameterizedTest
    @ValueSource(strings = {"{'Kind':'a'}", "{'parts':[{'SIZE':'1'}]}", "{'kind':'a','kind':'b'}"})
    void readWhenARecordHasAMemberThatDiffersByCaseIsRefused(String text) {
        assertThatThrownBy(() -> Json.read(bytes(text), Outer.class, "thing"))
                .isInstanceOf(DamagedContentException.class)
                .hasMessageContaining("Malformed thing");
    }

    @Test
    void readWhenARecordHasMapsTakesWhatIsInThem() {
        assertThatCode(() -> Json.read(
                        bytes("{'kind':'a','annotations':{'Kind':'x','kind':'y'},'unknown':{'Size':1}}"),
                        Outer.class,
                        "thing"))
                .doesNotThrowAnyException();
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
