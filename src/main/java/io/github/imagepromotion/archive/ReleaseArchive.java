package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.KnownMembers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A release in one tar, written by {@link ReleaseArchiveWriter}: its lock, the files of each member's archive and its
 * build record in a directory, and every blob once. It is an OCI image layout over all members and their documents.
 *
 * <p>The file is not trusted: opening it checks that it is consistent, and that nothing is in it which no member needs.
 * Whether members are those of the lock, and blobs what their digests say, is checked where they are used. Nothing is
 * extracted, and nothing stays open. Immutable.
 */
public final class ReleaseArchive {
    private static final int HEADER_NAME = 100;

    private final Path file;
    private final Map<String, TarIndex.Slice> entries;
    private final byte[] lock;
    private final List<ReleaseMember> members;

    private ReleaseArchive(Path file, ArchiveTar tar) throws IOException {
        this.file = file;
        this.entries = tar.entries();
        checkVersion(tar);
        this.lock = tar.file(ArchiveLayout.LOCK);
        this.members =
                ReleaseLock.parse(lock, "in " + Text.quote(file.toString())).members();
        checkNames(tar);
        checkMembers(tar);
        tar.checkStructure();
    }

    /**
     * @param file any file
     * @return whether it is readable and begins like a release archive
     */
    public static boolean isOne(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] name = in.readNBytes(HEADER_NAME);
            return new String(name, StandardCharsets.ISO_8859_1).startsWith(ArchiveLayout.LOCK + '\0');
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param file a release archive
     * @return the archive
     * @throws ImageException if it is truncated, inconsistent, or not a release archive
     * @throws IOException if it cannot be read
     */
    public static ReleaseArchive open(Path file) throws IOException {
        try (ArchiveTar tar = ArchiveTar.open(file, "release archive " + Text.quote(file.toString()))) {
            return new ReleaseArchive(file, tar);
        }
    }

    /** {@return the content of the lock; only that it can be parsed was checked} */
    public byte[] lock() {
        return lock.clone();
    }

    /**
     * @param member a member of the lock
     * @return its archive, read from this file; the caller closes it
     * @throws ImageException if it is not an image archive
     * @throws IOException if it cannot be read
     */
    public ImageArchive open(ReleaseMember member) throws IOException {
        return ImageArchive.open(file, part(members.indexOf(member)));
    }

    /**
     * @param member a member of the lock
     * @return the content of its build record, not checked yet
     * @throws IOException if it cannot be read
     */
    public byte[] record(ReleaseMember member) throws IOException {
        try (ArchiveTar part = part(members.indexOf(member))) {
            return part.file(ArchiveLayout.BUILD_RECORD);
        }
    }

    private ArchiveTar part(int index) throws IOException {
        return ArchiveTar.open(
                file,
                entries,
                ArchiveLayout.directory(index + 1),
                "member '" + members.get(index).name() + "' of the release archive " + Text.quote(file.toString()));
    }

    /** Checked first, since a newer format may have other files. */
    private static void checkVersion(ArchiveTar tar) throws IOException {
        Json.objects(
                        Json.object(tar.file(ArchiveLayout.INDEX), KnownMembers.INDEX, "index.json of " + tar.what()),
                        "manifests",
                        tar.what())
                .forEach(json -> Identity.requireKnown(DescriptorJson.read(json, tar.what()), tar.what()));
    }

    private void checkNames(ArchiveTar tar) throws IOException {
        Set<String> names = new HashSet<>(List.of(
                ArchiveLayout.LOCK, ArchiveLayout.OCI_LAYOUT, ArchiveLayout.INDEX, ArchiveLayout.DOCKER_MANIFEST));
        for (int member = 1; member <= members.size(); member++) {
            for (String name : memberFiles(tar, member)) {
                if (!tar.has(name)) {
                    throw TarIndex.refused(
                            tar.what(),
                            "it lacks '" + name + "', a file of its member '"
                                    + members.get(member - 1).name() + "'");
                }
                names.add(name);
            }
        }
        for (String name : entries.keySet()) {
            if (!names.contains(name)
                    && !name.equals(ArchiveLayout.CHECKSUMS)
                    && ArchiveLayout.blobDigest(name).isEmpty()) {
                throw TarIndex.refused(tar.what(), "the entry " + Text.quote(name) + " does not belong there");
            }
        }
        tar.checkFiles(names);
    }

    private static List<String> memberFiles(ArchiveTar tar, int member) {
        List<String> names = new ArrayList<>(List.of(
                ArchiveLayout.BUILD_RECORD,
                ArchiveLayout.OCI_LAYOUT,
                ArchiveLayout.INDEX,
                ArchiveLayout.DOCKER_MANIFEST,
                ArchiveLayout.CHECKSUMS));
        String directory = ArchiveLayout.directory(member);
        if (tar.has(directory + ArchiveLayout.DOCUMENTS)) {
            names.add(ArchiveLayout.DOCUMENTS);
        }
        return names.stream().map(name -> directory + name).collect(Collectors.toList());
    }

    /** Verifies that what other tools read is what is promoted, and that nothing else is there. */
    private void checkMembers(ArchiveTar tar) throws IOException {
        ReleaseFiles files = new ReleaseFiles();
        Set<Digest> needed = new HashSet<>();
        for (ReleaseMember member : members) {
            try (ImageArchive open = open(member)) {
                if (open.externalLayers().isPresent()) {
                    throw TarIndex.refused(tar.what(), "its member '" + member.name() + "' lacks layers");
                }
                files.add(open.image(), open.identity(), open.documents());
                needed.addAll(open.contents().keySet());
            }
        }
        for (Map.Entry<String, byte[]> due : files.all().entrySet()) {
            if (!Arrays.equals(tar.file(due.getKey()), due.getValue())) {
                throw TarIndex.refused(tar.what(), "'" + due.getKey() + "' does not say what it has to of the members");
            }
        }
        ImageArchive.refuseOthers(tar, needed);
    }
}
