package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.ImageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentsFileTest {
    @TempDir
    private Path directory;

    private Environment read(String elements) throws IOException {
        Path file = directory.resolve("environments.xml");
        Files.writeString(
                file,
                "<environments><environment><id>prod</id><registry>r.example</registry>" + elements
                        + "</environment></environments>");
        return new EnvironmentsFile(file.toFile()).read().find("prod").orElseThrow();
    }

    @Test
    void readWhenTheConnectionIsConfiguredCarriesIt() throws IOException {
        assertThat(read("<usernameEnv>U</usernameEnv><passwordEnv>P</passwordEnv><caFile> tls/ca.pem </caFile>"
                                + "<clientCertificate>c.pem</clientCertificate><clientKey>k.pem</clientKey>"
                                + "<realms>auth.example, [::1]</realms>")
                        .connection())
                .isEqualTo(new Connection(
                        Optional.of("U"),
                        Optional.of("P"),
                        Optional.of("tls/ca.pem"),
                        Optional.of("c.pem"),
                        Optional.of("k.pem"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("auth.example", "[::1]")));
        Connection keystore = read("<keystore>k.p12</keystore><keystoreServerId>key</keystoreServerId>")
                .connection();
        assertThat(keystore.keystore()).contains("k.p12");
        assertThat(keystore.keystoreServerId()).contains("key");
        assertThat(read("").connection()).isEqualTo(Connection.STANDARD);
    }

    @ParameterizedTest
    @CsvSource({
        "<usernameEnv>U</usernameEnv>, <passwordEnv>",
        "<passwordEnv>P</passwordEnv>, <usernameEnv>",
        "<clientKey>k</clientKey>, <clientCertificate>",
        "<keystore>k</keystore>, <keystoreServerId>",
        "<usernameEnv>a b</usernameEnv><passwordEnv>P</passwordEnv>, <usernameEnv>",
        "<realms>https://auth.example/token</realms>, <realms>"
    })
    void readWhenSomethingIsMissingOrIllegalNamesTheElement(String elements, String element) {
        assertThatThrownBy(() -> read(elements))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(element, "-Dimage.environments");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<username>ci</username>",
                "<password>kanarienvogel-9W</password>",
                "<password>{COQLCE6DU6GtcS5P=}</password>"
            })
    void readWhenThereIsALoginRefusesItWithTheRemedy(String elements) {
        assertThatThrownBy(() -> read(elements))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("'prod'", "settings.xml", "<serverId>", "<usernameEnv>", "<passwordEnv>")
                .hasMessageNotContainingAny("kanarienvogel", "COQL");
    }
}
