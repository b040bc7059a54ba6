package io.github.imagepromotion.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import io.github.imagepromotion.formats.Schema;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Decision.Kind;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Digest DIGEST = Digest.sha256(new byte[0]);

    @Test
    void readWhenWrittenIsTheSame() {
        Decision full = decision(Kind.WITHDRAW, Optional.of("prod"), Optional.of(DIGEST));

        assertThat(Json.read(full.statement().predicate(), Decision.class, "decision"))
                .isEqualTo(full);
    }

    @Test
    void schemaDescribesWhatIsWritten() throws IOException {
        JsonObject full = decision(Kind.WITHDRAW, Optional.of("prod"), Optional.of(DIGEST))
                .statement()
                .predicate();
        TreeSet<String> required = new TreeSet<>(full.keySet());
        required.removeAll(Set.of("environment", "withdraws", "validUntil"));

        Schema.of("decision-v1").describes(Decision.PREDICATE_TYPE, full);
        assertThat(Schema.of("decision-v1").required()).isEqualTo(required);
    }

    @Test
    void decisionWhenItIsAboutAPlanIsOfTheSecondVersion() throws IOException {
        Decision decision = ofPlan(Kind.APPROVE);
        JsonObject full = decision.statement().predicate();
        TreeSet<String> required = new TreeSet<>(full.keySet());
        required.remove("validUntil");

        assertThat(decision.statement().predicateType()).isEqualTo(Decision.PLAN_PREDICATE_TYPE);
        Schema.of("decision-v2").describes(Decision.PLAN_PREDICATE_TYPE, full);
        assertThat(Schema.of("decision-v2").required()).isEqualTo(required);
        assertThatIllegalArgumentException().isThrownBy(() -> ofPlan(Kind.REJECT));
    }

    private static Decision ofPlan(Kind kind) {
        return new Decision(
                kind,
                Optional.of("prod"),
                DIGEST,
                BuildId.of("42"),
                Coordinates.of("com.acme:shop:1.0"),
                Optional.empty(),
                "because",
                new Actor(Optional.of("ada"), Optional.of("Jenkins"), Optional.of("https://ci.example/7")),
                Instant.parse("2026-11-24T06:00:00.123Z"),
                Optional.of(Instant.parse("2026-12-24T06:00:00Z")),
                "1.0",
                Optional.of(DIGEST));
    }

    @Test
    void decisionWhenItDecidesNothingRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decision(Kind.APPROVE, Optional.empty(), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decision(Kind.WITHDRAW, Optional.empty(), Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decision(Kind.REJECT, Optional.empty(), Optional.of(DIGEST)));
    }

    private static Decision decision(Kind kind, Optional<String> environment, Optional<Digest> withdraws) {
        return new Decision(
                kind,
                environment,
                DIGEST,
                BuildId.of("42"),
                Coordinates.of("com.acme:shop:1.0"),
                withdraws,
                "because",
                new Actor(Optional.of("ada"), Optional.of("Jenkins"), Optional.of("https://ci.example/7")),
                Instant.parse("2026-11-24T06:00:00.123Z"),
                Optional.of(Instant.parse("2026-12-24T06:00:00Z")),
                "1.0",
                Optional.empty());
    }
}
