package io.github.imagepromotion.contention;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.decision.DecisionSettings;
import io.github.imagepromotion.decision.Rejecter;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.RecordSettings;
import io.github.imagepromotion.promotion.gate.UnsignedEnvironments;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.rollback.Rollback;
import io.github.imagepromotion.rollback.RollbackRequest;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.PromotionFixture;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who does one act: with connections, archives and a state of his own. */
final class Actor implements AutoCloseable {
    private static final int PARALLELISM = 4;
    private static final int LAYER = 300;

    private final Place place;
    private final String name;
    private final Path directory;
    private final List<ImageArchive> archives = new ArrayList<>();
    private final Map<Digest, Digest> rejections = new ConcurrentHashMap<>();

    Actor(Place place, String name) throws IOException {
        this.place = place;
        this.name = name;
        this.directory = Files.createDirectories(Path.of(place.directory(), name));
    }

    /** The top digest of an image that a content stands for. */
    static Digest digest(Scenario scenario, int image, int content) {
        return image(scenario, image, content).image().top().digest();
    }

    private static TestImages.TestImage image(Scenario scenario, int image, int content) {
        return TestImages.single(scenario.content(image, content), LAYER);
    }

    Outcome run(Act act) {
        try {
            switch (act.kind()) {
                case PROMOTE -> promote(act.build(), act.contents());
                case ROLL_BACK -> rollBack(act);
                case REJECT -> reject(candidates(act.build(), act.contents()));
            }
            return Outcome.made(rejections);
        } catch (IOException | RuntimeException e) {
            return Outcome.of(e);
        }
    }

    void promote(String build, Map<Integer, Integer> contents) throws IOException {
        PromotionFixture.of(candidates(build, contents))
                .to(Place.ENVIRONMENT)
                .through(Actor::connect)
                .atOnce(PARALLELISM)
                .recorded(records())
                .promote();
    }

    private void rollBack(Act act) throws IOException {
        new Rollback(Actor::connect, result -> {}, Clock.systemUTC(), event -> {})
                .run(new RollbackRequest(
                        new RollbackRequest.Images(
                                place.environment(),
                                place.environments(),
                                act.images().stream().map(Place::repository).toList()),
                        new RollbackRequest.Trusted(List.of(), List.of(), UnsignedEnvironments.STANDARD),
                        new RollbackRequest.Purpose(
                                Optional.of(act.to())
                                        .filter(id -> !id.isEmpty())
                                        .map(BuildId::of),
                                Optional.of("contention")),
                        false,
                        records(),
                        Accesses.unlimited(),
                        PARALLELISM));
    }

    private void reject(List<Candidate> candidates) throws IOException {
        DecisionSettings settings =
                new DecisionSettings(TestKeys.next(), trusted -> List.of(), by(), "1.0", PARALLELISM);
        new Rejecter(
                        Actor::connect,
                        settings,
                        (decision, repository, document) -> rejections.put(document, decision.digest()),
                        Clock.systemUTC())
                .reject(candidates, "contention");
    }

    private List<Candidate> candidates(String build, Map<Integer, Integer> contents) throws IOException {
        List<Candidate> set = new ArrayList<>();
        for (Map.Entry<Integer, Integer> content : contents.entrySet()) {
            String image = Scenario.name(content.getKey());
            ImageArchive archive = ImageArchive.open(Archives.write(
                    directory.resolve(image + "-" + build + ".tar"),
                    image(place.scenario(), content.getKey(), content.getValue()),
                    Archives.identity(image, build)));
            archives.add(archive);
            set.add(new Candidate(archive, "a test", place.environments()));
        }
        return set;
    }

    private RecordSettings records() {
        return PromotionFixture.records(Attester.UNSIGNED, name, directory);
    }

    private PromotionRecord.Actor by() {
        return new PromotionRecord.Actor(Optional.of(name), Optional.empty(), Optional.empty());
    }

    private static Registry connect(RegistryAddress address, Environment environment) {
        return Registries.open(address, Accesses.anonymous());
    }

    @Override
    public void close() throws IOException {
        for (ImageArchive archive : archives) {
            archive.close();
        }
    }
}
