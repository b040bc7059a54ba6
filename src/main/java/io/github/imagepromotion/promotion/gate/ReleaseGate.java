package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.ledger.GateAnswer;
import java.util.List;
import java.util.regex.Pattern;

/** The gate {@code <only>releases</only>}: the version is not a snapshot. */
final class ReleaseGate implements Gate {
    private static final String NAME = "only releases";

    /** Snapshot versions in POMs and repositories (maven-artifact, {@code Artifact.VERSION_FILE_PATTERN}). */
    private static final Pattern SNAPSHOT =
            Pattern.compile("(?i).*-SNAPSHOT|.*-[0-9]{8}\\.[0-9]{6}-[0-9]+|(?i)snapshot");

    @Override
    public List<GateAnswer> answers(GateRequest gateRequest) {
        if (!gateRequest.environment().gates().builds().onlyReleases()) {
            return List.of();
        }
        String version = gateRequest.identity().coordinates().version();
        return List.of(
                SNAPSHOT.matcher(version).matches()
                        ? GateAnswer.fail(
                                NAME,
                                Message.of("'" + gateRequest.environment().id() + "' takes releases only, and '"
                                                + gateRequest.identity().coordinates() + "' is a snapshot.")
                                        .because(GateReason.SNAPSHOT))
                        : GateAnswer.pass(NAME, "'" + version + "' is not a snapshot"));
    }
}
