package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.project.PipelineImages;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.record.BuildRecord;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.StatusRequest;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** What goals have in common that are about what is in environments, and need no archive. */
abstract class AbstractPipelineMojo extends AbstractEnvironmentMojo {

    /** Repository of the image; defaults to the repositories of the images in this reactor. */
    @Parameter(property = "image.repository")
    private @Nullable String repository;

    /** Build record, or the image archive next to it, from which repository and environments are read. */
    @Parameter(property = "image.file")
    private @Nullable File file;

    AbstractPipelineMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /** The images that are meant. */
    final PipelineImages images() {
        return new PipelineImages(
                session,
                project,
                execution,
                Configured.optional(repository),
                Optional.ofNullable(file).map(File::toPath));
    }

    /** The environments of the pipeline: those of this call, else those of the build record; none if neither has any. */
    final Optional<Environments> pipeline() throws IOException {
        return pipeline(all -> all.list().stream().map(Environment::id).toList());
    }

    /** The same, where {@code used} says which of all environments are. */
    final Optional<Environments> pipeline(Function<Environments, List<String>> used) throws IOException {
        Optional<Environments> known = environments().get();
        Optional<BuildRecord> record = known.isPresent() ? Optional.empty() : images().record();
        if (record.isPresent()) {
            known = Optional.of(recordEnvironments()
                    .of(record.get(), Text.quote(images().recordFile().toString()), used));
        }
        return known.filter(each -> !each.list().isEmpty());
    }

    /** What is to be read. */
    final StatusRequest request(int builds, Map<String, Integer> history) throws IOException {
        if (builds < 0) {
            throw new ImageException("Illegal <builds> (-Dimage.builds): " + builds + " is negative.");
        }
        Environments environments = pipeline()
                .orElseThrow(() -> new ImageException("No environment is configured. Add <environments> to the plugin's"
                        + " <configuration>, or name a file that has them (-Dimage.environments=FILE), or a build record"
                        + " (-Dimage.file=shop-1.0-image.json)."));
        if (!history.isEmpty()) {
            environments.select(List.copyOf(history.keySet()));
        }
        return new StatusRequest(
                environments,
                images().all(),
                trusted(environments),
                decisionKeys(environments),
                builds,
                history,
                parallelism(),
                stateDirectory().resolve("status"));
    }

    private Map<String, List<VerificationKey>> trusted(Environments environments) throws IOException {
        Map<String, List<VerificationKey>> trusted = new LinkedHashMap<>();
        for (Environment environment : environments.list()) {
            trusted.put(environment.id(), keys(environment));
        }
        return trusted;
    }

    private Map<String, DecisionKeys> decisionKeys(Environments environments) throws IOException {
        Map<String, DecisionKeys> decisionKeys = new LinkedHashMap<>();
        for (Environment environment : environments.list()) {
            decisionKeys.put(environment.id(), DecisionKeys.of(environment, keyFiles()::of));
        }
        return decisionKeys;
    }
}
