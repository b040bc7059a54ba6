package io.github.imagepromotion.testing;

import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.Phases;
import io.github.imagepromotion.promotion.Promoter;
import io.github.imagepromotion.promotion.PromotionListener;
import io.github.imagepromotion.promotion.PromotionRequest;
import io.github.imagepromotion.promotion.PromotionResult;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.gate.GateSettings;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A promotion. What a test does not say is plain: no login, nobody listens, nobody is trusted, as many retries as it takes,
 * and no record.
 */
public final class PromotionFixture {
    private final IoSupplier<List<Candidate>> source;
    private List<String> environments = List.of();
    private RegistryOpener opener = (address, environment) -> Registries.open(address, Accesses.anonymous());
    private PromotionListener listener = event -> {};
    private Clock clock = Clock.systemUTC();
    private boolean dryRun;
    private RetryBudget retries = Accesses.unlimited();
    private int parallelism = 2;
    private GateSettings gates = GateSettings.PLAIN;
    private boolean repair;
    private Optional<RecordSettings> records = Optional.empty();
    private Optional<SavedPlan> saved = Optional.empty();

    private PromotionFixture(IoSupplier<List<Candidate>> source) {
        this.source = source;
    }

    /** Of one image. */
    public static PromotionFixture of(Candidate candidate) {
        return of(List.of(candidate));
    }

    /** Of a set. */
    public static PromotionFixture of(List<Candidate> candidates) {
        return new PromotionFixture(() -> candidates);
    }

    /** Unsigned, by Ada. */
    public static RecordSettings records(Path stateDirectory) {
        return records(Attester.UNSIGNED, stateDirectory);
    }

    /** By Ada. */
    public static RecordSettings records(Attester attester, Path stateDirectory) {
        return records(attester, "ada", stateDirectory);
    }

    /** By somebody. */
    public static RecordSettings records(Attester attester, String user, Path stateDirectory) {
        Actor actor = new Actor(Optional.of(user), Optional.empty(), Optional.empty());
        return new RecordSettings(attester, actor, "1.0", stateDirectory);
    }

    /** To environments of these ids. */
    public PromotionFixture to(String... ids) {
        environments = List.of(ids);
        return this;
    }

    /** With registries that this opens. */
    public PromotionFixture through(RegistryOpener other) {
        opener = other;
        return this;
    }

    /** With one who hears what happens. */
    public PromotionFixture heardBy(PromotionListener other) {
        listener = other;
        return this;
    }

    /** With another time. */
    public PromotionFixture at(Clock other) {
        clock = other;
        return this;
    }

    /** To the plan only. */
    public PromotionFixture dry(boolean only) {
        dryRun = only;
        return this;
    }

    /** With no more retries. */
    public PromotionFixture within(RetryBudget budget) {
        retries = budget;
        return this;
    }

    /** With so many blobs and requests at once. */
    public PromotionFixture atOnce(int count) {
        parallelism = count;
        return this;
    }

    /** With what gates need. */
    public PromotionFixture gates(GateSettings settings) {
        gates = settings;
        return this;
    }

    /** With what a tag names already asked for piece by piece. */
    public PromotionFixture repairing(boolean all) {
        repair = all;
        return this;
    }

    /** Recorded. */
    public PromotionFixture recorded(RecordSettings settings) {
        return recorded(Optional.of(settings));
    }

    /** Recorded, if there are settings. */
    public PromotionFixture recorded(Optional<RecordSettings> settings) {
        records = settings;
        return this;
    }

    /** Exactly what was planned, if it was. */
    public PromotionFixture exactly(Optional<SavedPlan> plan) {
        saved = plan;
        return this;
    }

    /** {@return a result for each environment} */
    public List<PromotionResult> promote() throws IOException {
        return promoter().promote(source, request(dryRun));
    }

    /** {@return a plan for each environment, asked for by Ada} */
    public List<SavedPlan> plan() throws IOException {
        Actor ada = new Actor(Optional.of("ada"), Optional.empty(), Optional.empty());
        List<SavedPlan> plans = new ArrayList<>();
        promoter()
                .plan(
                        source,
                        request(true),
                        plan -> plans.add(SavedPlan.of(plan, clock.instant(), ada, "1.0", Message::text)));
        return plans;
    }

    private Promoter promoter() {
        return new Promoter(
                opener,
                image -> Registries.open(image.registry(), Accesses.anonymous()),
                listener,
                clock,
                Phases.begin(clock));
    }

    private PromotionRequest request(boolean dry) {
        return new PromotionRequest(environments, dry, retries, parallelism, gates, repair, records, saved);
    }
}
