package io.github.imagepromotion.registry.connect;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.RegistryAccess;
import io.github.imagepromotion.registry.credentials.CredentialSources;
import io.github.imagepromotion.testing.Accesses;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistriesTest {
    private static final RegistryAccess OFFLINE = Accesses.of(
            CredentialSources.firstOf(),
            false,
            true,
            Duration.ofSeconds(1),
            Accesses.unlimited(),
            Optional.empty(),
            "test");

    @ParameterizedTest
    @ValueSource(strings = {"r.example", "https://r.example:5000", "localhost:5000", "127.0.0.1:5000"})
    void openWhenOfflineRefusesHosts(String address) {
        assertThatThrownBy(() -> Registries.open(RegistryAddress.of(address), OFFLINE))
                .isInstanceOf(ImageException.class)
                .satisfies(tells(address, "without -o", "oci:"));
    }

    @Test
    void openWhenOfflineTakesDirectories() throws IOException {
        try (Registry registry = Registries.open(RegistryAddress.of("oci:somewhere"), OFFLINE)) {
            assertThat(registry.address()).isEqualTo(RegistryAddress.of("oci:somewhere"));
        }
    }
}
