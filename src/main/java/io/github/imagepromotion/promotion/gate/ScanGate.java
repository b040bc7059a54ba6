package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Scan;
import io.github.imagepromotion.environment.Scan.Exempt;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.promotion.gate.ScanReport.Found;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The gate {@code <scans>}: a scan report is attached, is recent enough, and has no finding that is too severe. Not asked
 * of a release, only of its members.
 */
final class ScanGate implements Gate {
    private static final int MOST_NAMED = 5;

    private final AttachedDocuments attachedDocuments;
    private final KeyReader keys;
    private final Clock clock;

    ScanGate(AttachedDocuments attachedDocuments, KeyReader keys, Clock clock) {
        this.attachedDocuments = attachedDocuments;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        List<Scan> scans = gateRequest.environment().gates().builds().scans();
        if (scans.isEmpty() || gateRequest.lock().isPresent()) {
            return List.of();
        }
        List<VerificationKey> trusted =
                keys.read(gateRequest.environment().trust().trustedKeys());
        AttachedReports reports = AttachedReports.of(gateRequest, attachedDocuments, trusted);
        List<GateAnswer> answers = new ArrayList<>();
        for (Scan scan : scans) {
            answers.add(answer(gateRequest, scan, reports, !trusted.isEmpty()));
        }
        return answers;
    }

    private GateAnswer answer(GateRequest gateRequest, Scan scan, AttachedReports reports, boolean signed) {
        String gate = "scan " + name(scan.type());
        Optional<AttachedReports.AttachedReport> newest = reports.ofType(scan.type()).stream()
                .max(Comparator.comparing(each -> each.report().at().orElse(Instant.MIN)));
        if (newest.isEmpty()) {
            return GateAnswer.fail(
                    gate,
                    Message.of("No report of " + name(scan.type()) + (signed ? " that a trusted key vouches for" : "")
                                    + " is attached to '" + gateRequest.name() + "'.")
                            .because(signed ? GateReason.NO_SIGNED_REPORT : GateReason.NO_REPORT));
        }
        String document = "document " + newest.get().document();
        Optional<String> age = age(scan, newest.get().report());
        return age.map(reason -> GateAnswer.fail(
                        gate,
                        Message.of("The newest report, " + document + ", " + reason + ".")
                                .because(GateReason.OLD_REPORT)))
                .orElseGet(() -> judge(gate, scan, newest.get().report(), document, signed));
    }

    private Optional<String> age(Scan scan, ScanReport report) {
        if (scan.maxAge().isEmpty()) {
            return Optional.empty();
        }
        Duration limit = scan.maxAge().get();
        if (report.at().isEmpty()) {
            return Optional.of("does not say when it was made, and must not be older than " + Elapsed.shown(limit));
        }
        Duration age = Duration.between(report.at().get(), clock.instant());
        return age.compareTo(limit) > 0
                ? Optional.of("is of " + report.at().get() + ", and must not be older than " + Elapsed.shown(limit))
                : Optional.empty();
    }

    private GateAnswer judge(String gate, Scan scan, ScanReport report, String document, boolean signed) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<Found> tooBad = report.findings().stream()
                .filter(found -> found.severity().compareTo(scan.maxSeverity()) > 0)
                .distinct()
                .toList();
        List<Found> open = tooBad.stream()
                .filter(found -> scan.exceptions().stream().noneMatch(exempt -> isOf(exempt, found, today)))
                .toList();
        String limit = scan.maxSeverity().name().toLowerCase(Locale.ROOT);
        if (open.isEmpty()) {
            int excepted = tooBad.size();
            return GateAnswer.pass(
                    gate,
                    document + " has nothing above " + limit
                            + (excepted == 0 ? "" : " but what is excepted: " + named(tooBad))
                            + (signed ? "" : "; no key is trusted, so that anyone's report counts"));
        }
        return GateAnswer.fail(
                gate,
                Message.of("The newest report, " + document + ", has " + open.size() + " above " + limit + ": "
                                + named(open) + ".")
                        .because(GateReason.FINDINGS));
    }

    private static boolean isOf(Exempt exempt, Found found, LocalDate today) {
        return exempt.id().equals(found.id()) && !today.isAfter(exempt.until());
    }

    private static String named(List<Found> findings) {
        return findings.stream()
                        .sorted(Comparator.comparing(Found::severity).reversed().thenComparing(Found::id))
                        .limit(MOST_NAMED)
                        .map(found -> Text.printable(found.id()) + " ("
                                + found.severity().name().toLowerCase(Locale.ROOT) + ")")
                        .collect(Collectors.joining(", "))
                + (findings.size() > MOST_NAMED ? ", and " + (findings.size() - MOST_NAMED) + " more" : "");
    }

    private static String name(Scan.Type type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
