package io.github.imagepromotion.formats;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.ledger.Decision;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.PromotionResult.Outcome;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.InTotoStatement;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.signing.VerificationKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.verification.VerificationResult;
import io.github.imagepromotion.verification.Verifier;
import io.github.imagepromotion.verification.Verifier.Trusted;
import io.github.imagepromotion.verification.Verifier.VerificationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a version wrote of one of the projects in {@code src/formats}.
 *
 * @param version directory of all that it wrote
 * @param name of the project: {@code shop}, which nobody signed, or {@code till}, which is signed
 */
record Written(Path version, String name) {
    /** Where the registries of both projects are, by their build records; relative to where Maven is called, and tests run. */
    private static final Path PLACE = Path.of("target/formats");

    private static final Path KEYS = Path.of("src/formats/keys");

    /** Puts it where it was written, anew. */
    void layOut() throws IOException {
        if (Files.exists(PLACE)) {
            try (Stream<Path> all = Files.walk(PLACE)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
        Path from = version.resolve(name).resolve("registries");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, PLACE.resolve(from.relativize(each).toString()));
            }
        }
        for (String type : List.of("tar", "json")) {
            Path file = file(type);
            Files.copy(version.resolve(name).resolve(file.getFileName()), file);
        }
    }

    Path file(String type) {
        return PLACE.resolve(name + "-1.0-image." + type);
    }

    ImageArchive archive() throws IOException {
        return ImageArchive.open(file("tar"));
    }

    BuildRecord record() throws IOException {
        return BuildRecord.read(file("json"));
    }

    Outcome promote(String environment) throws IOException {
        try (ImageArchive archive = archive()) {
            return PromotionFixture.of(candidate(archive))
                    .to(environment)
                    .gates(GateSettings.trusting(Written::keys))
                    .recorded(PromotionFixture.records(
                            new Attester(signer(), SignatureForm.BUNDLE), PLACE.resolve("state")))
                    .promote()
                    .get(0)
                    .outcome();
        }
    }

    /** {@return what does not hold in an environment} */
    List<String> failures(String environment) throws IOException {
        try (ImageArchive archive = archive()) {
            VerificationRequest request =
                    new VerificationRequest(List.of(candidate(archive)), List.of(environment), true, 2);
            return new Verifier(
                            (address, of) -> Registries.open(address, Accesses.anonymous()),
                            one -> new Trusted(one.trust(), keys(one.trust().trustedKeys()), decisionKeys(one)),
                            (image, bytes, all) -> {},
                            Clock.systemUTC())
                    .verify(request).stream()
                            .map(VerificationResult::images)
                            .flatMap(List::stream)
                            .flatMap(image -> image.failures().stream())
                            .map(check -> check.name() + " " + check.subject() + ": " + check.reason())
                            .toList();
        }
    }

    /** {@return what a tag names in an environment} */
    Optional<Digest> tagged(String environment, Tag tag) throws IOException {
        return repository(environment).manifest(tag).map(Manifest::descriptor).map(descriptor -> descriptor.digest());
    }

    /** {@return what stands under the lock tag of an environment} */
    JsonObject lock(String environment) throws IOException {
        Manifest lock =
                repository(environment).manifest(Tag.of("promotion-lock")).orElseThrow();
        return Json.object(lock.bytes(), "lock");
    }

    /** {@return the promotion records of an environment that can be read, the oldest first} */
    List<PromotionRecord> records(String environment) throws IOException {
        return Ledger.records(findings(environment), record().top().digest()).stream()
                .map(recorded -> recorded.record())
                .toList();
    }

    /** {@return the decisions in an environment that a trusted key signed, the oldest first} */
    List<Decision> decisions(String environment) throws IOException {
        return statements(environment, Decision.PREDICATE_TYPE).stream()
                .map(statement -> Json.read(statement.predicate(), Decision.class, "decision"))
                .sorted(Comparator.comparing(Decision::at))
                .toList();
    }

    /** {@return the statements of a type that a trusted key signed, or, where nobody signs, that are there} */
    List<InTotoStatement> statements(String environment, String predicateType) throws IOException {
        Finding.Standing standing = signer().isPresent() ? Finding.Standing.SIGNED : Finding.Standing.UNSIGNED;
        return findings(environment).stream()
                .filter(finding -> finding.standing() == standing)
                .flatMap(finding -> finding.statement().stream())
                .filter(statement -> statement.predicateType().equals(predicateType))
                .toList();
    }

    private List<Finding> findings(String environment) throws IOException {
        return new Ledger(repository(environment), 2)
                .findings(record().top().digest(), keys(List.of(pem("release.pub"), pem("ada.pub"))));
    }

    private Repository repository(String environment) throws IOException {
        RegistryAddress address = RegistryAddress.of("oci:" + PLACE.resolve(environment));
        return Registries.open(address, Accesses.anonymous())
                .repository(address.locate(record().identity().repository()));
    }

    private Candidate candidate(ImageArchive archive) throws IOException {
        return new Candidate(archive, "a test", new Environments(record().environments(), EnvironmentSource.OPERATOR));
    }

    private Optional<SigningKey> signer() throws IOException {
        return name.equals("till")
                ? Optional.of(SigningKey.parse(pem("release.key"), Optional.empty(), "release.key"))
                : Optional.empty();
    }

    private static List<VerificationKey> decisionKeys(Environment environment) {
        return environment
                .gates()
                .consents()
                .approvals()
                .map(approvals -> keys(approvals.trustedKeys()))
                .orElse(List.of());
    }

    private static List<VerificationKey> keys(List<String> pems) {
        return pems.stream()
                .flatMap(pem -> VerificationKey.parse(pem, "a build record").stream())
                .toList();
    }

    private static String pem(String file) throws IOException {
        return Files.readString(KEYS.resolve(file));
    }

    @Override
    public String toString() {
        return version.getFileName() + " " + name;
    }
}
