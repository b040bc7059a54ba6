package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Target.TagState;
import io.github.imagepromotion.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Finds out by reading only what an image takes in one registry of an environment. */
record TargetPlanner(OpenRegistries registries, PromotionRequest request, BaseLayers baseLayers) {
    /** They are small, and do not share the limit of uploads. */
    private static final int QUESTIONS_AT_ONCE = 32;

    Target target(Candidate candidate, Environment environment, RegistryAddress address) throws IOException {
        RepositoryName name = candidate.identity().repository();
        // A dry run gets by without the right to write.
        Repository repository = request.dryRun()
                ? registries.repository(environment, address, name)
                : registries.writable(environment, address, name);
        List<TagState> tags = new ArrayList<>();
        for (Tag tag : tags(candidate, environment)) {
            tags.add(new TagState(tag, repository.named(tag, candidate.digest())));
        }
        boolean present =
                tags.get(0).before().filter(candidate.digest()::equals).isPresent();
        boolean done = present && !request.repair() && tags.stream().allMatch(tags.get(0)::sameTarget);
        List<Document> all = done ? List.of() : candidate.archive().documents();
        List<Document> documents = present ? new MissingDocuments(repository).of(all) : all;
        List<Descriptor> missing = missing(
                present && !request.repair()
                        ? List.of()
                        : candidate.archive().image().blobs(),
                documents,
                repository);
        return new Target(
                candidate,
                environment,
                address.toString(),
                repository,
                tags,
                missing,
                present && missing.isEmpty()
                        ? absent(candidate, repository)
                        : candidate.archive().image().manifests(),
                documents,
                List.of(),
                baseLayers.content(candidate),
                mountFrom(candidate, environment, address));
    }

    /** Manifests that a tag in place promises; only a repair asks for them. */
    private List<Manifest> absent(Candidate candidate, Repository repository) throws IOException {
        List<Manifest> absent = new ArrayList<>();
        if (request.repair()) {
            for (Manifest manifest : candidate.archive().image().manifests()) {
                if (repository.resolve(manifest.descriptor().digest()).isEmpty()) {
                    absent.add(manifest);
                }
            }
        }
        return absent;
    }

    private static Set<Tag> tags(Candidate candidate, Environment environment) {
        Set<Tag> tags = new LinkedHashSet<>();
        tags.add(candidate.identity().buildId().tag());
        tags.addAll(environment.movingTags());
        return tags;
    }

    private List<Descriptor> missing(List<Descriptor> ofImage, List<Document> documents, Repository repository)
            throws IOException {
        Map<Digest, Descriptor> blobs = new LinkedHashMap<>();
        ofImage.forEach(blob -> blobs.putIfAbsent(blob.digest(), blob));
        documents.forEach(
                document -> document.content().blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob)));
        Set<Digest> missing = new ConcurrentSkipListSet<>();
        Parallel.forEach(blobs.values(), QUESTIONS_AT_ONCE, blob -> {
            if (!repository.has(blob)) {
                missing.add(blob.digest());
            }
        });
        return blobs.values().stream()
                .filter(blob -> missing.contains(blob.digest()))
                .toList();
    }

    /** Where the environments before this one have the image in the same registry, and what is configured. */
    private static List<RepositoryName> mountFrom(
            Candidate candidate, Environment environment, RegistryAddress address) {
        RepositoryName name = candidate.identity().repository();
        Stream<RepositoryName> ofPredecessors = environment.after().stream()
                .flatMap(id -> candidate.environments().find(id).stream())
                .flatMap(before -> before.registries().stream())
                .filter(before -> isSameRegistry(before, address))
                .map(before -> before.locate(name));
        Stream<RepositoryName> ofBase = BaseLayers.mountFrom(candidate, address).stream();
        return Stream.concat(Stream.concat(ofPredecessors, environment.mountFrom().stream()), ofBase)
                .filter(before -> !before.equals(address.locate(name)))
                .distinct()
                .toList();
    }

    static boolean isSameRegistry(RegistryAddress one, RegistryAddress other) {
        return one instanceof RegistryAddress.Host host
                && other instanceof RegistryAddress.Host otherHost
                && host.authority().equals(otherHost.authority());
    }
}
