package io.github.imagepromotion.build.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Content that is large enough to be hashed beside the writing, and small content that is not. */
class VerifyingStreamTest {
    private final AtomicInteger damages = new AtomicInteger();

    @Test
    void transferWhenContentIsRightWritesAllOfIt() throws IOException {
        for (int size : new int[] {0, 1, 100_000, 4 << 20, (5 << 20) + 17}) {
            byte[] content = content(size);
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            assertThat(stream(content, content).transferTo(out)).isEqualTo(size);
            assertThat(out.toByteArray()).isEqualTo(content);
        }
        assertThat(damages).hasValue(0);
    }

    @Test
    void transferWhenAnyByteIsAnotherFails() {
        byte[] expected = content((5 << 20) + 17);
        for (int position : new int[] {0, 2_000_000, expected.length - 1}) {
            byte[] content = expected.clone();
            content[position] ^= 1;

            assertThatThrownBy(() -> stream(expected, content).transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("its content does not have that digest");
        }
        assertThat(damages).hasValue(3);
    }

    @Test
    void transferWhenContentIsShorterOrLongerFails() {
        byte[] expected = content(5 << 20);
        byte[] shorter = Arrays.copyOf(expected, expected.length - 1);
        byte[] longer = Arrays.copyOf(expected, expected.length + 1);

        assertThatThrownBy(() -> stream(expected, shorter).transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("it ends 1 bytes before");
        assertThatThrownBy(() -> stream(expected, longer).transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("it has more than");
        assertThat(damages).hasValue(2);
    }

    @Test
    void transferWhenWritingFailsEndsWithThat() {
        byte[] content = content(5 << 20);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> stream(content, content).transferTo(full))
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        assertThat(damages).hasValue(0);
    }

    private InputStream stream(byte[] expected, byte[] content) throws IOException {
        Descriptor blob = Descriptor.of(MediaType.OCI_LAYER, expected);
        return new VerifyingStream(new ByteArrayInputStream(content), blob, "a place", damages::incrementAndGet);
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
