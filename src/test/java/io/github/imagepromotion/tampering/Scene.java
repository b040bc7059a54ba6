package io.github.imagepromotion.tampering;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Trust;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.DecisionKeys;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.status.Holding;
import io.github.imagepromotion.status.PipelineReader;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestEnvironments;
import io.github.imagepromotion.verification.VerificationResult;
import io.github.imagepromotion.verification.Verifier;
import io.github.imagepromotion.verification.Verifier.Trusted;
import io.github.imagepromotion.verification.Verifier.VerificationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Two builds, signed and recorded: the older one went the whole way, dev, test and prod; the newer one came to test twice,
 * with the older one in between, and is about to go to prod.
 */
final class Scene implements AutoCloseable {
    static final Tag LATEST = Tag.of("latest");
    private static final List<VerificationKey> KEYS = List.of(Build.OWN.publicKey());
    private static final RegistryOpener CONNECTOR =
            (address, environment) -> Registries.open(address, Accesses.anonymous());

    final Vault vault;
    final Build older;
    final Build newer;
    private final Path directory;
    private final SignatureForm form;
    private final Environments environments;

    Scene(Vault vault, Path directory, SignatureForm form) throws IOException {
        this.vault = vault;
        this.directory = directory;
        this.form = form;
        this.older = Build.of(1, "41", form);
        this.newer = Build.of(2, "42", form);
        this.environments = new Environments(List.of(
                environment("dev", vault.address("dev"), List.of()),
                environment("test", vault.address("test"), List.of("dev")),
                environment("prod", vault.address("prod"), List.of("test"))));
        older.write(directory.resolve("41.tar"));
        newer.write(directory.resolve("42.tar"));
        for (String each : List.of("41 dev", "41 test", "41 prod", "42 dev", "42 test", "41 test", "42 test")) {
            String[] parts = each.split(" ");
            promote(archive(parts[0]), environments, parts[1], false);
        }
        vault.keep();
    }

    private static Environment environment(String id, RegistryAddress address, List<String> after) {
        Trust trust = new Trust(List.of(Build.OWN.publicKey().pem()), true, List.of("provenance", "sbom"), false);
        return TestEnvironments.of(id, List.of(address), List.of(LATEST), after).withTrust(trust);
    }

    Path archive(String build) {
        return directory.resolve(build + ".tar");
    }

    /** {@return where the images of an environment are} */
    RepositoryName repository(String environment) {
        return vault.address(environment).locate(newer.identity().repository());
    }

    /** {@return the registry of an environment, to be closed} */
    Registry open(String environment) {
        return Registries.open(vault.address(environment), Accesses.anonymous());
    }

    /** {@return what the gates of prod have against the newer build} */
    Optional<String> gate() throws IOException {
        return refusal(archive("42"), environments, "prod", true);
    }

    /** {@return why a directory that holds nothing yet does not take an archive} */
    Optional<String> refusal(Path archive, Path fresh) throws IOException {
        Environment environment = environment("fresh", RegistryAddress.of("oci:" + fresh), List.of());
        return refusal(archive, new Environments(List.of(environment)), "fresh", false);
    }

    private Optional<String> refusal(Path archive, Environments known, String environment, boolean dryRun)
            throws IOException {
        try {
            promote(archive, known, environment, dryRun);
            return Optional.empty();
        } catch (ImageException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** {@return what does not hold in an environment, by one of the builds} */
    List<String> verify(String environment) {
        List<String> wrong = verify(environment, archive("42"));
        return wrong.isEmpty() ? verify(environment, archive("41")) : wrong;
    }

    /** {@return what does not hold in an environment, by an archive} */
    List<String> verify(String environment, Path file) {
        try (ImageArchive archive = ImageArchive.open(file)) {
            VerificationRequest request = new VerificationRequest(
                    List.of(new Candidate(archive, "a test", environments)), List.of(environment), true, 2);
            return new Verifier(
                            CONNECTOR,
                            any -> new Trusted(any.trust(), KEYS, KEYS),
                            (image, bytes, all) -> {},
                            Clock.systemUTC())
                    .verify(request).stream()
                            .map(VerificationResult::images)
                            .flatMap(List::stream)
                            .flatMap(image -> image.failures().stream())
                            .map(check -> check.name() + " " + check.subject() + ": " + check.reason())
                            .toList();
        } catch (ImageException | IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** {@return what status says of an environment} */
    Holding status(String environment) throws IOException {
        StatusRequest request = new StatusRequest(
                environments,
                List.of(newer.identity().repository()),
                new StatusRequest.Keys(
                        environments.list().stream().collect(Collectors.toMap(Environment::id, each -> KEYS)),
                        environments.list().stream()
                                .collect(Collectors.toMap(Environment::id, each -> new DecisionKeys(KEYS, KEYS)))),
                new StatusRequest.Depth(20, Map.of()),
                2,
                Files.createTempDirectory(directory, "status"));
        StatusLog log = new StatusLog() {
            @Override
            public void progress(int done, int all) {}

            @Override
            public String explain(Exception failure) {
                return String.valueOf(failure.getMessage());
            }
        };
        return new PipelineReader(CONNECTOR, log, Clock.systemUTC())
                .read(request).holdings().stream()
                        .filter(holding -> holding.environment().equals(environment))
                        .findFirst()
                        .orElseThrow();
    }

    /** Promotes a build once more. */
    void promote(String build, String environment) throws IOException {
        promote(archive(build), environments, environment, false);
    }

    private void promote(Path file, Environments known, String environment, boolean dryRun) throws IOException {
        RecordSettings records =
                PromotionFixture.records(new Attester(Optional.of(Build.OWN), form), directory.resolve("state"));
        try (ImageArchive archive = ImageArchive.open(file)) {
            PromotionFixture.of(new Candidate(archive, "a test", known))
                    .to(environment)
                    .through(CONNECTOR)
                    .dry(dryRun)
                    .gates(new GateSettings(
                            any -> KEYS, GateSettings.PLAIN.questions(), Optional.empty(), time -> {}, true))
                    .recorded(records)
                    .promote();
        }
    }

    @Override
    public void close() {
        vault.close();
    }
}
