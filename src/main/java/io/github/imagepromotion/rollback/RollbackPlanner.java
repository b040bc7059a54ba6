package io.github.imagepromotion.rollback;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.tagging.TagMove;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.rollback.PastBuilds.NoWayBackReason;
import io.github.imagepromotion.rollback.RollbackRequest.Undone;
import io.github.imagepromotion.rollback.Unfinished.Aim;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out, read-only, to which build each image returns, and whether the registry has all of it. */
final class RollbackPlanner {
    private final OpenRegistries registries;
    private final List<RollbackRequest> requests;
    private final Unfinished unfinished;
    private final Set<BuildId> underWay = new HashSet<>();

    RollbackPlanner(OpenRegistries registries, List<RollbackRequest> requests, Unfinished unfinished) {
        this.registries = registries;
        this.requests = requests;
        this.unfinished = unfinished;
    }

    /** Reports all obstacles at once. */
    RollbackPlan plan() throws IOException {
        requests.forEach(RollbackPlanner::requireSomething);
        for (RollbackRequest request : requests) {
            findUnrecorded(request);
        }
        List<Message> refusals = new ArrayList<>();
        List<RollbackStep> steps = new ArrayList<>();
        for (RollbackRequest request : requests) {
            plan(request, steps, refusals);
        }
        if (!refusals.isEmpty()) {
            throw new ImageException(
                    refusals.stream().reduce(Message.of("Rolled back nothing:"), (all, each) -> all.and(" ")
                            .and(each)));
        }
        return new RollbackPlan(requests.get(0).environment().id(), steps);
    }

    private void plan(RollbackRequest request, List<RollbackStep> steps, List<Message> refusals) throws IOException {
        for (RepositoryName name : request.images().repositories()) {
            for (RegistryAddress address : request.environment().registries()) {
                try {
                    steps.add(step(request, name, address));
                } catch (ImageException e) {
                    refusals.add(e.said());
                }
            }
        }
    }

    /**
     * Plans again under the lock and compares: another call may have written records after the first plan. A tag that
     * already points to the planned build was moved by someone else, perhaps together with images of the set that were
     * planned later.
     */
    void requireSame(RollbackPlan plan) throws IOException {
        Parallel.forEach(plan.steps(), requests.get(0).parallelism(), step -> {
            RollbackRequest request = step.request();
            if (!now(request, step.repository()).equals(step.now())) {
                throw new ImageException(
                        "Tagged nothing: the tags of '" + step.repository().displayName()
                                + "' were moved by another promotion while this rollback was planned. See what is there now"
                                + " (image:status), and run the rollback again if it still is to be made.");
            }
            PastBuilds past = new PastBuilds(request, RegistryAddress.of(step.registry()), step.repository());
            PastBuilds.KnownBuild build;
            try {
                build = build(request, past, step.repository(), step.from());
            } catch (ImageException e) {
                throw new ImageException(
                        Message.of("Tagged nothing: by what was recorded since: ")
                                .and(e),
                        e);
            }
            if (!build.digest().equals(step.build().digest())) {
                throw new ImageException("Tagged nothing: '" + step.repository().displayName()
                        + "' was to go back to build '" + step.build().buildId() + "', and by what was recorded since,"
                        + " build '" + build.buildId() + "' was there before. See what is there now (image:status), and"
                        + " run the rollback again if it still is to be made.");
            }
        });
    }

    private static void requireSomething(RollbackRequest request) {
        Environment environment = request.environment();
        if (request.images().repositories().isEmpty()) {
            throw new ImageException(
                    Message.of("There is no image to roll back.").because(NoWayBackReason.NO_IMAGE));
        }
        if (environment.movingTags().isEmpty() && request.purpose().to().isEmpty()) {
            throw new ImageException(Message.of("Rolled back nothing: environment '" + environment.id()
                            + "' has no moving tag that says what is there now.")
                    .because(NoWayBackReason.NO_MOVING_TAG));
        }
    }

    private RollbackStep step(RollbackRequest request, RepositoryName name, RegistryAddress address)
            throws IOException {
        Repository repository = request.dryRun()
                ? registries.repository(request.environment(), address, name)
                : registries.writable(request.environment(), address, name);
        refuseUnsigned(request, address, repository);
        Map<Tag, Optional<Digest>> now = now(request, repository);
        Optional<Digest> from = now.values().stream().findFirst().flatMap(first -> first);
        PastBuilds past = new PastBuilds(request, address, repository);
        request.undone(repository).ifPresent(promotion -> past.requireStill(promotion, now));
        PastBuilds.KnownBuild build = build(request, past, repository, from);
        past.refuseRejected(build);
        Image image = whole(request, past, repository, build);
        boolean moves = !now.values().stream().allMatch(Optional.of(build.digest())::equals);
        boolean unrecorded = isUnrecorded(request, past, repository, build) || !moves && past.isAnother(build);
        return new RollbackStep(request, address.toString(), name, repository, now, from, build, image, unrecorded);
    }

    private static Map<Tag, Optional<Digest>> now(RollbackRequest request, Repository repository) throws IOException {
        Map<Tag, Optional<Digest>> now = new LinkedHashMap<>();
        for (Tag tag : request.environment().movingTags()) {
            now.put(tag, repository.resolve(tag).map(Descriptor::digest));
        }
        return now;
    }

    /**
     * Finds the builds that an interrupted call returned to: at least one image is in place, and no record mentions it.
     */
    private void findUnrecorded(RollbackRequest request) throws IOException {
        for (RepositoryName name : request.images().repositories()) {
            for (RegistryAddress address : request.environment().registries()) {
                Repository repository = registries.repository(request.environment(), address, name);
                Optional<Aim> aim = unfinished.aim(repository.displayName());
                if (aim.isPresent()
                        && isUnrecorded(request, new PastBuilds(request, address, repository), repository, aim.get())) {
                    underWay.add(aim.get().to());
                }
            }
        }
    }

    private boolean isUnrecorded(
            RollbackRequest request, PastBuilds past, Repository repository, PastBuilds.KnownBuild build)
            throws IOException {
        Optional<Aim> aim = unfinished
                .aim(repository.displayName())
                .filter(known ->
                        known.digest().equals(build.digest()) && known.to().equals(build.buildId()));
        return aim.isPresent() && isUnrecorded(request, past, repository, aim.get());
    }

    /**
     * A moving tag points to the image although, by the records, the image that it pointed to before was promoted
     * later.
     */
    private static boolean isUnrecorded(RollbackRequest request, PastBuilds past, Repository repository, Aim aim)
            throws IOException {
        for (Tag tag : request.environment().movingTags()) {
            Optional<Digest> named = repository.resolve(tag).map(Descriptor::digest);
            if (named.equals(Optional.of(aim.digest())) && past.cameLater(aim.from(), aim.digest())) {
                return true;
            }
        }
        return false;
    }

    private static void refuseUnsigned(RollbackRequest request, RegistryAddress address, Repository repository)
            throws IOException {
        if (request.images().environments().source() == EnvironmentSource.UNSIGNED) {
            Optional<Message> refusal = request.trusted()
                    .unsigned()
                    .refusal(request.environment(), address, repository, request.parallelism());
            if (refusal.isPresent()) {
                throw new ImageException(refusal.get());
            }
        }
    }

    /** {@return the requested build, else the target of an interrupted call, else the previous build} */
    private PastBuilds.KnownBuild build(
            RollbackRequest request, PastBuilds past, Repository repository, Optional<Digest> from) throws IOException {
        Optional<Undone> undone = request.undone(repository);
        if (undone.isPresent()) {
            past.requireLast(undone.get());
            return tagged(past, repository, past.before(undone.get()));
        }
        Optional<BuildId> named = request.purpose().to();
        if (named.isEmpty() && from.isPresent()) {
            named = unfinished.aim(repository.displayName()).map(Aim::to).filter(underWay::contains);
        }
        if (named.isPresent()) {
            return past.named(named.get());
        }
        Digest now = from.orElseThrow(() -> past.refusal(
                Message.of("tag '" + request.environment().movingTags().get(0)
                                + "' is not there, so that nothing says what is there now.")
                        .because(NoWayBackReason.NAME_BUILD)));
        return tagged(past, repository, past.before(now));
    }

    /** {@return the previous build, if its BuildId tag still points to it} */
    private static PastBuilds.KnownBuild tagged(PastBuilds past, Repository repository, PastBuilds.KnownBuild before)
            throws IOException {
        if (!repository.resolve(before.buildId().tag()).map(Descriptor::digest).equals(Optional.of(before.digest()))) {
            throw past.refusal(Message.of("build '" + before.buildId()
                            + "' was there before, but its tag does not name " + before.digest() + " any more.")
                    .because(NoWayBackReason.OTHER_TAG));
        }
        return before;
    }

    /** Reads the image completely: a tag must never point to an incomplete image. */
    private static Image whole(
            RollbackRequest request, PastBuilds past, Repository repository, PastBuilds.KnownBuild build)
            throws IOException {
        Descriptor top = repository
                .manifest(build.digest())
                .map(Manifest::descriptor)
                .orElseThrow(() -> past.refusal(Message.of("the image of build '" + build.buildId() + "', "
                                + build.digest() + ", is not there any more.")
                        .because(NoWayBackReason.GONE)));
        Image image = Image.read(top, manifests(repository));
        List<Descriptor> missing = new ArrayList<>();
        Parallel.forEach(image.blobs(), request.parallelism(), blob -> {
            if (!blob.mediaType().isNonDistributable() && !repository.has(blob)) {
                synchronized (missing) {
                    missing.add(blob);
                }
            }
        });
        if (!missing.isEmpty()) {
            throw past.refusal(Message.of("build '" + build.buildId() + "' lacks " + missing.size() + " of "
                            + image.blobs().size() + " blobs there, such as "
                            + missing.get(0).digest() + ".")
                    .because(NoWayBackReason.INCOMPLETE));
        }
        return image;
    }

    private static BlobSource manifests(Repository repository) {
        return (manifest, offset) -> new ByteArrayInputStream(repository
                .manifest(manifest.digest())
                .orElseThrow(() -> new ImageException(
                        Message.of("'" + repository.displayName() + "' lacks manifest " + manifest.digest() + ".")
                                .because(NoWayBackReason.MANIFEST_GONE)))
                .bytes());
    }

    /**
     * A planned rollback.
     *
     * @param environment id of the environment
     * @param steps each image in each registry
     */
    record RollbackPlan(String environment, List<RollbackStep> steps) {
        RollbackPlan {
            steps = List.copyOf(steps);
        }

        /** {@return the BuildId tags of the builds to return to} */
        List<TagMove> buildIdTags() {
            return steps.stream().map(RollbackStep::buildIdTag).toList();
        }

        /** {@return the moving tags of the environment} */
        List<TagMove> moving() {
            return steps.stream().flatMap(step -> step.moving().stream()).toList();
        }
    }
}
