package io.github.imagepromotion.status;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.DeploymentRecord;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.Provenance;
import io.github.imagepromotion.signing.InTotoStatement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the documents attached to one image say.
 *
 * @param promotions promotions to one environment, the latest first
 * @param runs reports of the environment's running service, the latest first
 * @param version version of the project
 * @param commit source commit
 * @param forged reasons why documents are not what they claim to be
 */
record Evidence(
        List<Promotion> promotions,
        List<Running> runs,
        Optional<String> version,
        Optional<String> commit,
        List<String> forged) {
    static final Evidence NONE = new Evidence(List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());

    private static final String WHAT = "provenance";

    /** Records of other environments may be in the same repository; these are left out. */
    static Evidence of(List<Finding> findings, Digest image, String environment) {
        List<Promotion> promotions = Ledger.records(findings, image).stream()
                .filter(recorded -> recorded.record().environment().equals(environment))
                .map(Promotion::of)
                .sorted(Promotion.NEWEST_FIRST)
                .toList();
        List<JsonObject> provenance = provenance(findings);
        return new Evidence(
                promotions,
                DeploymentRecord.in(findings, image).stream()
                        .filter(found -> found.record().environment().equals(environment))
                        .map(Running::of)
                        .toList(),
                promotions.stream()
                        .map(promotion -> promotion.gav().version())
                        .findFirst()
                        .or(() -> provenance.stream()
                                .flatMap(predicate -> version(predicate).stream())
                                .findFirst()),
                provenance.stream()
                        .flatMap(predicate -> commit(predicate).stream())
                        .findFirst(),
                findings.stream()
                        .filter(finding -> finding.standing() == Standing.FORGED)
                        .map(finding -> "document " + finding.document().abbreviated() + " about " + image.abbreviated()
                                + ": " + Text.printable(finding.reason()))
                        .toList());
    }

    /** Signed ones first. */
    private static List<JsonObject> provenance(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.type().equals(Provenance.PREDICATE_TYPE))
                .sorted(Comparator.comparing(Finding::standing))
                .flatMap(finding -> finding.statement().map(InTotoStatement::predicate).stream())
                .toList();
    }

    private static Optional<String> version(JsonObject predicate) {
        try {
            return Coordinates.parse(Provenance.read(predicate).gav()).map(Coordinates::version);
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /** From provenance of any builder: the first {@code gitCommit} of an in-toto DigestSet. */
    private static Optional<String> commit(JsonObject predicate) {
        try {
            Stream<JsonObject> dependencies = Json.member(predicate, "buildDefinition", WHAT).stream()
                    .flatMap(definition -> Json.objects(definition, "resolvedDependencies", WHAT).stream());
            return dependencies
                    .flatMap(dependency -> Json.member(dependency, "digest", WHAT).stream())
                    .flatMap(digests -> Json.string(digests, "gitCommit", WHAT).stream())
                    .map(Text::printable)
                    .findFirst();
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    Evidence orLabels(Labels labels) {
        return new Evidence(promotions, runs, version.or(labels::version), commit.or(labels::commit), forged);
    }
}
