package io.github.imagepromotion.registry.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.TlsFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LateTlsTest {

    /** An eighth of a second that a registry on plain HTTP does not have to pay. */
    @Test
    void whereNothingIsNamedItIsMadeReadyWhenItIsNeeded() {
        LateTls tls = LateTls.of(TlsFiles.SYSTEM.shownTo(host -> true));

        assertThat(tls.ready).isNull();
        tls.ready();
        assertThat(tls.ready).isNotNull();
    }

    @Test
    void aFileThatCannotBeUsedIsToldAtOnce() {
        TlsFiles missing = new TlsFiles(Optional.of(Path.of("no-such-file.pem")), Optional.empty());

        assertThatThrownBy(() -> LateTls.of(missing))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no-such-file.pem");
    }
}
