package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.environment.Approvals;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.promotion.gate.GateSettings.KeyReader;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys whose decisions count in an environment.
 *
 * @param approvers keys whose approvals count
 * @param all keys whose rejections and withdrawals count: these and the trusted keys of the environment; if there are
 *     none, all decisions count
 */
public record DecisionKeys(List<VerificationKey> approvers, List<VerificationKey> all) {

    /** Copies the lists. */
    public DecisionKeys {
        approvers = List.copyOf(approvers);
        all = List.copyOf(all);
    }

    /**
     * @param environment environment of the decision
     * @param keys reads keys
     * @return the keys whose decisions count
     * @throws io.github.imagepromotion.image.ImageException if a key cannot be read
     */
    public static DecisionKeys of(Environment environment, KeyReader keys) throws IOException {
        List<VerificationKey> trusted = keys.read(environment.trust().trustedKeys());
        List<VerificationKey> own = keys.read(environment
                .gates()
                .consents()
                .approvals()
                .map(Approvals::trustedKeys)
                .orElse(List.of()));
        return new DecisionKeys(
                own.isEmpty() ? trusted : own,
                Stream.concat(trusted.stream(), own.stream()).distinct().toList());
    }
}
