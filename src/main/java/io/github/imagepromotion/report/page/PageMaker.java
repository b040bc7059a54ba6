package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.report.page.Page.BuildPart;
import io.github.imagepromotion.report.page.Page.ImagePart;
import io.github.imagepromotion.report.page.Page.MembersPart;
import io.github.imagepromotion.report.page.Page.RemarkRow;
import io.github.imagepromotion.report.page.Page.Row;
import io.github.imagepromotion.report.page.Templates.StyleSheet;
import io.github.imagepromotion.report.picture.Painter;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.Pipeline.ImageStatus;
import io.github.imagepromotion.status.ReleaseStatus;
import io.github.imagepromotion.status.ReleaseStatus.EnvironmentRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Creates the page on a pipeline, a self-contained HTML file. */
final class PageMaker {
    private static final int RECENT = 20;

    private final Pipeline pipeline;
    private final ImageInspector look;

    /**
     * @param pipeline which build is where
     * @param look details of the images
     */
    PageMaker(Pipeline pipeline, ImageInspector look) {
        this.pipeline = pipeline;
        this.look = look;
    }

    /** {@return the page} */
    String html() {
        StyleSheet style = StyleSheet.read();
        List<ImagePart> images = images("");
        return Templates.PAGE.execute(new Page(
                images.stream().map(ImagePart::repository).collect(Collectors.joining(", ")),
                DisplayFormat.time(pipeline.readAt()),
                pipeline.readAt().toString(),
                summary(),
                style.text(),
                style.hash(),
                images));
    }

    /**
     * @param page where {@link #html} was written, relative to the page with the overviews
     * @return a summary of each image, with links to that page
     */
    List<Overview> overviews(String page) {
        return images(page).stream().map(Overview::of).toList();
    }

    private List<ImagePart> images(String page) {
        List<Subject> images = new ArrayList<>();
        for (ImageStatus image : pipeline.images()) {
            String prefix = pipeline.images().size() == 1 ? "" : "image" + (images.size() + 1) + "-";
            images.add(new Subject(image.repository().toString(), image.holdings(), prefix, page));
        }
        List<ImagePart> parts = new ArrayList<>();
        for (ReleaseStatus release : pipeline.releases()) {
            ReleaseView view = new ReleaseView(release, repository -> images.stream()
                    .filter(image -> image.name().equals(repository.toString()))
                    .map(Subject::anchors)
                    .findFirst());
            parts.add(release(release, view, "release" + (parts.size() + 1) + "-", page));
        }
        images.forEach(image -> parts.add(image(image)));
        return parts;
    }

    private String summary() {
        long environments = pipeline.holdings().stream()
                .map(Holding::environment)
                .distinct()
                .count();
        long builds = pipeline.images().stream()
                .mapToLong(image -> BuildHistory.of(image.holdings()).builds().size())
                .sum();
        int releases = pipeline.releases().size();
        return DisplayFormat.count(environments, "environment", "environments") + ", "
                + (releases == 0 ? "" : DisplayFormat.count(releases, "release", "releases") + ", ")
                + DisplayFormat.count(builds, "build", "builds");
    }

    /** An image or a release in all environments. */
    private record Subject(String name, List<Holding> holdings, String prefix, Anchors anchors, BuildHistory history) {

        private Subject(String name, List<Holding> holdings, String prefix, String page) {
            this(name, holdings, prefix, page, BuildHistory.of(holdings));
        }

        private Subject(String name, List<Holding> holdings, String prefix, String page, BuildHistory history) {
            this(name, holdings, prefix, new Anchors(page, prefix, history), history);
        }
    }

    private ImagePart image(Subject image) {
        MatrixView matrix = new MatrixView(image.anchors(), pipeline.readAt(), "build");
        List<Row> rows = image.holdings().stream().map(matrix::row).toList();
        boolean fine = image.holdings().stream().noneMatch(Holding::hasProblem);
        return part(
                image,
                "build",
                "Build",
                verdict(image.holdings()),
                fine,
                remarks(image.holdings()),
                rows,
                MembersPart.NONE);
    }

    private ImagePart release(ReleaseStatus release, ReleaseView view, String prefix, String page) {
        Subject subject = new Subject(release.name(), release.holdings(), prefix, page);
        MatrixView matrix = new MatrixView(subject.anchors(), pipeline.readAt(), "release");
        List<Row> rows = release.environments().stream()
                .map(environment -> matrix.row(environment.holding(), view.facts(environment)))
                .toList();
        boolean fine = release.environments().stream().noneMatch(EnvironmentRelease::hasProblem);
        List<RemarkRow> remarks = new ArrayList<>(view.movedAway());
        remarks.addAll(remarks(release.holdings()));
        return part(subject, "release", "Release", view.verdict(), fine, remarks, rows, view.members());
    }

    private ImagePart part(
            Subject subject,
            String noun,
            String heading,
            String verdict,
            boolean fine,
            List<RemarkRow> remarks,
            List<Row> rows,
            MembersPart members) {
        BuildView view = new BuildView(look, subject.history(), subject.anchors());
        List<BuildPart> recent = new ArrayList<>();
        List<BuildPart> earlier = new ArrayList<>();
        for (HistoricBuild build : subject.history().builds()) {
            (recent.size() < RECENT || build.isCurrent() ? recent : earlier).add(view.part(build));
        }
        return new ImagePart(
                subject.prefix() + "image",
                subject.name(),
                noun,
                heading,
                verdict,
                fine,
                remarks,
                new Painter(subject.name(), subject.holdings(), pipeline.readAt(), subject.anchors()::link)
                        .paint(subject.prefix() + "picture"),
                rows,
                members,
                recent,
                earlier,
                DisplayFormat.count(earlier.size(), "earlier " + noun, "earlier " + noun + "s"),
                unread(subject.holdings()));
    }

    private static String verdict(List<Holding> holdings) {
        long problems = holdings.stream()
                .flatMap(holding -> holding.flags().stream())
                .filter(Flag::isProblem)
                .count();
        return problems == 0
                ? "Every environment is as its promotions left it, as far as records tell."
                : DisplayFormat.count(problems, "thing", "things") + " to look at.";
    }

    private List<RemarkRow> remarks(List<Holding> holdings) {
        return holdings.stream()
                .flatMap(holding -> holding.flags().stream()
                        .map(flag -> new RemarkRow(
                                holding.environment(),
                                MatrixView.mark(flag.kind()).text(),
                                look.wording().of(flag.text()),
                                flag.isProblem())))
                .toList();
    }

    private String unread(List<Holding> holdings) {
        String places = holdings.stream()
                .filter(holding -> holding.unread() > 0)
                .map(holding ->
                        DisplayFormat.count(holding.unread(), "build", "builds") + " in " + holding.environment())
                .collect(Collectors.joining(", "));
        return places.isEmpty()
                ? ""
                : look.wording().of(Message.of("Not looked at: " + places + ".").because(PageReason.MORE_BUILDS));
    }

    /** Reasons of messages on the page. */
    public enum PageReason implements Reason {
        /** Not all builds were examined. */
        MORE_BUILDS
    }
}
