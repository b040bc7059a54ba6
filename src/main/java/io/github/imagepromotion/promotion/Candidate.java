package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.record.BuildRecord.Sources;

/**
 * A build's image that is to be promoted.
 *
 * @param archive it lies in, open; whoever opened it closes it
 * @param origin where the archive came from, for people: a file, a Maven repository
 * @param environments it may go to
 * @param sources where they come from, and who says so
 */
public record Candidate(ImageArchive archive, String origin, Environments environments, Sources sources) {

    /** A build that does not say where its sources come from. */
    public Candidate(ImageArchive archive, String origin, Environments environments) {
        this(archive, origin, environments, Sources.UNKNOWN);
    }

    /** {@return where the archive came from, with no more of an address than the host, for what others read} */
    public String from() {
        return Text.withoutPaths(origin);
    }

    /** {@return which build made it} */
    public Identity identity() {
        return archive.identity();
    }

    /** {@return the digest that it has in every environment} */
    public Digest digest() {
        return archive.image().top().digest();
    }

    /** {@return {@code repository:buildId}} */
    public String name() {
        return identity().localName();
    }
}
