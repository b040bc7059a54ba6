package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.blobs.TarFiles;
import io.github.imagepromotion.build.layer.Expansion;
import io.github.imagepromotion.build.layer.ExpansionLimit;
import io.github.imagepromotion.build.layer.UnexpandableException;
import io.github.imagepromotion.image.Compression;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.ImageImporter.ImportReason;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Decompresses archives, since blobs are read by offset: {@code docker save | gzip} is common, and {@code docker load}
 * accepts xz, bzip2 and zstd, too.
 */
final class PlainArchive {
    private PlainArchive() {}

    /**
     * @param archive an archive, compressed or not
     * @param directory directory for the decompressed archive
     * @param limit limit of the decompressed size
     * @param role what it is imported for
     * @return the archive itself, or the decompressed one
     * @throws ImageException if it is damaged
     */
    static Path of(Path archive, Path directory, ExpansionLimit limit, RegistryRole role) throws IOException {
        Path plain = !Files.isRegularFile(archive) || !isCompressed(archive)
                ? archive
                : expanded(archive, directory, limit, role);
        try (TarFiles files = new TarFiles(plain)) {
            limit.spend(files.holes());
        }
        return plain;
    }

    private static Path expanded(Path archive, Path directory, ExpansionLimit limit, RegistryRole role)
            throws IOException {
        Path expanded = directory.resolve("expanded.tar");
        try (InputStream in = Expansion.of(Files.newInputStream(archive), limit)) {
            Files.copy(in, expanded);
        } catch (FileSystemException e) {
            throw e;
        } catch (UnexpandableException e) {
            throw new ImageException(
                    Message.of(Text.quote(archive.toString()) + " cannot be expanded: " + e.getMessage() + ".")
                            .because(ImportReason.EXPAND_ARCHIVE, role),
                    e);
        } catch (IOException e) {
            if (Files.getFileStore(directory).getUsableSpace() == 0) {
                throw e;
            }
            throw new ImageException(
                    Text.quote(archive.toString()) + " is damaged: it cannot be expanded ("
                            + Text.printable(String.valueOf(e.getMessage())) + ").",
                    e);
        }
        return expanded;
    }

    private static boolean isCompressed(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            return Compression.of(in.readNBytes(Compression.MAGIC)) != Compression.NONE;
        }
    }
}
