package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Digest;
import java.util.List;

/**
 * A summary of an image for a page with less room. Texts are not escaped.
 *
 * @param repository repository of the image
 * @param verdict whether everything is in order, a sentence
 * @param remarks what needs attention
 * @param head head of the table
 * @param rows rows of the table, one for each registry of an environment
 * @param picture SVG with its own style, escaped
 */
public record Overview(
        String repository,
        String verdict,
        List<String> remarks,
        List<String> head,
        List<List<String>> rows,
        String picture) {

    /** Copies the lists. */
    public Overview {
        remarks = List.copyOf(remarks);
        head = List.copyOf(head);
        rows = List.copyOf(rows);
    }

    static Overview of(Page.ImagePart image) {
        return new Overview(
                image.repository(),
                image.verdict(),
                image.remarks().stream()
                        .map(remark -> remark.environment() + ": " + remark.kind() + ", " + remark.text())
                        .toList(),
                List.of("Environment", image.heading(), "Version", "Commit", "Digest", "Since (UTC)", "By", "Behind"),
                image.rows().stream().map(Overview::cells).toList(),
                Templates.FIGURE.execute(image.picture()));
    }

    /** Shortened to fit beside a menu. */
    private static String shortened(String digest) {
        return Digest.isDigest(digest) ? Digest.of(digest).abbreviated() : digest;
    }

    private static List<String> cells(Page.Row row) {
        return List.of(
                row.environment(),
                row.build(),
                row.version(),
                row.commit(),
                shortened(row.digest()),
                row.since() + (row.rollback().isEmpty() ? "" : ", " + row.rollback()),
                row.by(),
                row.lag());
    }
}
