package io.github.imagepromotion.ledger;

import io.github.imagepromotion.image.MediaType;

/**
 * A file about an image: an SBOM, a test report, a VEX document.
 *
 * @param name of the file, for people
 * @param type of its content, and of the document that holds it
 * @param content its bytes, not to be changed
 */
public record Attachment(String name, MediaType type, byte[] content) {
    /** The largest file that is attached, in bytes. */
    public static final int LARGEST = 64 * 1024 * 1024;

    /** An SBOM of CycloneDX, as its Maven plugin writes it to {@code target/bom.json}. */
    public static final MediaType CYCLONEDX = MediaType.of("application/vnd.cyclonedx+json");
}
