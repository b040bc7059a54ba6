package io.github.imagepromotion.plugin;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.record.BuildRecord;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.PipelineReader;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Says which build is in which environment, since when and by whom, as the registries and the promotion records in them
 * tell. It writes nothing there. A registry that cannot be read leaves a gap, and the goal succeeds.
 */
@Mojo(name = "status", aggregator = true, requiresProject = false, threadSafe = true)
public class StatusMojo extends AbstractPromotionMojo {

    /** The repository of the image; by default those of the images of this reactor. */
    @Parameter(property = "image.repository")
    private @Nullable String repository;

    /** A build record, or the archive beside it: repository and environments are taken from there. */
    @Parameter(property = "image.file")
    private @Nullable File file;

    /** Ids of environments, separated by commas, whose promotions are listed, all of them, instead of the matrix. */
    @Parameter(property = "image.history")
    private @Nullable String history;

    /** How many of the newest builds of each environment are looked at. */
    @Parameter(property = "image.builds", defaultValue = "20")
    private int builds;

    /** {@code text}, or {@code json}: then nothing else is printed. */
    @Parameter(property = "image.output", defaultValue = "text")
    private String output;

    /** How wide a line may be. */
    @Parameter(property = "image.columns", defaultValue = "140")
    private int columns;

    /** @param settingsDecrypter decrypts passwords of settings.xml */
    @Inject
    public StatusMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    @Override
    protected void run() throws IOException {
        Optional<BuildRecord> record = record();
        Environments environments = environments()
                .or(() -> record.map(BuildRecord::pipeline))
                .filter(known -> !known.list().isEmpty())
                .orElseThrow(() -> new ImageException("No environment is configured. Add <environments> to the plugin's"
                        + " <configuration>, or name a file that has them (-Dimage.environments=FILE)."));
        List<String> whole = Environments.names(history == null ? "" : history);
        if (!whole.isEmpty()) {
            environments.select(whole);
        }
        Pipeline pipeline = new PipelineReader(connector(retryBudget()), new Log(), Clock.systemUTC())
                .read(new StatusRequest(
                        environments,
                        repositories(record),
                        trusted(environments),
                        builds,
                        Set.copyOf(whole),
                        parallelism(),
                        stateDirectory().resolve("status")));
        byte[] json = Json.pretty(pipeline);
        Path result = resultDirectory().resolve("status.json");
        AtomicFile.write(result, out -> out.write(json));
        tell(pipeline, json, whole);
    }

    private void tell(Pipeline pipeline, byte[] json, List<String> whole) {
        switch (output) {
            case "json" -> System.out.print(redactor().clean(new String(json, StandardCharsets.UTF_8)));
            case "text" -> {
                StatusTable table = new StatusTable(columns);
                List<String> lines = whole.isEmpty() ? table.matrix(pipeline) : table.history(pipeline, whole);
                lines.forEach(getLog()::info);
            }
            default ->
                throw new ImageException(
                        "Illegal <output> (-Dimage.output): it is text or json, not " + Text.quote(output) + ".");
        }
    }

    private Map<String, List<VerificationKey>> trusted(Environments environments) throws IOException {
        Map<String, List<VerificationKey>> trusted = new LinkedHashMap<>();
        for (Environment environment : environments.list()) {
            trusted.put(environment.id(), keys(environment));
        }
        return trusted;
    }

    private Optional<BuildRecord> record() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        String name = file.getName().replaceFirst("\\.tar$", ".json");
        return Optional.of(BuildRecord.read(file.toPath().resolveSibling(name)));
    }

    private List<RepositoryName> repositories(Optional<BuildRecord> record) {
        try {
            if (repository != null && !repository.isBlank()) {
                return List.of(RepositoryName.of(repository.trim()));
            }
            if (record.isPresent()) {
                return List.of(record.get().repository());
            }
            Set<RepositoryName> names = new LinkedHashSet<>();
            new Reactor(session, project, execution).repositories().forEach(name -> names.add(RepositoryName.of(name)));
            return List.copyOf(names);
        } catch (IllegalArgumentException e) {
            throw illegal("<repository> (-Dimage.repository)", e);
        }
    }

    /** What is told while it reads. */
    private final class Log implements StatusLog {
        private static final int OFTEN = 50;

        @Override
        public void progress(int done, int all) {
            if (output.equals("text") && all > OFTEN && done % OFTEN == 0) {
                getLog().info("Read " + done + " of " + all + " builds");
            }
        }

        @Override
        public String explain(Exception failure) {
            return redactor().clean(String.valueOf(failure.getMessage()));
        }
    }
}
