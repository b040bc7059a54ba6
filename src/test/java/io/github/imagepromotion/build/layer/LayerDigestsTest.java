package io.github.imagepromotion.build.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.imagepromotion.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerDigestsTest {
    private static final Digest SHA256 = Digest.sha256(new byte[0]);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 5_000_000})
    void compressWhenThreadsDifferGivesTheSameBytes(int size) throws IOException {
        byte[] content = content(size);
        byte[] alone = compress(content, 1);

        assertThat(compress(content, 2)).isEqualTo(alone);
        assertThat(compress(content, 7)).isEqualTo(alone);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(alone)).readAllBytes())
                .isEqualTo(content);
    }

    @Test
    void compressWhenContentCompressesIsAboutAsSmallAsInOnePiece() throws IOException {
        byte[] content =
                "to be or not to be, that is the question\n".repeat(200_000).getBytes(UTF_8);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(whole)) {
            gzip.write(content);
        }

        assertThat(compress(content, 2).length).isLessThan(whole.size() * 11 / 10 + 200);
    }

    @Test
    void readWhenCompressedSaysBothDigests() throws IOException {
        byte[] content = content(300_000);
        byte[] stored = compress(content, 2);

        assertThat(LayerDigests.read(new ByteArrayInputStream(stored), SHA256, limit()))
                .isEqualTo(new LayerDigests(Digest.sha256(stored), stored.length, Digest.sha256(content)));
    }

    @Test
    void readWhenGzipHasSeveralMembersExpandsAll() throws IOException {
        byte[] stored = join(compress(content(1000), 1), compress(content(2000), 1));

        assertThat(read(stored).diffId()).isEqualTo(Digest.sha256(join(content(1000), content(2000))));
    }

    @Test
    void readWhenNotCompressedHasTheSameDigestTwice() throws IOException {
        LayerDigests digests = read(content(1000));

        assertThat(digests.stored()).isEqualTo(digests.diffId()).isEqualTo(Digest.sha256(content(1000)));
    }

    @Test
    void readWhenZstdHasSkippableFramesPassesThemBy() throws IOException {
        byte[] frame = zstd(content(300_000));
        byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'};

        byte[] stored = join(join(skippable, frame), join(skippable, join(zstd(content(10)), skippable)));

        assertThat(read(stored).diffId()).isEqualTo(Digest.sha256(join(content(300_000), content(10))));
        assertThat(read(stored).stored()).isEqualTo(Digest.sha256(stored));
    }

    /** What is skipped belongs to the stored bytes, too. */
    @Test
    void readWhenASkippableFrameIsLargerThanABufferHashesIt() throws IOException {
        byte[] large = new byte[500_008];
        System.arraycopy(new byte[] {0x50, 0x2a, 0x4d, 0x18, 0x20, (byte) 0xa1, 7, 0}, 0, large, 0, 8);
        byte[] stored = join(zstd(content(300_000)), join(large, zstd(content(10))));

        assertThat(read(stored))
                .isEqualTo(new LayerDigests(
                        Digest.sha256(stored), stored.length, Digest.sha256(join(content(300_000), content(10)))));
    }

    @Test
    void readWhenZstdWantsMuchMemoryRefuses() {
        // A frame with a window of 1 GB.
        byte[] stored = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x00, (byte) (20 << 3), 1, 0, 0};

        assertThatThrownBy(() -> read(stored))
                .isInstanceOf(UnexpandableException.class)
                .hasMessage(
                        "it is compressed with zstd and a window of 1024 MB, and at most 8 MB can be expanded here");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 11, 40, 5000})
    void readWhenZstdIsTruncatedRefuses(int length) throws IOException {
        byte[] stored = Arrays.copyOf(zstd(content(300_000)), length);

        assertThatThrownBy(() -> read(stored)).isInstanceOf(IOException.class);
    }

    @Test
    void readWhenZstdIsDamagedRefusesOrGivesAnotherDigest() throws IOException {
        byte[] content = content(100_000);
        byte[] whole = zstd(content);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[new Random(i).nextInt(whole.length)] ^= (byte) (1 << i % 8);
            try {
                assertThat(read(damaged).stored()).isNotEqualTo(Digest.sha256(whole));
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("zstd");
            }
        }
    }

    private static LayerDigests read(byte[] stored) throws IOException {
        try (InputStream in = new ByteArrayInputStream(stored)) {
            return LayerDigests.read(in, SHA256, limit());
        }
    }

    private static ExpansionLimit limit() {
        return new ExpansionLimit(100_000_000);
    }

    private static byte[] compress(byte[] content, int threads) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerDigests digests = LayerDigests.compress(new ByteArrayInputStream(content), out, threads);
        assertThat(digests)
                .isEqualTo(new LayerDigests(Digest.sha256(out.toByteArray()), out.size(), Digest.sha256(content)));
        return out.toByteArray();
    }

    private static byte[] zstd(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(out)) {
            zstd.write(content);
        }
        return out.toByteArray();
    }

    /** Half of it noise, half of it not. */
    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(3).nextBytes(content);
        Arrays.fill(content, size / 3, size - size / 3, (byte) 'a');
        return content;
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
