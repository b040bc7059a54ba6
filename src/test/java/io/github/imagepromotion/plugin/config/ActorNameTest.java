package io.github.imagepromotion.plugin.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.plugin.access.SigningSecrets;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who approves is who signs, and not the account of an agent. */
class ActorNameTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    private Path directory;

    @Test
    void ofWhenSeveralNameSomebodyTakesWhatIsNearestToThePersonAndSaysWhich() {
        assertThat(ActorName.of(Optional.of("Ada"), Optional.of("Ben"), Optional.of("ci"), "cleo"))
                .isEqualTo(new ActorName(Optional.of("Ada"), "-Dimage.actor"));
        assertThat(ActorName.of(NONE, Optional.of("Ben"), Optional.of("ci"), "cleo"))
                .isEqualTo(new ActorName(Optional.of("Ben"), "the comment of the signing key"));
        assertThat(ActorName.of(NONE, NONE, Optional.of("ci"), "cleo"))
                .isEqualTo(new ActorName(Optional.of("ci"), "the CI server"));
        assertThat(ActorName.of(NONE, NONE, NONE, "cleo"))
                .isEqualTo(new ActorName(Optional.of("cleo"), "the account on this machine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "?", "", "SYSTEM", "1000730000", "jenkins"})
    void ofWhenTheAccountIsAnAgentsNamesNobody(String account) {
        ActorName nobody = ActorName.of(NONE, NONE, NONE, account);

        assertThat(nobody.name()).isEmpty();
        assertThat(nobody.origin()).contains("'" + account + "'");
    }

    @Test
    void holderWhenACommentIsInFrontOfTheKeyIsItAndNoSecret() throws IOException {
        Redactor redactor = new Redactor();
        String named = "# Ada.Lovelace@engines.example.org\n" + TestKeys.pem();
        Path file = Files.writeString(directory.resolve("ada.key"), named);

        String pem = new SigningSecrets(directory, Map.of(), id -> "", redactor).pem(file.toString());

        assertThat(SigningKey.parse(pem, Optional.empty(), "ada.key").holder())
                .contains("Ada.Lovelace@engines.example.org");
        assertThat(redactor.clean(named))
                .startsWith("# Ada.Lovelace@engines.example.org")
                .contains("***");
        assertThat(SigningKey.parse(TestKeys.pem(), Optional.empty(), "key").holder())
                .isEmpty();
    }
}
