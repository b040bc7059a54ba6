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
 * Which build is where, how it came there, and what each consists of.
 *
 * @param pipeline what is where
 * @param look what was found at a closer look
 */
public record PipelineReport(Pipeline pipeline, ImageInspector look) {

    /**
     * Reads what {@link PipelineReader} reads, and besides, for each image once, its manifests and configs, and all small
     * documents about it. A registry that cannot be read leaves a gap.
     *
     * @param request what is to be read
     * @param opener opens registries
     * @param log is told how far it has come
     * @param clock tells when it was read
     * @param wording of what is said to a reader
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

    /** {@return the page, as one HTML file that needs nothing else} */
    public String html() {
        return new PageMaker(pipeline, look).html();
    }

    /**
     * @param page that {@link #html} went to, relative to where the overviews are
     * @return the most important things about each image, with links to that page
     */
    public List<Overview> overviews(String page) {
        return new PageMaker(pipeline, look).overviews(page);
    }
}
