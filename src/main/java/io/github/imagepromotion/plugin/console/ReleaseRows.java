package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.plugin.console.DecisionRemarks.Remark;
import io.github.imagepromotion.plugin.console.Styled.Style;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Promotion;
import io.github.imagepromotion.status.ReleaseStatus;
import io.github.imagepromotion.status.ReleaseStatus.EnvironmentRelease;
import io.github.imagepromotion.status.ReleaseStatus.Member;
import io.github.imagepromotion.status.ReleaseStatus.ReleaseName;
import io.github.imagepromotion.status.ReleaseStatus.State;
import io.github.imagepromotion.status.Released;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which release each environment runs, and which members were moved away from it. */
final class ReleaseRows {
    static final List<String> HEADINGS =
            List.of("ENVIRONMENT", "RELEASE", "BUILD", "MEMBERS", "DIGEST", "SINCE", "BY", "BEHIND", "REGISTRY");

    private static final int MOST = 10;

    private ReleaseRows() {}

    static List<Styled> row(ReleaseStatus release, EnvironmentRelease environment) {
        Holding holding = environment.holding();
        Optional<Build> current = holding.current();
        Optional<Promotion> promotion = current.flatMap(Build::promotion);
        return List.of(
                new Styled(holding.environment(), Style.STRONG),
                name(release, environment),
                StatusTable.known(
                        environment.release().map(ReleaseName::buildId).map(Object::toString)),
                members(environment),
                StatusTable.known(current.map(Build::digest).map(Digest::abbreviated)),
                StatusTable.known(promotion.map(StatusTable::time)),
                StatusTable.known(promotion.flatMap(StatusTable::by)),
                Styled.plain(holding.lag().map(StatusTable::lag).orElse("")),
                Styled.plain(holding.registry()));
    }

    /** The version, or what else lies in the repository. */
    private static Styled name(ReleaseStatus release, EnvironmentRelease environment) {
        Holding holding = environment.holding();
        Style style = environment.hasProblem() ? Style.WARNING : Style.GOOD;
        Optional<String> name = environment
                .release()
                .map(ReleaseName::coordinates)
                .map(coordinates ->
                        coordinates.project().equals(release.name()) ? coordinates.version() : coordinates.toString())
                .or(() -> holding.current().map(Build::name));
        return name.map(text -> new Styled(text, style))
                .orElseGet(() -> holding.reached() ? Styled.plain("none") : StatusTable.known(Optional.empty()));
    }

    private static Styled members(EnvironmentRelease environment) {
        if (environment.release().isEmpty()) {
            return Styled.plain("");
        }
        int same = environment.in(State.SAME).size();
        int unknown = environment.in(State.UNKNOWN).size();
        return new Styled(
                same + " of " + environment.members().size() + (unknown == 0 ? "" : ", " + unknown + " not known"),
                same == environment.members().size() ? Style.GOOD : Style.WARNING);
    }

    /** {@return a remark for each registry whose members are not those of its release} */
    static List<Remark> movedAway(ReleaseStatus release) {
        List<Remark> remarks = new ArrayList<>();
        for (EnvironmentRelease environment : release.environments()) {
            List<Member> moved = environment.in(State.MOVED);
            if (!moved.isEmpty()) {
                String text = moved.stream().limit(MOST).map(ReleaseRows::moved).collect(Collectors.joining(", "));
                remarks.add(new Remark(
                        environment.holding().environment(),
                        "moved away from release '"
                                + environment
                                        .release()
                                        .orElseThrow()
                                        .coordinates()
                                        .version() + "': " + text
                                + (moved.size() > MOST ? ", and " + (moved.size() - MOST) + " more" : ""),
                        true,
                        Style.WARNING));
            }
        }
        return remarks;
    }

    private static String moved(Member member) {
        return member.repository() + " ("
                + member.now()
                        .map(build -> "build '" + build.name() + "' instead of '" + member.buildId() + "'")
                        .orElse("nothing instead of build '" + member.buildId() + "'")
                + ")";
    }

    /** {@return the release that has what an environment runs of an image, or does not} */
    static Styled cell(Released released) {
        Coordinates release = released.release().coordinates();
        return new Styled(
                (released.same() ? "" : "not ") + release.artifactId() + " " + release.version(),
                released.same() ? Style.GOOD : Style.WARNING);
    }
}
