package io.github.imagepromotion.archive;

import io.github.imagepromotion.image.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and sizes of an archive's entries (image-spec 1.1, image-layout.md; docker's {@code manifest.json}). */
final class ArchiveLayout {
    static final String OCI_LAYOUT = "oci-layout";
    static final String INDEX = "index.json";
    static final String DOCKER_MANIFEST = "manifest.json";

    /** Lists the documents; absent if there are none. See {@link DocumentList}. */
    static final String DOCUMENTS = ImageArchive.DOCUMENTS;

    /** SHA-256 of the files above, in the format of sha256sum; blobs are named by theirs. */
    static final String CHECKSUMS = "SHA256SUMS";

    /** In a release archive: the lock. The first entry, by which such an archive is known. */
    static final String LOCK = "release.json";

    /** In a release archive: the build record of a member, in its directory. */
    static final String BUILD_RECORD = "build-record.json";

    /** The tar is padded with zeros to a multiple of this, in bytes; it is written in units of this size. */
    static final int RECORD = 64 * 1024;

    /** Block size of a tar, in bytes; two zero blocks end it. */
    static final int BLOCK = 512;

    /** Maximum size of each of the files above, in bytes. */
    static final int LARGEST_FILE = 8 * 1024 * 1024;

    private static final Pattern BLOB = Pattern.compile("blobs/(sha256|sha512)/([0-9a-f]+)");

    private ArchiveLayout() {}

    static String blobName(Digest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    /** {@return the directory of a member in a release archive, by its number in the lock, from 1} */
    static String directory(int member) {
        return "members/" + member + "/";
    }

    static Optional<Digest> blobDigest(String name) {
        Matcher matcher = BLOB.matcher(name);
        return matcher.matches() && Digest.isDigest(matcher.group(1) + ":" + matcher.group(2))
                ? Optional.of(new Digest(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
