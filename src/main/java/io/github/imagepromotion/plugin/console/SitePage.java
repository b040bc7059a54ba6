package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.report.page.Overview;
import java.util.List;
import org.apache.maven.doxia.sink.Sink;

/** The report in a Maven site: an overview in the site's style, with a link to the full page. */
public final class SitePage {
    private final Sink sink;

    /** @param sink sink of the site */
    public SitePage(Sink sink) {
        this.sink = sink;
    }

    /** Writes the overview; {@code link} leads to the full page. */
    public void write(List<Overview> images, String link) {
        sink.head();
        sink.title();
        sink.text("Image Promotion");
        sink.title_();
        sink.head_();
        sink.body();
        images.forEach(this::image);
        sink.paragraph();
        sink.link(link);
        sink.text("All about these builds: layers, changes, documents, verification");
        sink.link_();
        sink.paragraph_();
        sink.body_();
        sink.flush();
        sink.close();
    }

    private void image(Overview image) {
        sink.section1();
        sink.sectionTitle1();
        sink.text(image.repository());
        sink.sectionTitle1_();
        sink.paragraph();
        sink.text(image.verdict());
        sink.paragraph_();
        if (!image.remarks().isEmpty()) {
            list(image.remarks());
        }
        table(image);
        sink.rawText(image.picture());
        sink.section1_();
    }

    private void list(List<String> remarks) {
        sink.list();
        for (String remark : remarks) {
            sink.listItem();
            sink.text(remark);
            sink.listItem_();
        }
        sink.list_();
    }

    private void table(Overview image) {
        sink.table();
        sink.tableRows();
        sink.tableRow();
        for (String name : image.head()) {
            sink.tableHeaderCell();
            sink.text(name);
            sink.tableHeaderCell_();
        }
        sink.tableRow_();
        image.rows().forEach(this::row);
        sink.tableRows_();
        sink.tableCaption();
        sink.text("Which build each environment of " + image.repository() + " runs");
        sink.tableCaption_();
        sink.table_();
    }

    private void row(List<String> cells) {
        sink.tableRow();
        for (String cell : cells) {
            sink.tableCell();
            sink.text(cell);
            sink.tableCell_();
        }
        sink.tableRow_();
    }
}
