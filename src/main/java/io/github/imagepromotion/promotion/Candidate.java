package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.promotion.Promoter.PromotionReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An image to promote.
 *
 * @param archive its open archive, closed by whoever opened it
 * @param origin where the archive came from, for messages: a file, a Maven repository
 * @param environments environments it may be promoted to
 * @param sources revision of the sources, and who claims it
 */
public record Candidate(ImageArchive archive, String origin, Environments environments, Sources sources) {

    /** A build whose sources are unknown. */
    public Candidate(ImageArchive archive, String origin, Environments environments) {
        this(archive, origin, environments, Sources.UNKNOWN);
    }

    /**
     * Rejects two builds of one project, or for one repository, which would take the moving tags from each other.
     *
     * @param set images of a set
     * @throws ImageException if there are such builds
     */
    public static void refuseSeveralOfOne(List<Candidate> set) {
        Map<String, Candidate> known = new HashMap<>();
        for (Candidate candidate : set) {
            Coordinates coordinates = candidate.identity().coordinates();
            for (String one : List.of(
                    "repository '" + candidate.identity().repository() + "'",
                    "version '" + coordinates.project() + ":" + coordinates.baseVersion() + "'")) {
                Candidate other = known.putIfAbsent(one, candidate);
                if (other != null) {
                    throw new ImageException(
                            Message.of("Refused the set: two of its artifacts are of the " + one + ", '"
                                            + other.name() + "' from " + other.origin() + " and '" + candidate.name()
                                            + "' from "
                                            + candidate.origin() + ".")
                                    .because(PromotionReason.SEVERAL_OF_ONE));
                }
            }
        }
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
