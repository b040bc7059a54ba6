package io.github.imagepromotion.plugin;

import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.console.CiResults;
import io.github.imagepromotion.plugin.console.Remedies;
import io.github.imagepromotion.plugin.console.StandardOutput;
import io.github.imagepromotion.plugin.project.FoundCandidates;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.verification.Check;
import io.github.imagepromotion.verification.VerificationResult;
import io.github.imagepromotion.verification.VerificationResult.VerifiedImage;
import io.github.imagepromotion.verification.Verifier;
import io.github.imagepromotion.verification.Verifier.Trusted;
import io.github.imagepromotion.verification.Verifier.VerificationRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that environments have exactly what the artifact contains: the tag names its digest, every manifest and blob
 * exists, its documents are attached, signatures are valid for {@code <trustedKeys>}, the promotion is recorded, and
 * the image is not rejected by a trusted key. It writes nothing to a registry, and fails if one check does.
 */
@Mojo(name = "verify", aggregator = true, requiresProject = false, threadSafe = true)
public class VerifyMojo extends AbstractFoundArtifactMojo {

    /** Required. Comma-separated ids of the environments, which are processed in the configured order. */
    @Parameter(property = "image.environment")
    private @Nullable String environment;

    /** Pulls and hashes every blob instead of only checking that it exists. */
    @Parameter(property = "image.deep", defaultValue = "false")
    private boolean deep;

    /** Output format: {@code text}, or {@code json}, which prints nothing else. */
    @Parameter(property = "image.output", defaultValue = "text")
    private String output;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param repositorySystem finds artifacts
     */
    @Inject
    public VerifyMojo(SettingsDecrypter settingsDecrypter, RepositorySystem repositorySystem) {
        super(settingsDecrypter, repositorySystem);
    }

    @Override
    protected void run() throws IOException {
        List<String> names = Environments.names(Configured.text(environment));
        try (FoundCandidates found = found(names)) {
            verify(found.resolve(), names);
        }
    }

    private void verify(List<Candidate> candidates, List<String> names) throws IOException {
        if (!List.of("text", "json").contains(output)) {
            throw new ImageException(
                    "Illegal <output> (-Dimage.output): it is text or json, not " + Text.quote(output) + ".");
        }
        AtomicLong told = new AtomicLong(System.nanoTime());
        List<VerificationResult> results = new Verifier(
                        registries(),
                        this::trusted,
                        (reference, bytes, all) -> progress(told, reference, bytes, all),
                        Clock.systemUTC())
                .verify(new VerificationRequest(candidates, names, deep, parallelism()));
        for (VerificationResult result : results) {
            byte[] json = Json.pretty(result, Remedies::tell);
            Path file = resultDirectory().resolve("verify-" + result.environment() + ".json");
            AtomicFile.write(file, out -> out.write(json));
            if (output.equals("text")) {
                tell(result);
                getLog().info("Result: " + file);
                ci().tell(CiResults.of(result));
            }
        }
        if (output.equals("json")) {
            StandardOutput.stream()
                    .print(redactor().clean(new String(Json.pretty(results, Remedies::tell), StandardCharsets.UTF_8)));
        }
        refuse(results);
    }

    private Trusted trusted(Environment environment) throws IOException {
        List<VerificationKey> named = namedKeys();
        Environment asked = environment;
        if (!named.isEmpty()) {
            Trust configured = environment.trust();
            List<String> pems = named.stream().map(VerificationKey::pem).toList();
            asked = environment.withTrust(
                    new Trust(pems, true, configured.requireDocuments(), configured.withoutRecords()));
        }
        return new Trusted(
                asked.trust(),
                keys(asked),
                DecisionKeys.of(asked, keyFiles()::of).all());
    }

    private void progress(AtomicLong told, String reference, long bytes, long all) {
        long now = System.nanoTime();
        long last = told.get();
        boolean due = now - last > Duration.ofSeconds(5).toNanos();
        if (output.equals("text") && due && told.compareAndSet(last, now)) {
            getLog().info("Read " + Size.shown(bytes) + " of " + Size.shown(all) + " of " + reference);
        }
    }

    private void tell(VerificationResult result) {
        for (VerifiedImage image : result.images()) {
            getLog().info(result.environment() + ": " + image.reference());
            int widest = image.checks().stream()
                    .mapToInt(check -> check.name().length())
                    .max()
                    .orElse(0);
            for (Check check : image.checks()) {
                String line = String.format(
                        Locale.ROOT,
                        "  %-4s  %-" + widest + "s  %s: %s",
                        outcome(check),
                        check.name(),
                        check.subject(),
                        Remedies.tell(check.reason()));
                if (check.failed()) {
                    getLog().error(line);
                } else {
                    getLog().info(line);
                }
            }
        }
    }

    private static String outcome(Check check) {
        return check.failed() ? "FAIL" : check.outcome().name().toLowerCase(Locale.ROOT);
    }

    private static void refuse(List<VerificationResult> results) {
        List<String> failures = new ArrayList<>();
        for (VerificationResult result : results) {
            for (VerifiedImage image : result.images()) {
                for (Check check : image.failures()) {
                    failures.add("in '" + result.environment() + "', " + check.name() + " of '" + image.reference()
                            + "' (" + check.subject() + "): "
                            + Remedies.tell(check.reason()).replaceFirst("\\.$", ""));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new ImageException("Not what the artifact says: "
                    + (failures.size() == 1 ? "" : failures.size() + " checks fail, the first ")
                    + failures.get(0) + ".");
        }
    }
}
