package io.github.imagepromotion.plugin;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.console.Colours;
import io.github.imagepromotion.plugin.console.MavenStatusLog;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.plugin.console.StandardOutput;
import io.github.imagepromotion.plugin.console.StatusTable;
import io.github.imagepromotion.plugin.console.StyledLine;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.PipelineReader;
import io.github.imagepromotion.status.StatusRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Shows which build is in which environment, since when and by whom, from the registries and the promotion records in
 * them, and the decisions about builds that are there or pending. It writes nothing to a registry. A registry that
 * cannot be read is shown as such, and the goal succeeds. The output is coloured where Maven's is.
 */
@Mojo(name = "status", aggregator = true, requiresProject = false, threadSafe = true)
public class StatusMojo extends AbstractPipelineMojo {

    /** Comma-separated ids of environments whose promotions are listed instead of the matrix. */
    @Parameter(property = "image.history")
    private @Nullable String history;

    /** Number of the newest builds whose promotions {@code -Dimage.history} lists. */
    @Parameter(property = "image.limit", defaultValue = "50")
    private int limit;

    /**
     * Number of the newest builds to read in each environment; at least 500 for an environment without a moving tag.
     */
    @Parameter(property = "image.builds", defaultValue = "20")
    private int builds;

    /** Whether to list every image of more than 20, also those that are the same in all environments. */
    @Parameter(property = "image.verbose", defaultValue = "false")
    private boolean verbose;

    /** Output format: {@code text}, or {@code json}, which prints nothing else. */
    @Parameter(property = "image.output", defaultValue = "text")
    private String output;

    /** Maximum line width, not counting the {@code [INFO]} that Maven prints before it. */
    @Parameter(property = "image.columns", defaultValue = "140")
    private int columns;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public StatusMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        if (limit < 1) {
            throw new ImageException("Illegal <limit> (-Dimage.limit): it is at least 1, not " + limit + ".");
        }
        List<String> listed = Environments.names(history == null ? "" : history);
        StatusRequest request =
                request(builds, listed.stream().collect(Collectors.toMap(id -> id, id -> limit, (one, same) -> one)));
        Pipeline pipeline = new PipelineReader(
                        registries(),
                        new MavenStatusLog(getLog(), redactor(), !output.equals("text")),
                        Clock.systemUTC())
                .read(request);
        byte[] json = Json.pretty(pipeline, Remedies::tell);
        Path result = resultDirectory().resolve("status.json");
        AtomicFile.write(result, out -> out.write(json));
        tell(pipeline, json, listed);
    }

    private void tell(Pipeline pipeline, byte[] json, List<String> listed) {
        switch (output) {
            case "json" -> StandardOutput.stream().print(redactor().clean(new String(json, StandardCharsets.UTF_8)));
            case "text" -> {
                StatusTable table = new StatusTable(columns);
                List<StyledLine> lines =
                        listed.isEmpty() ? table.matrix(pipeline, verbose) : table.history(pipeline, listed);
                boolean coloured = Colours.areOn(session);
                lines.forEach(line -> getLog().info(line, coloured));
            }
            default ->
                throw new ImageException(
                        "Illegal <output> (-Dimage.output): it is text or json, not " + Text.quote(output) + ".");
        }
    }
}
