package io.github.imagepromotion.ci.result;

import io.github.imagepromotion.ci.result.CiResult.Answer;
import io.github.imagepromotion.ci.result.CiResult.CiCheck;
import io.github.imagepromotion.ci.result.CiResult.CiImage;

/** A result in Markdown, which Azure Pipelines and GitHub Actions display with the job. */
final class Summary {
    private final StringBuilder page = new StringBuilder();

    private Summary() {}

    static String of(CiResult result) {
        Summary summary = new Summary();
        summary.write(result);
        return summary.page.toString();
    }

    private void write(CiResult result) {
        page.append("### ").append(Markdown.text(result.headline())).append("\n\n");
        result.failure().ifPresent(why -> page.append(Markdown.text(why)).append("\n\n"));
        page.append("| image | build | digest |\n|---|---|---|\n");
        for (CiImage image : result.images()) {
            row(
                    Markdown.text(image.reference()),
                    Markdown.text(image.buildId()),
                    "<code>" + Markdown.text(image.digest()) + "</code>");
        }
        page.append('\n');
        result.images().stream().filter(image -> !image.checks().isEmpty()).forEach(this::checks);
    }

    private void checks(CiImage image) {
        page.append("**").append(Markdown.text(image.reference())).append("**\n\n| | gate | why |\n|---|---|---|\n");
        for (CiCheck check : image.checks()) {
            row(
                    mark(check.answer()) + " " + check.answer(),
                    Markdown.text(check.name()),
                    Markdown.text(check.reason()));
        }
        page.append('\n');
    }

    private void row(String... cells) {
        page.append(Markdown.row(cells));
    }

    private static String mark(Answer answer) {
        return switch (answer) {
            case PASS -> "\u2705";
            case FAIL -> "\u274C";
            case WAIT -> "\u23F3";
            case WARN, OVERRIDDEN -> "\u26A0\uFE0F";
            case INFO -> "\u2139\uFE0F";
        };
    }
}
