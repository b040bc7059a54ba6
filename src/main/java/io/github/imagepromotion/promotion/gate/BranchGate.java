package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.archive.BuildRecord.Vcs;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The gate {@code <branches>}: the build record names a matching branch; if keys are trusted, the record must be signed
 * by one of them, or be of this call. Not asked of a release, only of its members.
 */
final class BranchGate implements Gate {
    private static final String NAME = "branches";
    private static final Pattern PART = Pattern.compile("\\*\\*|\\*|[^*]+");

    private final KeyReader keys;

    BranchGate(KeyReader keys) {
        this.keys = keys;
    }

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) throws IOException {
        List<String> patterns = gateRequest.environment().gates().builds().branches();
        if (patterns.isEmpty() || gateRequest.lock().isPresent()) {
            return List.of();
        }
        Optional<String> branch = gateRequest.sources().vcs().flatMap(Vcs::branch);
        if (branch.filter(name -> matches(patterns, name)).isEmpty()) {
            return List.of(fail(
                    gateRequest,
                    branch.map(name -> "this one is from " + Text.quote(name))
                                    .orElse("this one's build record names no branch")
                            + ".",
                    GateReason.BRANCH));
        }
        List<VerificationKey> trusted =
                keys.read(gateRequest.environment().trust().trustedKeys());
        if (!trusted.isEmpty() && !gateRequest.sources().areSaidBy(trusted)) {
            return List.of(fail(
                    gateRequest,
                    "that this one is from " + Text.quote(branch.get())
                            + " says a build record that none of its trusted keys signed.",
                    GateReason.BRANCH_UNSIGNED));
        }
        return List.of(GateAnswer.pass(NAME, "it was built from " + Text.quote(branch.get())));
    }

    private static GateAnswer fail(GateRequest gateRequest, String why, GateReason reason) {
        return GateAnswer.fail(
                NAME,
                Message.of("'" + gateRequest.environment().id() + "' takes builds from "
                                + Text.quote(String.join(
                                        ", ",
                                        gateRequest
                                                .environment()
                                                .gates()
                                                .builds()
                                                .branches()))
                                + ", and " + why)
                        .because(reason));
    }

    private static boolean matches(List<String> patterns, String branch) {
        return patterns.stream().anyMatch(pattern -> branch.matches(regex(pattern)));
    }

    /** {@code *} does not match a slash, {@code **} does. */
    private static String regex(String pattern) {
        return PART.matcher(pattern)
                .results()
                .map(MatchResult::group)
                .map(part -> switch (part) {
                    case "*" -> "[^/]*";
                    case "**" -> ".*";
                    default -> Pattern.quote(part);
                })
                .collect(Collectors.joining());
    }
}
