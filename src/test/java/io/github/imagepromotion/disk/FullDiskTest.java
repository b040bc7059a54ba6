package io.github.imagepromotion.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullDiskTest {

    @ParameterizedTest
    @ValueSource(strings = {"No space left on device", "Disk quota exceeded", "There is not enough space on the disk"})
    void reasonWhenTheSystemSaysThatThereIsNoRoomIsAFullDisk(String said) {
        assertThat(FullDisk.isReasonOf(new IOException(said))).isTrue();
        assertThat(FullDisk.isReasonOf(new FileSystemException("/srv/shop.tar", null, said)))
                .isTrue();
    }

    @Test
    void reasonWhenOnlyTheNameOfTheFileLooksLikeItIsAnother() {
        assertThat(FullDisk.isReasonOf(new AccessDeniedException("/srv/quota/no space left")))
                .isFalse();
        assertThat(FullDisk.isReasonOf(new FileSystemException("/srv/quota", null, "Input/output error")))
                .isFalse();
        assertThat(FullDisk.isReasonOf(new IOException())).isFalse();
    }
}
