package io.github.imagepromotion.promotion;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.promotion.Promoter.PromotionReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a promotion to one environment would do, as a file to be reviewed, and carried out exactly or not at all.
 *
 * <p>The file is untrusted: it only restricts a promotion, by comparison with what is found and configured, and nothing
 * is looked up, contacted or trusted because of it. {@code docs/schemas/plan-v1.schema.json} describes it for other
 * programs. Its form is canonical, so that the digest of the file identifies its content.
 *
 * @param schemaVersion version of the document, {@value #SCHEMA_VERSION}
 * @param environment id of the environment
 * @param at time of planning
 * @param by who planned, as claimed
 * @param plugin version of this plugin
 * @param images images of the set
 */
public record SavedPlan(
        int schemaVersion, String environment, Instant at, Actor by, String plugin, List<PlannedImage> images) {
    /** The version of this document that this plugin writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Maximum size of a file in bytes; one image in one registry takes about 2000. */
    private static final int LARGEST = 8 * 1024 * 1024;

    /**
     * @throws IllegalArgumentException if the version is not supported, there is no image, or two have the same
     *     repository
     */
    public SavedPlan {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "its schemaVersion is " + schemaVersion + ", this plugin reads " + SCHEMA_VERSION);
        }
        images = List.copyOf(images);
        requireUnique(images.stream().map(PlannedImage::repository).toList(), "repository");
    }

    private static void requireUnique(List<?> names, String what) {
        if (names.isEmpty() || new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("there is no " + what + ", or one twice");
        }
    }

    /**
     * An image, and what would be done with it.
     *
     * @param repository repository of the image, as the project or the environment of a release names it
     * @param gav coordinates of the project that built it
     * @param buildId its BuildId
     * @param digest digest of the top manifest
     * @param documents digests of all documents of the artifact
     * @param targets one for each registry
     * @param gates answers of the gates at planning; they are asked again when the plan is carried out
     */
    public record PlannedImage(
            RepositoryName repository,
            Coordinates gav,
            BuildId buildId,
            Digest digest,
            List<Digest> documents,
            List<PlannedTarget> targets,
            List<GateAnswer> gates) {
        /**
         * @throws IllegalArgumentException if there is no registry, a duplicate one, or a tag would point to another
         *     image
         */
        public PlannedImage {
            documents = List.copyOf(documents);
            targets = List.copyOf(targets);
            gates = List.copyOf(gates);
            requireUnique(targets.stream().map(PlannedTarget::registry).toList(), "registry");
            for (PlannedTarget target : targets) {
                for (PlannedTag tag : target.tags()) {
                    if (!tag.after().equals(digest)) {
                        throw new IllegalArgumentException(
                                "tag '" + tag.tag() + "' would name " + tag.after() + ", and the image is " + digest);
                    }
                }
            }
        }

        /** {@return {@code repository:buildId}} */
        public String name() {
            return identity().localName();
        }

        /** {@return the identity of the build} */
        public Identity identity() {
            return new Identity(gav, repository, buildId);
        }

        private static PlannedImage of(Candidate candidate, List<Target> targets, Wording wording) {
            Identity identity = candidate.identity();
            return new PlannedImage(
                    candidate.repository(targets.get(0).environment()),
                    identity.coordinates(),
                    identity.buildId(),
                    candidate.digest(),
                    candidate.archive().documents().stream()
                            .map(Document::digest)
                            .toList(),
                    targets.stream().map(PlannedTarget::of).toList(),
                    targets.get(0).gates().stream()
                            .map(answer -> new GateAnswer(
                                    answer.gate(), answer.outcome(), Message.of(wording.of(answer.reason()))))
                            .toList());
        }
    }

    /**
     * An image in a registry.
     *
     * @param registry address, as configured
     * @param repository the image's full name there
     * @param tags tags that would point to the image, the BuildId tag first
     * @param blobs number of blobs that were missing at planning
     * @param bytes total size of these
     */
    public record PlannedTarget(
            String registry, RepositoryName repository, List<PlannedTag> tags, int blobs, long bytes) {
        /** @throws IllegalArgumentException if there is no tag, or a duplicate one */
        public PlannedTarget {
            tags = List.copyOf(tags);
            requireUnique(tags.stream().map(PlannedTag::tag).toList(), "tag");
        }

        private static PlannedTarget of(Target target) {
            Digest digest = target.candidate().digest();
            return new PlannedTarget(
                    target.registry(),
                    target.repository().name(),
                    target.tags().stream()
                            .map(state -> new PlannedTag(state.tag(), state.before(), digest))
                            .toList(),
                    target.missing().size(),
                    target.missingBytes());
        }
    }

    /**
     * A tag.
     *
     * @param tag its name
     * @param before digest that it pointed to at planning; empty if it did not exist
     * @param after digest that it would point to
     */
    public record PlannedTag(Tag tag, Optional<Digest> before, Digest after) {}

    /**
     * @param plan plan of a promotion
     * @param at current time
     * @param by who planned
     * @param plugin version of this plugin
     * @param wording turns the answers of gates into text without secrets
     * @return the plan to save
     */
    public static SavedPlan of(Plan plan, Instant at, Actor by, String plugin, Wording wording) {
        Map<Candidate, List<Target>> images = new LinkedHashMap<>();
        for (Target target : plan.targets()) {
            images.computeIfAbsent(target.candidate(), key -> new ArrayList<>()).add(target);
        }
        List<PlannedImage> planned = new ArrayList<>();
        images.forEach((candidate, targets) -> planned.add(PlannedImage.of(candidate, targets, wording)));
        return new SavedPlan(
                SCHEMA_VERSION, plan.environment(), at.truncatedTo(ChronoUnit.MILLIS), by, plugin, planned);
    }

    /**
     * @return the content of the file
     * @throws ImageException if it would be too large to be read
     */
    public byte[] bytes() {
        byte[] bytes = Json.pretty(this);
        if (bytes.length > LARGEST) {
            throw new ImageException("Cannot save the plan for " + Text.quote(environment) + ": it has "
                    + Size.shown(bytes.length) + ", and one has at most " + Size.shown(LARGEST)
                    + ". Promote the set without a plan, or in several parts.");
        }
        return bytes;
    }

    /** {@return the SHA-256 of the file, to which approvals of the plan refer} */
    public Digest digest() {
        return Digest.sha256(bytes());
    }

    /**
     * @param candidates the set that was found
     * @throws ImageException if it is not the set of this plan, with all differences
     */
    public void requireArtifacts(List<Candidate> candidates) {
        PlanDifferences.refusal(this, PlanDifferences.ofArtifacts(this, candidates))
                .ifPresent(refusal -> {
                    throw new ImageException(refusal);
                });
    }

    /**
     * @param file file of a plan
     * @return the plan
     * @throws ImageException if it is missing, too large, malformed, not canonical, or has a newer version
     * @throws IOException if it cannot be read
     */
    public static SavedPlan read(Path file) throws IOException {
        String what = "plan " + Text.quote(file.toString());
        Optional<String> refusal = SmallFile.refusal(file, LARGEST);
        if (refusal.isPresent()) {
            throw new ImageException(Message.of("Cannot read " + what + ": " + refusal.get() + ".")
                    .because(PromotionReason.NO_PLAN));
        }
        try (InputStream in = Files.newInputStream(file)) {
            return parse(in.readNBytes(LARGEST), what);
        } catch (DamagedContentException e) {
            throw new ImageException(Message.of(e).because(PromotionReason.NO_PLAN), e);
        }
    }

    private static SavedPlan parse(byte[] content, String what) {
        JsonObject json = Json.object(content, what);
        long version = Json.requiredLong(json, "schemaVersion", what);
        if (version > SCHEMA_VERSION) {
            throw ImageException.newerFormat(what, version, SCHEMA_VERSION);
        }
        SavedPlan plan = Json.read(json, SavedPlan.class, what);
        unknown(json, Json.tree(plan)).ifPresent(name -> {
            throw Json.malformed(what, "member " + Text.quote(name) + " is unknown");
        });
        if (!Arrays.equals(content, plan.bytes())) {
            throw Json.malformed(what, "it was changed, or is not whole: a plan that says this has other bytes");
        }
        return plan;
    }

    /** {@return the first unknown member: a plan is only carried out if all of it is understood} */
    private static Optional<String> unknown(JsonElement read, JsonElement understood) {
        if (read instanceof JsonObject object && understood instanceof JsonObject known) {
            return object.entrySet().stream()
                    .flatMap(member -> known.has(member.getKey())
                            ? unknown(member.getValue(), known.get(member.getKey())).stream()
                            : Optional.of(member.getKey()).stream())
                    .findFirst();
        }
        if (read.isJsonArray() && understood.isJsonArray()) {
            for (int i = 0; i < read.getAsJsonArray().size(); i++) {
                Optional<String> name = unknown(
                        read.getAsJsonArray().get(i),
                        understood.getAsJsonArray().get(i));
                if (name.isPresent()) {
                    return name;
                }
            }
        }
        return Optional.empty();
    }
}
