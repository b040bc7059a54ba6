package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.report.page.Page.MemberCell;
import io.github.imagepromotion.report.page.Page.MemberHead;
import io.github.imagepromotion.report.page.Page.MemberRow;
import io.github.imagepromotion.report.page.Page.MembersPart;
import io.github.imagepromotion.report.page.Page.RemarkRow;
import io.github.imagepromotion.status.Build;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.ReleaseStatus;
import io.github.imagepromotion.status.ReleaseStatus.EnvironmentRelease;
import io.github.imagepromotion.status.ReleaseStatus.Member;
import io.github.imagepromotion.status.ReleaseStatus.ReleaseName;
import io.github.imagepromotion.status.ReleaseStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A release: what of it each environment runs. */
final class ReleaseView {
    private static final int MOST = 20;
    private static final int MOST_ROWS = 500;

    private final ReleaseStatus release;
    private final Function<RepositoryName, Optional<Anchors>> images;
    private final List<Map<String, Member>> members;

    /** @param images the anchors of images on the page */
    ReleaseView(ReleaseStatus release, Function<RepositoryName, Optional<Anchors>> images) {
        this.release = release;
        this.images = images;
        this.members = release.environments().stream()
                .map(environment -> environment.members().stream()
                        .collect(Collectors.toMap(
                                member -> member.repository().toString(), member -> member, (one, same) -> one)))
                .toList();
    }

    String verdict() {
        long moved = release.environments().stream()
                .mapToLong(environment -> environment.in(State.MOVED).size())
                .sum();
        long problems = release.holdings().stream()
                .flatMap(holding -> holding.flags().stream())
                .filter(Flag::isProblem)
                .count();
        String others = problems == 0 ? "" : DisplayFormat.count(problems, "thing", "things") + " to look at.";
        if (moved > 0) {
            return (DisplayFormat.count(moved, "member was", "members were") + " moved away from what was released. "
                            + others)
                    .strip();
        }
        return problems > 0 ? others : "Every environment with a release runs what was released.";
    }

    /** {@return facts beside the release that an environment runs} */
    List<String> facts(EnvironmentRelease environment) {
        int all = environment.members().size();
        int same = environment.in(State.SAME).size();
        return environment.release().stream()
                .flatMap(name -> Stream.of(
                        name.coordinates().project().equals(release.name()) ? "" : "of " + name.coordinates(),
                        "build " + name.buildId(),
                        (same == all ? "" : same + " of ") + DisplayFormat.count(all, "member", "members")))
                .filter(fact -> !fact.isEmpty())
                .toList();
    }

    List<RemarkRow> movedAway() {
        return release.environments().stream()
                .flatMap(environment -> environment.in(State.MOVED).stream()
                        .limit(MOST)
                        .map(member -> new RemarkRow(
                                environment.holding().environment(),
                                MatrixView.mark(Flag.Kind.MOVED_AWAY).text(),
                                member.repository() + ": "
                                        + member.now()
                                                .map(Build::name)
                                                .map(name -> "build " + name)
                                                .orElse("nothing")
                                        + " instead of build " + member.buildId(),
                                true)))
                .toList();
    }

    /** {@return the members of all releases that run; of many, those that are the same everywhere apart} */
    MembersPart members() {
        List<MemberHead> heads = release.environments().stream()
                .map(environment -> new MemberHead(
                        environment.holding().environment(),
                        environment
                                .release()
                                .map(ReleaseName::coordinates)
                                .map(coordinates -> coordinates.version())
                                .orElse("no release")))
                .toList();
        TreeSet<String> names = new TreeSet<>();
        members.forEach(here -> names.addAll(here.keySet()));
        List<MemberRow> rows = new ArrayList<>();
        List<MemberRow> others = new ArrayList<>();
        for (String name : names) {
            (names.size() <= MOST || needsAttention(name) ? rows : others).add(row(name));
        }
        return new MembersPart(
                heads,
                shown(rows),
                shown(others),
                DisplayFormat.count(others.size(), "member is", "members are") + " as released wherever a release has "
                        + (others.size() == 1 ? "it" : "them"),
                Math.max(rows.size(), others.size()) > MOST_ROWS ? "The first " + MOST_ROWS + " are shown." : "");
    }

    /** A lock in a registry may name any number of members. */
    private static List<MemberRow> shown(List<MemberRow> rows) {
        return rows.stream().limit(MOST_ROWS).toList();
    }

    private boolean needsAttention(String name) {
        return members.stream()
                .flatMap(here -> Optional.ofNullable(here.get(name)).stream())
                .anyMatch(member -> member.state() != State.SAME);
    }

    private MemberRow row(String name) {
        List<MemberCell> cells = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            Holding holding = release.environments().get(i).holding();
            cells.add(Optional.ofNullable(members.get(i).get(name))
                    .map(member -> cell(holding, member))
                    .orElseGet(() -> new MemberCell(holding.environment(), "", "", List.of(), "")));
        }
        Optional<Anchors> anchors = images.apply(RepositoryName.of(name));
        return new MemberRow(name, anchors.map(Anchors::section).orElse(""), cells);
    }

    private MemberCell cell(Holding holding, Member member) {
        Optional<Build> now = member.now();
        String link = now.flatMap(build ->
                        images.apply(member.repository()).map(anchors -> anchors.link(build.buildId(), build.digest())))
                .orElse("");
        return switch (member.state()) {
            case SAME -> new MemberCell(holding.environment(), member.buildId().toString(), link, List.of(), "");
            case MOVED ->
                new MemberCell(
                        holding.environment(),
                        now.map(Build::name).orElse("nothing"),
                        link,
                        List.of(MatrixView.mark(Flag.Kind.MOVED_AWAY)),
                        "instead of " + member.buildId()
                                + now.map(ReleaseView::since).orElse(""));
            case UNKNOWN ->
                new MemberCell(holding.environment(), "not known", "", List.of(), "released: " + member.buildId());
        };
    }

    private static String since(Build build) {
        return build.promotion()
                .map(promotion -> ", since " + DisplayFormat.minute(promotion.at())
                        + Optional.of(DisplayFormat.by(promotion))
                                .filter(by -> !by.isEmpty())
                                .map(by -> ", " + by)
                                .orElse(""))
                .orElse("");
    }
}
