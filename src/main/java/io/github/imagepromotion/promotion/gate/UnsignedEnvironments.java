package io.github.imagepromotion.promotion.gate;

import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.Attached;
import io.github.imagepromotion.ledger.Destination;
import io.github.imagepromotion.ledger.History;
import io.github.imagepromotion.ledger.Ledger.Recorded;
import io.github.imagepromotion.ledger.PromotionRecord;
import io.github.imagepromotion.promotion.tagging.LockTag;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whether an environment is accepted from an unsigned build record. Whoever can write such a record can omit
 * gates: so it is refused if the environment came from a trusted source before, and it can never move a BuildId tag.
 *
 * @param allowed whether the operator accepts it in any case
 * @param keysNamed whether the operator configured keys for build records, and so expects signed ones
 */
public record UnsignedEnvironments(boolean allowed, boolean keysNamed) {
    /** Accepted unless the environment came from a trusted source before. */
    public static final UnsignedEnvironments STANDARD = new UnsignedEnvironments(false, false);

    private static final Comparator<PromotionRecord> BY_TIME = Comparator.comparing(record -> record.at());

    /**
     * @param environment the environment in the record
     * @param address one of its registries
     * @param repository repository of the image there
     * @param parallelism maximum number of documents read concurrently
     * @return why the environment is refused, sentences; empty if it is accepted
     * @throws io.github.imagepromotion.image.ImageException if it cannot be determined
     */
    public Optional<Message> refusal(
            Environment environment, RegistryAddress address, Repository repository, int parallelism)
            throws IOException {
        if (keysNamed && !allowed) {
            return Optional.of(notTaken(environment, "keys were named, and none of them signed it.")
                    .because(GateReason.UNSIGNED_ENVIRONMENTS));
        }
        Collection<Tag> tags = allowed ? environment.movingTags() : repository.tags();
        List<PromotionRecord> records = records(environment, address, repository, tags, parallelism);
        for (Tag tag : environment.movingTags()) {
            if (records.stream().anyMatch(record -> record.buildId().tag().equals(tag))) {
                return Optional.of(notTaken(
                        environment,
                        "its moving tag '" + tag + "' is the tag of a build in '" + repository.displayName()
                                + "', which never moves. Find out who wrote the record."));
            }
        }
        Optional<EnvironmentSource> last = records.stream().max(BY_TIME).flatMap(PromotionRecord::environmentsFrom);
        return allowed || last.isEmpty() || last.get() == EnvironmentSource.UNSIGNED
                ? Optional.empty()
                : Optional.of(notTaken(
                                environment,
                                "the last promotion to '" + repository.displayName()
                                        + "' was under "
                                        + (last.get() == EnvironmentSource.SIGNED
                                                ? "a signed record"
                                                : "the operator's environments")
                                        + ", whose gates this one may lack.")
                        .because(GateReason.UNSIGNED_ENVIRONMENTS));
    }

    private static Message notTaken(Environment environment, String why) {
        return Message.of("Environment '" + environment.id() + "' comes from an unsigned build record, and " + why);
    }

    /** {@return records of promotions to the environment, of all images that the tags point to} */
    private static List<PromotionRecord> records(
            Environment environment,
            RegistryAddress address,
            Repository repository,
            Collection<Tag> tags,
            int parallelism)
            throws IOException {
        Destination here = new Destination(environment.id(), address, repository.name());
        List<PromotionRecord> records = Collections.synchronizedList(new ArrayList<>());
        Parallel.forEach(images(repository, tags, parallelism), parallelism, image -> {
            Attached.Judged judged = Attached.to(image, repository, 1).judge(List.of());
            new History(image, here, judged, false)
                    .counting().stream().map(Recorded::record).forEach(records::add);
        });
        return records;
    }

    private static Set<Digest> images(Repository repository, Collection<Tag> tags, int parallelism) throws IOException {
        Set<Digest> images = ConcurrentHashMap.newKeySet();
        List<Tag> ofImages = tags.stream()
                .filter(tag -> !DocumentTags.isForDocuments(tag.name()) && !LockTag.isLock(tag.name()))
                .toList();
        Parallel.forEach(
                ofImages,
                parallelism,
                tag -> repository.resolve(tag).map(Descriptor::digest).ifPresent(images::add));
        return images;
    }
}
