package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.record.BuildRecord.Vcs;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The gate {@code <branches>}: it was built from one of these, as its build record says. */
final class BranchGate implements Gate {
    private static final String NAME = "branches";
    private static final Pattern PART = Pattern.compile("\\*\\*|\\*|[^*]+");

    @Override
    public List<GateAnswer> answers(Passage passage) {
        List<String> patterns = passage.environment().gates().branches();
        if (patterns.isEmpty()) {
            return List.of();
        }
        Optional<String> branch = passage.vcs().flatMap(Vcs::branch);
        if (branch.filter(name -> matches(patterns, name)).isPresent()) {
            return List.of(GateAnswer.pass(NAME, "it was built from " + Text.quote(branch.get())));
        }
        return List.of(GateAnswer.fail(
                NAME,
                "'" + passage.environment().id() + "' takes builds from " + Text.quote(String.join(", ", patterns))
                        + ", and "
                        + branch.map(name -> "this one is from " + Text.quote(name))
                                .orElse("this one's build record names no branch")
                        + ". Build from one of them, or change <branches>."));
    }

    private static boolean matches(List<String> patterns, String branch) {
        return patterns.stream().anyMatch(pattern -> branch.matches(regex(pattern)));
    }

    /** {@code *} ends at a slash, {@code **} does not. */
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
