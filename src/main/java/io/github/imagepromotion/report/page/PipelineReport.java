package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.report.contents.ImageInspector;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.PipelineReader;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Which build is in which environment, how it got there, and what each build consists of.
 *
 * @param pipeline which build is where
 * @param look details of the images
 */
public record PipelineReport(Pipeline pipeline, ImageInspector look) {

    /**
     * Reads what {@link PipelineReader} reads, and also, once for each image, its manifests and configs, and all its
     * small documents. A registry that cannot be read is flagged, and reading goes on.
     *
     * @param request what to read
     * @param opener opens registries
     * @param log receives progress
     * @param clock source of the time of reading
     * @param wording turns messages into text
     * @return the report
     * @throws IOException if a connection cannot be closed
     */
    public static PipelineReport read(
            StatusRequest request, RegistryOpener opener, StatusLog log, Clock clock, Wording wording)
            throws IOException {
        ImageInspector look = new ImageInspector(wording);
        Pipeline pipeline = new PipelineReader(opener, log, clock, Optional.of(look)).read(request);
        return new PipelineReport(pipeline, look);
    }

    /** {@return the page, a self-contained HTML file} */
    public String html() {
        return new PageMaker(pipeline, look).html();
    }

    /**
     * @param page where {@link #html} was written, relative to the page with the overviews
     * @return a summary of each image, with links to that page
     */
    public List<Overview> overviews(String page) {
        return new PageMaker(pipeline, look).overviews(page);
    }
}
