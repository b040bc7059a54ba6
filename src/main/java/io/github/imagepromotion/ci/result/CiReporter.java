package io.github.imagepromotion.ci.result;

import io.github.imagepromotion.ci.CiServer;
import io.github.imagepromotion.ci.result.CiResult.Answer;
import io.github.imagepromotion.ci.result.CiResult.CiCheck;
import io.github.imagepromotion.ci.result.CiResult.CiImage;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Reports results to the CI server. For every server files are written: outputs as {@code <goal>-<environment>.env}, a
 * summary as {@code .md}, and gates and checks as {@code TEST-<goal>-<environment>.xml}. Azure Pipelines and GitHub
 * Actions also get their commands. Does nothing without a CI server.
 */
public final class CiReporter {
    private final Optional<CiServer> server;
    private final Map<String, String> environment;
    private final Path directory;
    private final Consumer<String> console;
    private final UnaryOperator<String> clean;

    /**
     * @param environment environment variables of the process
     * @param directory directory for the files
     * @param console prints a line without the prefix of a log
     * @param clean removes secrets from a text
     */
    public CiReporter(
            Map<String, String> environment, Path directory, Consumer<String> console, UnaryOperator<String> clean) {
        this.server = CiServer.detect(environment);
        this.environment = environment;
        this.directory = directory;
        this.console = console;
        this.clean = clean;
    }

    /**
     * @param result result to report
     * @throws IOException if a file cannot be written
     */
    public void tell(CiResult result) throws IOException {
        if (server.isPresent()) {
            tell(server.get(), cleaned(result));
        }
    }

    /**
     * Annotates the job with the failure of a goal, if the server supports that.
     *
     * @param message the failure
     */
    public void failed(String message) {
        annotate("error", clean.apply(message));
    }

    private void tell(CiServer server, CiResult result) throws IOException {
        Path summary = directory.resolve(result.fileName() + ".md");
        write(summary, Summary.of(result));
        write(directory.resolve(result.fileName() + ".env"), Outputs.dotenv(result));
        AtomicFile.write(directory.resolve("TEST-" + result.fileName() + ".xml"), out -> TestReport.write(result, out));
        switch (server) {
            case AZURE_PIPELINES -> azure(result, summary);
            case GITHUB_ACTIONS -> gitHub(result);
            default -> {
                // Other servers read the files.
            }
        }
        warn(result);
    }

    private void write(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private CiResult cleaned(CiResult result) {
        return new CiResult(
                result.goal(),
                result.environment(),
                result.outcome(),
                result.failure().map(clean),
                result.started(),
                result.images().stream()
                        .map(image -> new CiResult.CiImage(
                                image.name(),
                                image.reference(),
                                image.buildId(),
                                image.digest(),
                                image.checks().stream()
                                        .map(check -> new CiResult.CiCheck(
                                                check.name(), check.answer(), clean.apply(check.reason())))
                                        .toList()))
                        .toList());
    }

    /** Azure Pipelines, "Logging commands". */
    private void azure(CiResult result, Path summary) {
        Outputs.of(result)
                .forEach((name, value) -> console.accept(
                        "##vso[task.setvariable variable=" + name + ";isOutput=true]" + azureData(value)));
        console.accept(
                "##vso[task.uploadsummary]" + azureData(summary.toAbsolutePath().toString()));
    }

    private static String azureData(String text) {
        return Text.harmless(text).replace("%", "%AZP25").replace(";", "%3B").replace("]", "%5D");
    }

    /** GitHub Actions, "Workflow commands". */
    private void gitHub(CiResult result) throws IOException {
        StringBuilder outputs = new StringBuilder();
        Outputs.of(result)
                .forEach((name, value) ->
                        outputs.append(name).append('=').append(value).append('\n'));
        append("GITHUB_OUTPUT", outputs.toString());
        append("GITHUB_STEP_SUMMARY", Summary.of(result));
    }

    private static String gitHubData(String text) {
        return Text.harmless(text).replace("%", "%25");
    }

    private void append(String variable, String text) throws IOException {
        String file = environment.getOrDefault(variable, "");
        if (!file.isEmpty()) {
            Files.writeString(Path.of(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Warnings and overridden gates are annotated. */
    private void warn(CiResult result) {
        result.images().forEach(image -> image.checks().stream()
                .filter(check -> check.answer() == Answer.WARN || check.answer() == Answer.OVERRIDDEN)
                .forEach(check -> annotate("warning", warning(result, image, check))));
    }

    private static String warning(CiResult result, CiImage image, CiCheck check) {
        String gate = check.name() + " of " + image.reference();
        return result.headline()
                + (check.answer() == Answer.WARN ? "; " + gate + " warns: " : " although " + gate + " failed: ")
                + check.reason();
    }

    private void annotate(String level, String text) {
        if (server.filter(CiServer.AZURE_PIPELINES::equals).isPresent()) {
            console.accept("##vso[task.logissue type=" + level + "]" + azureData(text));
        } else if (server.filter(CiServer.GITHUB_ACTIONS::equals).isPresent()) {
            console.accept("::" + level + "::" + gitHubData(text));
        }
    }

    /**
     * Outputs for later steps of a pipeline: for a single image {@code image_digest}, {@code image_reference} and
     * {@code image_buildId}, for several with the last part of the repository's name, {@code image_shop_digest}.
     */
    static final class Outputs {
        private Outputs() {}

        static Map<String, String> of(CiResult result) {
            Map<String, String> outputs = new LinkedHashMap<>();
            outputs.put("image_environment", result.environment());
            outputs.put("image_outcome", result.outcome());
            boolean single =
                    result.images().stream().map(CiImage::name).distinct().count() == 1;
            for (CiImage image : result.images()) {
                String prefix = single ? "image_" : "image_" + variable(image.name()) + "_";
                outputs.putIfAbsent(prefix + "buildId", image.buildId());
                outputs.putIfAbsent(prefix + "digest", image.digest());
                outputs.putIfAbsent(prefix + "reference", image.reference());
            }
            return outputs;
        }

        private static String variable(String repository) {
            return repository.substring(repository.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9]", "_");
        }

        /** {@code NAME=value} lines, for GitLab's dotenv reports and Jenkins' readProperties. */
        static String dotenv(CiResult result) {
            StringBuilder lines = new StringBuilder();
            of(result).forEach((name, value) -> lines.append(name.toUpperCase(Locale.ROOT))
                    .append('=')
                    .append(value)
                    .append('\n'));
            return lines.toString();
        }
    }
}
