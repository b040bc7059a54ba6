package io.github.imagepromotion.rollback;

import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments.EnvironmentSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.promotion.tagging.TagMove;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.rollback.PastBuilds.KnownBuild;
import io.github.imagepromotion.rollback.PastBuilds.NoWayBackReason;
import io.github.imagepromotion.rollback.RollbackRequest.Undone;
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
    private final InterruptedRollback interrupted;

    RollbackPlanner(OpenRegistries registries, List<RollbackRequest> requests, Unfinished unfinished) {
        this.registries = registries;
        this.requests = requests;
        this.interrupted = new InterruptedRollback(registries, unfinished);
    }

    /** Reports all obstacles at once. */
    RollbackPlan plan() throws IOException {
        requests.forEach(RollbackPlanner::requireSomething);
        for (RollbackRequest request : requests) {
            interrupted.find(request);
        }
        List<Message> refusals = new ArrayList<>();
        List<RollbackStep> steps = new ArrayList<>();
        for (RollbackRequest request : requests) {
            plan(request, steps, refusals);
        }
        if (!refusals.isEmpty()) {
            throw new ImageException(Message.of("Rolled back nothing:").and(refusals));
        }
        return new RollbackPlan(requests.get(0).environment().id(), steps);
    }

    private void plan(RollbackRequest request, List<RollbackStep> steps, List<Message> refusals) throws IOException {
        Set<RepositoryName> members = new HashSet<>();
        for (RegistryAddress address : request.environment().registries()) {
            for (RollbackRequest.Release release : request.images().releases()) {
                planRelease(request, release, address, steps, refusals);
            }
        }
        steps.stream().filter(RollbackStep::isOfRelease).map(RollbackStep::name).forEach(members::add);
        for (RepositoryName name : request.images().repositories()) {
            for (RegistryAddress address : request.environment().registries()) {
                if (!members.contains(name)) {
                    add(() -> step(request, name, address, Optional.empty()), steps, refusals);
                }
            }
        }
    }

    /** Its members return to what the lock of the release before says, which each may have been there before, too. */
    private void planRelease(
            RollbackRequest request,
            RollbackRequest.Release asked,
            RegistryAddress address,
            List<RollbackStep> steps,
            List<Message> refusals)
            throws IOException {
        RepositoryName name = asked.repository();
        Optional<RollbackStep> release = add(() -> step(request, name, address, Optional.empty()), steps, refusals);
        if (release.isEmpty()) {
            return;
        }
        Optional<ReleaseLock> lock =
                RegistryImage.lock(release.get().repository(), release.get().image());
        if (lock.filter(before -> before.name().equals(asked.project())).isEmpty()) {
            refusals.add(Message.of("In '" + request.environment().id() + "', '"
                    + release.get().reference() + "', to which '" + name + "' would go back, is no release"
                    + lock.map(before -> " of '" + asked.project() + "', but of '" + before.name() + "'")
                            .orElse("")
                    + "."));
            return;
        }
        for (ReleaseMember member : lock.get().members()) {
            KnownBuild build = new KnownBuild(
                    member.buildId(), member.digest(), member.identity().coordinates());
            Optional<KnownBuild> known = steps.stream()
                    .filter(step -> step.name().equals(member.repository())
                            && step.registry().equals(address.toString()))
                    .map(RollbackStep::build)
                    .findFirst();
            if (known.isEmpty()) {
                add(() -> step(request, member.repository(), address, Optional.of(build)), steps, refusals);
            } else if (!known.get().equals(build)) {
                refusals.add(Message.of("In '" + request.environment().id() + "', '" + member.repository()
                        + "' would go back to build '" + known.get().buildId() + "' with one release, and to build '"
                        + build.buildId() + "' with another. Roll back one after the other."));
            }
        }
    }

    private static Optional<RollbackStep> add(
            IoSupplier<RollbackStep> plan, List<RollbackStep> steps, List<Message> refusals) throws IOException {
        try {
            RollbackStep step = plan.get();
            steps.add(step);
            return Optional.of(step);
        } catch (ImageException e) {
            refusals.add(e.said());
            return Optional.empty();
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
            if (step.isOfRelease()) {
                return;
            }
            PastBuilds past = new PastBuilds(request, RegistryAddress.of(step.registry()), step.repository());
            KnownBuild build;
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
        if (request.images().repositories().isEmpty()
                && request.images().releases().isEmpty()) {
            throw new ImageException(
                    Message.of("There is no image to roll back.").because(NoWayBackReason.NO_IMAGE));
        }
        if (environment.movingTags().isEmpty() && request.purpose().to().isEmpty()) {
            throw new ImageException(Message.of("Rolled back nothing: environment '" + environment.id()
                            + "' has no moving tag that says what is there now.")
                    .because(NoWayBackReason.NO_MOVING_TAG));
        }
    }

    /** @param member the build that the lock of a release says; empty where it is looked for */
    private RollbackStep step(
            RollbackRequest request, RepositoryName name, RegistryAddress address, Optional<KnownBuild> member)
            throws IOException {
        Repository repository = request.dryRun()
                ? registries.repository(request.environment(), address, name)
                : registries.writable(request.environment(), address, name);
        refuseUnsigned(request, address, repository);
        Map<Tag, Optional<Digest>> now = now(request, repository);
        Optional<Digest> from = now.values().stream().findFirst().flatMap(first -> first);
        PastBuilds past = new PastBuilds(request, address, repository);
        request.undone(repository).ifPresent(promotion -> past.requireStill(promotion, now));
        KnownBuild build =
                member.isPresent() ? tagged(past, repository, member.get()) : build(request, past, repository, from);
        past.refuseRejected(build);
        Image image = RegistryImage.whole(past, repository, build, request.parallelism());
        boolean moves = !now.values().stream().allMatch(Optional.of(build.digest())::equals);
        boolean unrecorded =
                interrupted.isUnrecorded(request, past, repository, build) || !moves && past.isAnother(build);
        return new RollbackStep(
                request, address.toString(), name, repository, now, from, build, image, unrecorded, member.isPresent());
    }

    private static Map<Tag, Optional<Digest>> now(RollbackRequest request, Repository repository) throws IOException {
        Map<Tag, Optional<Digest>> now = new LinkedHashMap<>();
        for (Tag tag : request.environment().movingTags()) {
            now.put(tag, repository.resolve(tag).map(Descriptor::digest));
        }
        return now;
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
    private KnownBuild build(RollbackRequest request, PastBuilds past, Repository repository, Optional<Digest> from)
            throws IOException {
        Optional<Undone> undone = request.undone(repository);
        if (undone.isPresent()) {
            past.requireLast(undone.get());
            return tagged(past, repository, past.before(undone.get()));
        }
        Optional<BuildId> named = request.purpose().to();
        if (named.isEmpty() && from.isPresent()) {
            named = interrupted.aim(repository);
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
    private static KnownBuild tagged(PastBuilds past, Repository repository, KnownBuild before) throws IOException {
        if (!repository.resolve(before.buildId().tag()).map(Descriptor::digest).equals(Optional.of(before.digest()))) {
            throw past.refusal(Message.of("build '" + before.buildId()
                            + "' was there before, but its tag does not name " + before.digest() + " any more.")
                    .because(NoWayBackReason.OTHER_TAG));
        }
        return before;
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
