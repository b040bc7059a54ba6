package io.github.imagepromotion.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.formats.Schema;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.ledger.PromotionRecord.RollbackReason;
import io.github.imagepromotion.ledger.PromotionRecord.TagChange;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PromotionRecordTest {
    private static final Digest DIGEST = Digest.sha256(new byte[0]);

    @Test
    void readWhenWrittenIsTheSame() {
        assertThat(Json.read(Json.compact(full()), PromotionRecord.class, "record"))
                .isEqualTo(full());
    }

    /** Other programs go by the schema: it describes each member that is written, and no other. */
    @Test
    void schemaDescribesWhatIsWritten() throws IOException {
        Schema schema = Schema.of("promotion-record-v1");

        schema.describes(PromotionRecord.PREDICATE_TYPE, Json.tree(full()).getAsJsonObject());
        Set<String> always = new TreeSet<>(Json.tree(full()).getAsJsonObject().keySet());
        always.removeAll(Set.of("rollback", "environmentsFrom"));
        assertThat(schema.required()).isEqualTo(always);
    }

    private static PromotionRecord full() {
        return new PromotionRecord(
                "prod",
                "registry.example/team",
                RepositoryName.of("team/acme/shop"),
                DIGEST,
                BuildId.of("42"),
                Coordinates.of("com.acme:shop:1.0"),
                List.of(new TagChange(Tag.of("42"), Optional.of(DIGEST))),
                "a file",
                Instant.parse("2026-11-24T06:00:00.123Z"),
                new Actor(Optional.of("ada"), Optional.of("Jenkins"), Optional.of("https://ci.example/7")),
                "1.0",
                List.of(GateAnswer.pass("after test", "it is there")),
                Optional.of(new RollbackReason(Optional.of("it was slow"))),
                List.of(DIGEST),
                Optional.of(EnvironmentSource.SIGNED));
    }
}
