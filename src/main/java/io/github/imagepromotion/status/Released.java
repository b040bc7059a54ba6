package io.github.imagepromotion.status;

import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.status.ReleaseStatus.ReleaseName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the release that an environment runs has of an image.
 *
 * @param release the release
 * @param buildId BuildId of the image in its lock
 * @param digest digest of the image in its lock
 * @param same whether the environment runs that; otherwise it was moved away from the release
 */
public record Released(ReleaseName release, BuildId buildId, Digest digest, boolean same) {

    /**
     * @param running releases that run in one registry of an environment
     * @param image the image's repository
     * @param current the build of the image that the environment runs
     * @return what they have of the image; one with the current build first
     */
    static Optional<Released> of(List<RunningRelease> running, RepositoryName image, Optional<Build> current) {
        List<Released> all = running.stream()
                .flatMap(release -> release.member(image).stream().map(member -> of(release, member, current)))
                .toList();
        return all.stream().filter(Released::same).findFirst().or(() -> all.stream()
                .findFirst());
    }

    private static Released of(RunningRelease running, ReleaseMember member, Optional<Build> current) {
        boolean same =
                current.filter(build -> build.digest().equals(member.digest())).isPresent();
        return new Released(running.name(), member.buildId(), member.digest(), same);
    }

    /** {@return a clause saying from which release the image was moved away, and by which build} */
    String movedAway(Optional<Build> current) {
        boolean sameName =
                current.flatMap(Build::buildId).filter(buildId::equals).isPresent();
        String has = "release '" + release.coordinates() + "', which has build '" + buildId + "'"
                + (sameName ? " (" + digest.abbreviated() + ")" : "");
        return current.map(build -> "moved away from " + has + ", to build '" + build.name() + "'"
                        + (sameName ? " (" + build.digest().abbreviated() + ")" : "") + since(build))
                .orElseGet(() -> "gone from " + has + ": nothing of it is here");
    }

    /** {@return when and by whom a build was promoted, as the end of a clause; empty if no record says so} */
    static String since(Build build) {
        return build.promotion()
                .map(promotion -> (promotion.rollback() ? ", rolled back at " : ", promoted at ")
                        + promotion.at()
                        + by(promotion))
                .orElse("");
    }

    private static String by(Promotion promotion) {
        String names =
                Stream.concat(promotion.by().stream(), promotion.ci().stream()).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " by '" + names + "'";
    }
}
