package io.github.imagepromotion.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.imagepromotion.disk.TarEntry;
import io.github.imagepromotion.disk.TarReader;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Build 1 of {@code com.acme:november:1.0}, a release: its builds, its lock, and all in one tar. */
public final class ReleaseArchives {
    private final Path directory;
    private final List<ReleaseMember> members = new ArrayList<>();
    private final Map<String, Path> archives = new LinkedHashMap<>();
    private List<Environment> environments = List.of();
    private String version = "1.0";
    private String build = "7";
    private Optional<SigningKey> key = Optional.empty();

    /** @param directory where the builds are written */
    public ReleaseArchives(Path directory) {
        this.directory = directory;
    }

    /** As the release after that: version 1.8, with build 8 of each member. */
    public ReleaseArchives next() {
        version = "1.8";
        build = "8";
        return this;
    }

    /** Adds build 7 of {@code com.acme:<name>:1.0}. */
    public ReleaseArchives with(String name, TestImage image, List<Document> documents) throws IOException {
        return with(name, image, documents, Optional.empty());
    }

    /** Adds a build whose archive leaves layers out. */
    public ReleaseArchives with(String name, TestImage image, List<Document> documents, Optional<ExternalLayers> thin)
            throws IOException {
        Identity identity = Archives.identity(name, build);
        Path archive = directory.resolve(name + "-image.tar");
        new ArchiveWriter(image.image(), identity, image.blobs(), thin, documents).write(archive);
        Path record = directory.resolve(name + "-image.json");
        Records.of(identity, image.image().top(), List.of()).write(record);
        archives.put(identity.repository().value(), archive);
        members.add(ReleaseMember.of(
                identity.coordinates(),
                Optional.empty(),
                BuildRecord.read(record),
                Digest.sha256(Files.readAllBytes(record))));
        return this;
    }

    /** With a lock that is signed. */
    public ReleaseArchives signed(SigningKey by) {
        key = Optional.of(by);
        return this;
    }

    /** With these environments in the lock. */
    public ReleaseArchives to(List<Environment> places) {
        environments = places;
        return this;
    }

    /** {@return the lock} */
    public ReleaseLock lock() {
        ReleaseLock unsigned = ReleaseLock.of(
                Coordinates.of("com.acme:november:" + version), Optional.of(BuildId.of("1")), members, environments);
        return key.map(unsigned::signed).orElse(unsigned);
    }

    /** {@return the release archive, written} */
    public Path write(String name) throws IOException {
        return write(name, ImageArchive.class::cast);
    }

    /** {@return the release archive, whose blobs come from somewhere else than its members} */
    public Path write(String name, java.util.function.Function<ImageArchive, BlobSource> content) throws IOException {
        Path lock = directory.resolve("november-release.json");
        lock().write(lock);
        Path file = directory.resolve(name);
        new ReleaseArchiveWriter(Files.readAllBytes(lock), new ReleaseArchiveWriter.Builds() {
                    @Override
                    public ImageArchive open(ReleaseMember member) throws IOException {
                        return ImageArchive.open(archive(member));
                    }

                    @Override
                    public byte[] record(ReleaseMember member) throws IOException {
                        Path archive = archive(member);
                        return Files.readAllBytes(Path.of(archive.toString().replaceFirst("\\.tar$", ".json")));
                    }

                    @Override
                    public BlobSource content(ImageArchive open) {
                        return content.apply(open);
                    }
                })
                .write(file);
        return file;
    }

    private Path archive(ReleaseMember member) {
        return Objects.requireNonNull(archives.get(member.repository().value()));
    }

    /** {@return one of the files of a tar} */
    public static byte[] file(Map<String, byte[]> files, String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    /** {@return the files of a tar, in order} */
    public static Map<String, byte[]> read(Path tar) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (FileChannel channel = FileChannel.open(tar)) {
            for (TarEntry entry : TarReader.read(channel)) {
                try (InputStream content = TarReader.open(channel, entry, 0)) {
                    files.put(entry.name(), content.readAllBytes());
                }
            }
        }
        return files;
    }

    /** Writes a tar again with other files, as somebody does who knows the format: its checksums are right. */
    public static void change(Path tar, Consumer<Map<String, byte[]>> how) throws IOException {
        Map<String, byte[]> files = read(tar);
        how.accept(files);
        Map<String, Digest> digests = new LinkedHashMap<>();
        files.forEach((name, content) -> {
            if (!name.startsWith("blobs/") && !name.equals("SHA256SUMS")) {
                digests.put(name, Digest.sha256(content));
            }
        });
        files.replace("SHA256SUMS", sums(digests).getBytes(US_ASCII));
        try (OutputStream out = Files.newOutputStream(tar);
                TarOutput writing = new TarOutput(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                writing.add(file.getKey(), file.getValue());
            }
        }
    }

    private static String sums(Map<String, Digest> digests) {
        StringBuilder lines = new StringBuilder();
        digests.forEach((name, digest) ->
                lines.append(digest.hex()).append("  ").append(name).append('\n'));
        return lines.toString();
    }
}
