package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.ci.result.Markdown;
import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.SavedPlan.PlannedImage;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTag;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTarget;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A saved plan in Markdown, for a pull request or an e-mail: what would be done, and what this changes. */
final class PlanPage {
    private final SavedPlan plan;
    private final String file;
    private final Map<PlannedImage, Comparison> changes;
    private final StringBuilder page = new StringBuilder();

    private PlanPage(SavedPlan plan, String file, Map<PlannedImage, Comparison> changes) {
        this.plan = plan;
        this.file = file;
        this.changes = changes;
    }

    /**
     * @param plan the plan
     * @param file name of its file
     * @param changes differences of each image from the environment's current one
     */
    static String of(SavedPlan plan, String file, Map<PlannedImage, Comparison> changes) {
        PlanPage whole = new PlanPage(plan, file, changes);
        whole.write();
        return whole.page.toString();
    }

    private void write() {
        page.append("# Plan for ").append(Markdown.text(plan.environment())).append("\n\n");
        page.append("Nothing is done yet. Planned at ").append(plan.at());
        String by = Stream.of(plan.by().user(), plan.by().ci(), plan.by().job())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        page.append(by.isEmpty() ? "" : " by " + Markdown.text(by)).append(".\n\n");
        page.append("The plan is <code>")
                .append(Markdown.text(file))
                .append("</code>, ")
                .append(code(plan.digest()))
                .append(".\n\n");
        plan.images().forEach(this::image);
        page.append("## What to do with it\n\n");
        code(List.of(
                "sha256sum " + file,
                "mvn image:approve -Dimage.plan=" + file + "    # where approvals are asked for",
                "mvn image:promote -Dimage.plan=" + file + "    # exactly this, or nothing"));
    }

    private void image(PlannedImage image) {
        page.append("## ").append(Markdown.text(image.name())).append("\n\n");
        page.append("Build ")
                .append(Markdown.text(image.buildId().toString()))
                .append(" of ")
                .append(Markdown.text(image.gav().toString()))
                .append(", ")
                .append(code(image.digest()))
                .append(".\n\n");
        page.append("| registry | tag | now | then |\n|---|---|---|---|\n");
        for (PlannedTarget target : image.targets()) {
            target.tags().forEach(tag -> page.append(row(target, tag)));
        }
        page.append('\n');
        for (PlannedTarget target : image.targets()) {
            page.append("To be sent to ")
                    .append(Markdown.text(target.registry()))
                    .append(": ")
                    .append(target.blobs())
                    .append(target.blobs() == 1 ? " blob, " : " blobs, ")
                    .append(Size.shown(target.bytes()))
                    .append(".\n\n");
        }
        gates(image);
        page.append("What changes:\n\n");
        List<String> lines = Optional.ofNullable(changes.get(image))
                .map(each -> ComparisonLines.of(each, image.identity(), image.digest(), plan.environment()))
                .orElse(List.of("nothing"));
        code(lines);
        page.append('\n');
    }

    /** An indented code block (CommonMark 4.4), which nothing within a line ends, and which an e-mail shows as well. */
    private void code(List<String> lines) {
        lines.forEach(line -> page.append("    ").append(line).append('\n'));
    }

    private static String row(PlannedTarget target, PlannedTag tag) {
        boolean same = tag.before().equals(Optional.of(tag.after()));
        return Markdown.row(
                Markdown.text(target.registry()),
                Markdown.text(target.repository() + ":" + tag.tag()),
                tag.before().map(PlanPage::code).orElse("new"),
                same ? "the same" : code(tag.after()));
    }

    private static String code(Digest digest) {
        return "<code>" + digest + "</code>";
    }

    private void gates(PlannedImage image) {
        if (image.gates().isEmpty()) {
            page.append("No gate was asked.\n\n");
            return;
        }
        page.append("Gates, which are asked again then:\n\n| gate | answer | why |\n|---|---|---|\n");
        image.gates()
                .forEach(answer -> page.append(Markdown.row(
                        Markdown.text(answer.gate()),
                        answer.outcome().name().toLowerCase(Locale.ROOT),
                        Markdown.text(answer.reason().text()))));
        page.append('\n');
    }
}
