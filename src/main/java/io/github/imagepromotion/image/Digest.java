package io.github.imagepromotion.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A digest: an algorithm and the hash in lower-case hexadecimal (image-spec 1.1, descriptor.md, "Digests"). Only the
 * registered algorithms {@code sha256} and {@code sha512} are supported.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex the hash, lower-case, 64 or 128 characters
 */
public record Digest(String algorithm, String hex) implements Reference, Comparable<Digest> {
    private static final int SHA256_HEX = 64;
    private static final int SHA512_HEX = 128;

    /** @throws IllegalArgumentException if algorithm and hash do not form a digest */
    public Digest {
        if (!isDigest(algorithm, hex)) {
            throw new IllegalArgumentException("not a sha256 or sha512 digest: " + Text.quote(algorithm + ":" + hex));
        }
    }

    /**
     * @param text {@code algorithm:hex}
     * @return the digest
     * @throws IllegalArgumentException if the text is not a digest
     */
    public static Digest of(String text) {
        int colon = text.indexOf(':');
        return new Digest(text.substring(0, Math.max(colon, 0)), text.substring(colon + 1));
    }

    /**
     * @param text any text
     * @return whether {@link #of} accepts it
     */
    public static boolean isDigest(String text) {
        int colon = text.indexOf(':');
        return colon > 0 && isDigest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Without a regular expression, since directories list thousands of digests. */
    private static boolean isDigest(String algorithm, String hex) {
        boolean known = (algorithm.equals("sha256") && hex.length() == SHA256_HEX)
                || (algorithm.equals("sha512") && hex.length() == SHA512_HEX);
        return known
                && hex.chars().allMatch(letter -> (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f'));
    }

    /**
     * @param content the content
     * @return its SHA-256
     */
    public static Digest sha256(byte[] content) {
        return finish(newHash("sha256").digest(content));
    }

    /**
     * @param sha256 the 32 bytes of a SHA-256
     * @return the digest
     */
    public static Digest finish(byte[] sha256) {
        return new Digest("sha256", HexFormat.of().formatHex(sha256));
    }

    /** {@return a new SHA-256, for {@link #finish}} */
    public static MessageDigest newSha256() {
        return newHash("sha256");
    }

    /** {@return a new hash function of this digest's algorithm} */
    public MessageDigest newHash() {
        return newHash(algorithm);
    }

    /**
     * @param hash a hash computed with this digest's algorithm
     * @return whether it equals this digest
     */
    public boolean matches(byte[] hash) {
        return hex.equals(HexFormat.of().formatHex(hash));
    }

    /**
     * @param content any content
     * @return whether this is its digest
     */
    public boolean isOf(byte[] content) {
        return matches(newHash().digest(content));
    }

    /** {@return the first twelve characters of the hash} */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    /** Explicit, since the JVM takes about 20 ms to generate a record's methods on the first call. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && hex.equals(digest.hex) && algorithm.equals(digest.algorithm);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    /** {@return {@code algorithm:hex}} */
    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }

    private static MessageDigest newHash(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256 and SHA-512", e);
        }
    }
}
