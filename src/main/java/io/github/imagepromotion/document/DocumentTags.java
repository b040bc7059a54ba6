package io.github.imagepromotion.document;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Tag;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tags under which documents are found without the referrers API; they are derived from the subject's digest. */
public final class DocumentTags {
    private static final int LONGEST_ENCODED = 64;
    private static final Pattern OF_COSIGN = Pattern.compile("(sha256)-([0-9a-f]{64})\\.(sig|att|sbom)");
    private static final Pattern FALLBACK = Pattern.compile("sha256-[0-9a-f]{64}|sha512-[0-9a-f]{64}");

    private DocumentTags() {}

    /**
     * @param subject any digest
     * @return the tag of the index of its referrers in a registry without the referrers API (distribution-spec 1.1,
     *     "Referrers Tag Schema")
     */
    public static Tag fallback(Digest subject) {
        String hex = subject.hex();
        return Tag.of(subject.algorithm() + "-" + hex.substring(0, Math.min(hex.length(), LONGEST_ENCODED)));
    }

    /**
     * @param subject any digest
     * @return the tags under which older versions of cosign store signatures, attestations and SBOMs (cosign, {@code
     *     specs/SIGNATURE_SPEC.md}, "Tag-based Discovery"); none if the digest is too long for a tag
     */
    public static List<Tag> ofCosign(Digest subject) {
        return Stream.of("sig", "att", "sbom")
                .map(ending -> subject.algorithm() + "-" + subject.hex() + "." + ending)
                .filter(Tag::isTag)
                .map(Tag::of)
                .toList();
    }

    /**
     * @param tag any tag
     * @return the subject of a document under that tag; empty if it is not one of {@link #ofCosign}
     */
    public static Optional<Digest> subject(Tag tag) {
        Matcher matcher = OF_COSIGN.matcher(tag.name());
        return matcher.matches() ? Optional.of(new Digest(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /**
     * @param name any text
     * @return whether it is a tag of documents and not of an image
     */
    public static boolean isForDocuments(String name) {
        return OF_COSIGN.matcher(name).matches() || FALLBACK.matcher(name).matches();
    }

    /** cosign replaces an SBOM, and appends signatures and attestations. */
    static boolean isShared(Tag tag) {
        return !tag.name().endsWith(".sbom");
    }
}
