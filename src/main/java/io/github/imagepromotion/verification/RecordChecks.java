package io.github.imagepromotion.verification;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attached.Unread;
import io.github.imagepromotion.ledger.Finding;
import io.github.imagepromotion.ledger.Finding.Standing;
import io.github.imagepromotion.ledger.Ledger;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.ledger.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The promotion is recorded, for this place and no other, and no record that another follows was taken away. That the
 * newest one was taken away shows in that there is none of this build.
 */
final class RecordChecks {
    private static final String NAME = "records";
    private static final String SUSPECT = "; find out who attached it, and remove it";

    private final Holding holding;
    private final Surroundings surroundings;
    private final List<Finding> findings;
    private final List<Recorded> records;

    RecordChecks(Holding holding, Surroundings surroundings) {
        this.holding = holding;
        this.surroundings = surroundings;
        this.findings = surroundings.findings(holding.digest());
        this.records = Ledger.records(findings, holding.digest());
    }

    List<Check> run() {
        if (holding.trusted().trust().withoutRecords()) {
            return List.of(Check.info(
                    NAME, holding.environment().id(), "promotions are not recorded here (<withoutRecords>)"));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(newest());
        checks.addAll(unreadable());
        records.stream()
                .filter(recorded -> !belongs(recorded.record()))
                .map(this::elsewhere)
                .forEach(checks::add);
        checks.addAll(removed());
        checks.addAll(worthless());
        return checks;
    }

    private Check newest() {
        List<Recorded> here = records.stream()
                .filter(recorded -> isOf(recorded.record(), holding.environment()))
                .filter(recorded ->
                        recorded.record().buildId().equals(holding.identity().buildId()))
                .toList();
        Optional<Recorded> newest = here.stream().filter(this::counts).reduce((one, next) -> next);
        if (newest.isPresent()) {
            return Check.pass(NAME, newest.get().id(), said(newest.get().record()));
        }
        String why = here.isEmpty()
                ? "no record says that build '" + holding.identity().buildId() + "' was promoted here; "
                        + holding.promote() + ", or find out who removed it"
                : "the record that build '" + holding.identity().buildId()
                        + "' was promoted here does not count: no trusted key signed it. Find out who wrote it, and "
                        + holding.promote() + " with a key (<signing><keyFile>, -Dimage.signing.keyFile)";
        return Check.fail(NAME, holding.environment().id(), why);
    }

    private String said(PromotionRecord record) {
        return "promoted at " + record.at()
                + record.by().user().map(user -> " by " + Text.quote(user)).orElse("")
                + (keysAreTrusted() ? "" : "; unsigned records count here");
    }

    /** Those that pretend, say nothing that can be read, or speak of another image. */
    private List<Check> unreadable() {
        List<Check> checks = new ArrayList<>();
        Set<Digest> read = records.stream().map(Recorded::id).collect(Collectors.toSet());
        for (Finding finding : findings) {
            if (finding.type().equals(PromotionRecord.PREDICATE_TYPE) && !read.contains(finding.content())) {
                String why = finding.standing() == Standing.FORGED
                        ? "it pretends: " + Text.printable(finding.reason())
                        : "it cannot be read, or speaks of another image";
                checks.add(Check.fail(NAME, finding.document(), why + SUSPECT));
            }
        }
        surroundings.unread().stream()
                .filter(Unread::isRecord)
                .map(unread -> Check.fail(
                        NAME,
                        unread.descriptor().digest(),
                        Text.printable(unread.reason()) + "; a record was changed or removed: find out by whom"))
                .forEach(checks::add);
        return checks;
    }

    private Check elsewhere(Recorded recorded) {
        PromotionRecord record = recorded.record();
        return Check.fail(
                NAME,
                recorded.id(),
                "it is the record of a promotion to " + Text.quote(record.environment()) + ", "
                        + Text.quote(record.registry()) + ", "
                        + Text.quote(record.repository().toString())
                        + ", and was attached here from there" + SUSPECT);
    }

    private List<Check> removed() {
        Set<Digest> there = findings.stream().map(Finding::content).collect(Collectors.toSet());
        List<Check> checks = new ArrayList<>();
        for (Recorded recorded : records) {
            if (counts(recorded)) {
                recorded.record().follows().stream()
                        .filter(followed -> !there.contains(followed))
                        .distinct()
                        .map(followed -> Check.fail(
                                NAME,
                                followed,
                                "a record was removed: " + recorded.id()
                                        + " follows it, and it is not there any more; find out who removed it"))
                        .forEach(checks::add);
            }
        }
        return checks;
    }

    /** An environment that has begun to trust keys may have records from before. */
    private List<Check> worthless() {
        return records.stream()
                .filter(recorded -> !counts(recorded) && belongs(recorded.record()))
                .map(recorded -> Check.info(
                        NAME,
                        recorded.id(),
                        "it does not count: " + recorded.finding().reason()))
                .toList();
    }

    private boolean counts(Recorded recorded) {
        return !keysAreTrusted() || recorded.finding().standing() == Standing.SIGNED;
    }

    private boolean keysAreTrusted() {
        return !holding.trusted().keys().isEmpty();
    }

    /** Environments may share a repository, and then each other's records. */
    private boolean belongs(PromotionRecord record) {
        return Stream.concat(
                        Stream.of(holding.environment()),
                        holding.candidate().environments().list().stream()
                                .filter(other -> other.registries().stream().anyMatch(this::isThisRegistry)))
                .anyMatch(environment -> isOf(record, environment));
    }

    private boolean isOf(PromotionRecord record, Environment environment) {
        return record.environment().equals(environment.id())
                && record.repository().equals(holding.repository().name())
                && isThisRegistry(record.registry());
    }

    private boolean isThisRegistry(String address) {
        try {
            return isThisRegistry(RegistryAddress.of(address));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** With or without a scheme and a prefix: the repository's full name is compared beside it. */
    private boolean isThisRegistry(RegistryAddress address) {
        return address instanceof RegistryAddress.Host host && holding.registry() instanceof RegistryAddress.Host own
                ? host.authority().equals(own.authority())
                : address.equals(holding.registry());
    }
}
