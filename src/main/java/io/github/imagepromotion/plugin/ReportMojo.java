package io.github.imagepromotion.plugin;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.config.BuildConfiguration;
import io.github.imagepromotion.plugin.console.MavenStatusLog;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.plugin.console.SitePage;
import io.github.imagepromotion.report.page.PipelineReport;
import io.github.imagepromotion.status.StatusRequest;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.doxia.sink.Sink;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.reporting.MavenReport;
import org.apache.maven.reporting.MavenReportException;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Writes one self-contained HTML page that shows which build is in which environment, how it got there, its contents,
 * what changed since the previous build, and the documents attached to it with what they prove. In {@code mvn site} it
 * is a report. It writes nothing to a registry, and a registry that cannot be read is shown as such.
 */
@Mojo(
        name = "report",
        defaultPhase = LifecyclePhase.SITE,
        aggregator = true,
        requiresProject = false,
        threadSafe = true)
public class ReportMojo extends AbstractPipelineMojo implements MavenReport {
    private static final String NAME = "image-report";
    private static final String PAGE = "image-pipeline.html";

    /**
     * Number of the newest builds to read in each environment; at least 500 for an environment without a moving tag.
     */
    @Parameter(property = "image.builds", defaultValue = "50")
    private int builds;

    /** File for the report; defaults to {@code target/image/report.html}. */
    @Parameter(property = "image.reportFile")
    private @Nullable File reportFile;

    private @Nullable File siteDirectory;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public ReportMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        Path file = reportFile == null ? resultDirectory().resolve("report.html") : reportFile.toPath();
        write(read(), file);
        getLog().info("Report: " + file);
    }

    private PipelineReport read() throws IOException {
        return PipelineReport.read(
                request(builds, Map.of()),
                registries(),
                new MavenStatusLog(getLog(), redactor(), false),
                Clock.systemUTC(),
                Remedies::tell);
    }

    private static void write(PipelineReport report, Path file) throws IOException {
        byte[] page = report.html().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(page));
    }

    @Override
    public void generate(Sink sink, Locale locale) throws MavenReportException {
        try {
            PipelineReport report = read();
            write(report, getReportOutputDirectory().toPath().resolve(PAGE));
            new SitePage(sink).write(report.overviews(PAGE), PAGE);
        } catch (ImageException | IOException e) {
            throw failure(printable(e));
        }
    }

    private static MavenReportException failure(Throwable printable) {
        MavenReportException failure = new MavenReportException(String.valueOf(printable.getMessage()));
        failure.initCause(printable);
        return failure;
    }

    /** A project without an image or environments has no report. */
    @Override
    public boolean canGenerateReport() throws MavenReportException {
        try {
            new BuildConfiguration(project, execution).complete(this);
            checkConfiguration();
            if (isSkipped() || pipeline().isEmpty()) {
                return false;
            }
            StatusRequest request = request(builds, Map.of());
            return !request.repositories().isEmpty() || !request.releases().isEmpty();
        } catch (ImageException | IOException e) {
            getLog().warn("No report: " + Remedies.tell(e));
            return false;
        }
    }

    @Override
    public String getOutputName() {
        return NAME;
    }

    @Override
    public String getCategoryName() {
        return CATEGORY_PROJECT_REPORTS;
    }

    @Override
    public String getName(Locale locale) {
        return "Image Promotion";
    }

    @Override
    public String getDescription(Locale locale) {
        return "Which build of the image is in which environment, and how it came there.";
    }

    @Override
    public void setReportOutputDirectory(File directory) {
        siteDirectory = directory;
    }

    @Override
    public File getReportOutputDirectory() {
        return siteDirectory == null ? resultDirectory().toFile() : siteDirectory;
    }

    @Override
    public boolean isExternalReport() {
        return false;
    }
}
