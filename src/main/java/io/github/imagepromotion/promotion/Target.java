package io.github.imagepromotion.promotion;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.Promoter.PromotionReason;
import io.github.imagepromotion.promotion.gate.GateRequest.Replaced;
import io.github.imagepromotion.promotion.tagging.TagMove;
import io.github.imagepromotion.registry.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One image in one registry of an environment: its current state, and what has to be changed.
 *
 * @param candidate the image
 * @param environment of the registry
 * @param registry the address, as configured
 * @param repository of the image
 * @param tags the BuildId tag first, then the moving tags, with the digest that each names now
 * @param missing blobs that the repository does not have, including those of documents
 * @param manifests of the image that have to be put, each after those that it names
 * @param documents that the repository does not have, each after its subject
 * @param gates the answers of the gates
 * @param content opens all blobs of the image
 * @param mountFrom repositories of the same registry that may have the missing blobs
 */
public record Target(
        Candidate candidate,
        Environment environment,
        String registry,
        Repository repository,
        List<TagState> tags,
        List<Descriptor> missing,
        List<Manifest> manifests,
        List<Document> documents,
        List<GateAnswer> gates,
        BlobSource content,
        List<RepositoryName> mountFrom) {
    public Target {
        tags = List.copyOf(tags);
        missing = List.copyOf(missing);
        manifests = List.copyOf(manifests);
        documents = List.copyOf(documents);
        gates = List.copyOf(gates);
        mountFrom = List.copyOf(mountFrom);
    }

    /**
     * The state of a tag when the plan is made.
     *
     * @param tag of the repository
     * @param before the digest that it names; empty if there is no such tag
     */
    public record TagState(Tag tag, Optional<Digest> before) {}

    /**
     * {@return whether the BuildId tag already names the image, so that all its content except documents is there}
     */
    public boolean isPresent() {
        return pointsHere(tags.get(0));
    }

    /** {@return whether every tag already names the image, and nothing is known to be missing} */
    public boolean isDone() {
        return missing.isEmpty()
                && manifests.isEmpty()
                && documents.isEmpty()
                && tags.stream().allMatch(this::pointsHere);
    }

    /** {@return tags that do not name the image yet, the BuildId tag first} */
    public List<TagState> tagsToSet() {
        return tags.stream().filter(state -> !pointsHere(state)).toList();
    }

    /**
     * What moving tags name that are to move; nothing where the first of those that are there names the image already.
     */
    List<Replaced> replaced() {
        List<TagState> moving = tags.subList(1, tags.size());
        boolean current = moving.stream()
                .filter(state -> state.before().isPresent())
                .findFirst()
                .filter(this::pointsHere)
                .isPresent();
        return moving.stream()
                .filter(state -> !current && !pointsHere(state))
                .map(state -> new Replaced(RegistryAddress.of(registry), state.tag(), state.before()))
                .toList();
    }

    /** {@return the digests that tags named when the plan was made; tags that did not exist are absent} */
    public Map<String, Digest> previous() {
        Map<String, Digest> previous = new LinkedHashMap<>();
        tags.forEach(state ->
                state.before().ifPresent(digest -> previous.put(state.tag().name(), digest)));
        return previous;
    }

    /** {@return the total size of the missing blobs} */
    public long missingBytes() {
        return missing.stream().mapToLong(Descriptor::size).sum();
    }

    /** {@return {@code registry/repository:buildId}} */
    public String name() {
        return repository.displayName() + ":" + candidate.identity().buildId();
    }

    /**
     * {@return that its BuildId tag, or that of a release's version, names something else, or would with the next
     * promotion; empty if it does not}
     */
    Optional<Message> conflict() {
        boolean release = candidate.lock().isPresent();
        Tag own = tags.get(0).tag();
        if (environment.movingTags().contains(own)) {
            return Optional.of(Message.of("In '" + environment.id() + "', the tag of "
                            + (release ? "the release '" : "the build '") + name() + "' is a moving tag, '" + own
                            + "', and would name something else after the next promotion.")
                    .because(PromotionReason.MOVING_TAG));
        }
        return tags.get(0)
                .before()
                .filter(before -> !before.equals(candidate.digest()))
                .map(before -> Message.of("In '" + environment.id() + "', '" + name() + "' already names " + before
                                + ", the " + (release ? "release" : "artifact") + " is " + candidate.digest()
                                + (release
                                        ? "; the tag of a release's version never changes."
                                        : "; a BuildId tag never changes."))
                        .because(release ? PromotionReason.VERSION_TAKEN : PromotionReason.TAKEN));
    }

    /** {@return the change of one of its tags to the image} */
    TagMove move(TagState state) {
        List<Manifest> manifests = candidate.archive().image().manifests();
        return new TagMove(repository, state.tag(), state.before(), manifests.get(manifests.size() - 1));
    }

    private boolean pointsHere(TagState state) {
        return state.before().filter(candidate.digest()::equals).isPresent();
    }
}
