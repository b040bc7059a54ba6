package io.github.imagepromotion.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ArchiveWriter;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.build.ImageBuilder.BuiltImage;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When what a build left counts as unchanged: in doubt it does not. */
class LastBuildTest {
    private static final Digest INPUTS = Digest.sha256("inputs".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path directory;

    private Path archive;
    private Path record;
    private Path remembered;

    @BeforeEach
    void start() throws Exception {
        archive = directory.resolve("image.tar");
        record = directory.resolve("image.json");
        remembered = directory.resolve("work/last-build.properties");
        BuildFixture build = new BuildFixture(directory.resolve("project")).withMainClass("Hello");
        byte[] noise = new byte[512 * 1024];
        new Random(1).nextBytes(noise);
        LayoutFixture.write(directory.resolve("project/classes/noise"), noise);
        Identity identity = new Identity(Coordinates.of("g:a:1"), RepositoryName.of("a"), BuildId.of("7"));
        try (BuiltImage built = build.build()) {
            new ArchiveWriter(built.image(), identity, built.blobs()).write(archive);
            Files.writeString(record, "{}");
            LastBuild.of(INPUTS, "a:7", built.image().top().digest(), archive, record)
                    .write(remembered);
        }
    }

    @Test
    void buildWhenNothingWasTouchedIsStillThere() throws Exception {
        assertThat(isStillThere()).isTrue();
        assertThat(LastBuild.read(remembered).orElseThrow().name()).isEqualTo("a:7");
    }

    @Test
    void buildWhenInputsAreOthersIsNot() throws Exception {
        Digest others = Digest.sha256(new byte[0]);

        assertThat(LastBuild.read(remembered).orElseThrow().isStillThere(others, archive, record))
                .isFalse();
    }

    @Test
    void archiveWhenOneByteChangedUnderItsOldTimeIsNoticed() throws Exception {
        FileTime time = Files.getLastModifiedTime(archive);
        // Far behind the head, within a layer.
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.seek(file.length() / 2);
            int old = file.read();
            file.seek(file.length() / 2);
            file.write(old ^ 1);
        }
        Files.setLastModifiedTime(archive, time);

        assertThat(isStillThere()).isFalse();
    }

    @Test
    void archiveWhenReplacedByACopyIsReadAndFoundTheSame() throws Exception {
        Path copy = directory.resolve("copy");
        Files.copy(archive, copy);
        Files.move(copy, archive, StandardCopyOption.REPLACE_EXISTING);

        assertThat(isStillThere()).isTrue();
    }

    /** Maven 4 does so with what is attached. */
    @Test
    void archiveWhenGivenASecondNameIsReadAndFoundTheSame() throws Exception {
        Files.createLink(directory.resolve("second"), archive);

        assertThat(isStillThere()).isTrue();
    }

    @Test
    void archiveWhenTruncatedOrRemovedIsNoticed() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertThat(isStillThere()).isFalse();
        Files.delete(archive);
        assertThat(isStillThere()).isFalse();
    }

    @Test
    void recordWhenChangedOrRemovedIsNoticed() throws Exception {
        Files.writeString(record, "[]");
        assertThat(isStillThere()).isFalse();
        Files.delete(record);
        assertThat(isStillThere()).isFalse();
    }

    @Test
    void memoryWhenDamagedOrMissingCountsAsNone() throws Exception {
        String sound = Files.readString(remembered);
        for (String damaged : new String[] {"", "{", "inputs=sha256:1", "\\u12", sound.replace("head=", "tail=")}) {
            Files.writeString(remembered, damaged);
            assertThat(LastBuild.read(remembered)).isEmpty();
        }
        Files.delete(remembered);
        assertThat(LastBuild.read(remembered)).isEmpty();
    }

    private boolean isStillThere() throws IOException {
        return LastBuild.read(remembered).orElseThrow().isStillThere(INPUTS, archive, record);
    }
}
