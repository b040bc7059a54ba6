package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.report.page.Page.BuildPart;
import io.github.imagepromotion.report.page.Page.ImagePart;
import io.github.imagepromotion.report.page.Page.RemarkRow;
import io.github.imagepromotion.report.page.Templates.StyleSheet;
import io.github.imagepromotion.report.picture.Painter;
import io.github.imagepromotion.status.Flag;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.Pipeline.ImageStatus;
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
        List<ImagePart> images = new ArrayList<>();
        for (ImageStatus image : pipeline.images()) {
            images.add(image(image, images.size() + 1, page));
        }
        return images;
    }

    private String summary() {
        long environments = pipeline.holdings().stream()
                .map(Holding::environment)
                .distinct()
                .count();
        long builds = pipeline.images().stream()
                .mapToLong(image -> BuildHistory.of(image).builds().size())
                .sum();
        return DisplayFormat.count(environments, "environment", "environments") + ", "
                + DisplayFormat.count(builds, "build", "builds");
    }

    private ImagePart image(ImageStatus image, int number, String page) {
        boolean alone = pipeline.images().size() == 1;
        String prefix = alone ? "" : "image" + number + "-";
        BuildHistory history = BuildHistory.of(image);
        Anchors anchors = new Anchors(page, prefix, history);
        BuildView view = new BuildView(look, history, anchors);
        MatrixView matrix = new MatrixView(anchors, pipeline.readAt());
        List<RemarkRow> remarks = remarks(image);
        List<BuildPart> recent = new ArrayList<>();
        List<BuildPart> earlier = new ArrayList<>();
        for (HistoricBuild build : history.builds()) {
            (recent.size() < RECENT || build.isCurrent() ? recent : earlier).add(view.part(build));
        }
        return new ImagePart(
                prefix + "image",
                image.repository().toString(),
                alone,
                verdict(image),
                image.holdings().stream().noneMatch(Holding::hasProblem),
                remarks,
                new Painter(image, pipeline.readAt(), anchors::link).paint(prefix + "picture"),
                image.holdings().stream().map(matrix::row).toList(),
                recent,
                earlier,
                DisplayFormat.count(earlier.size(), "earlier build", "earlier builds"),
                unread(image));
    }

    private static String verdict(ImageStatus image) {
        long problems = image.holdings().stream()
                .flatMap(holding -> holding.flags().stream())
                .filter(Flag::isProblem)
                .count();
        return problems == 0
                ? "Every environment is as its promotions left it, as far as records tell."
                : DisplayFormat.count(problems, "thing", "things") + " to look at.";
    }

    private List<RemarkRow> remarks(ImageStatus image) {
        return image.holdings().stream()
                .flatMap(holding -> holding.flags().stream()
                        .map(flag -> new RemarkRow(
                                holding.environment(),
                                MatrixView.mark(flag.kind()).text(),
                                look.wording().of(flag.text()),
                                flag.isProblem())))
                .toList();
    }

    private String unread(ImageStatus image) {
        String places = image.holdings().stream()
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
