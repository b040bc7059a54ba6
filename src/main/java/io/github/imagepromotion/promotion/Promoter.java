package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.promotion.PromotionEvent.BeforeTags;
import io.github.imagepromotion.promotion.PromotionEvent.Completed;
import io.github.imagepromotion.promotion.PromotionEvent.Ended;
import io.github.imagepromotion.promotion.PromotionEvent.Planned;
import io.github.imagepromotion.promotion.tagging.TagLock;
import io.github.imagepromotion.promotion.tagging.Tagging;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.registry.connect.RegistryOpener;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Promotes a set of images: the content of all images is complete in an environment before the first tag is set, or
 * nothing is tagged.
 *
 * <p>Registries have no transactions: a crash between two tags leaves one set and the other not. Running the same
 * promotion again completes it, as after any other interruption.
 */
public final class Promoter {
    /** Repositories that are waited for at the same time: all of them wait, and for equally long. */
    private static final int SETTLING_AT_ONCE = 16;

    private final RegistryOpener opener;
    private final Function<ImageReference, Registry> bases;
    private final PromotionListener listener;
    private final Clock clock;
    private final Phases begun;

    /**
     * @param opener opens the environments' registries
     * @param bases opens the registry of a base image whose layers a thin archive lacks; throws an {@link ImageException} if
     *     nobody vouches for the image
     * @param listener receives the events
     * @param clock gives the times of records
     * @param begun when the call began: the time until the images are resolved counts as the phase "resolve"
     */
    public Promoter(
            RegistryOpener opener,
            Function<ImageReference, Registry> bases,
            PromotionListener listener,
            Clock clock,
            Phases begun) {
        this.opener = opener;
        this.bases = bases;
        this.listener = listener;
        this.clock = clock;
        this.begun = begun;
    }

    /**
     * @param source finds the images and opens them; they are promoted together or not at all, and its creator closes them
     * @param request the target environments and the options
     * @return a result for each environment, in order; for a dry run, what would be done
     * @throws RefusedException if a gate does not hold, or a BuildId tag already names other content; nothing was
     *     written
     * @throws ImageException if an image is not found, its archive is damaged, the environment is unknown, or a
     *     registry refuses
     * @throws IOException if reading or writing a file fails, or a registry's answer is unexpected
     */
    public List<PromotionResult> promote(IoSupplier<List<Candidate>> source, PromotionRequest request)
            throws IOException {
        // 1. Resolve: from the build that is under way, a file, a drop or a Maven repository.
        List<Candidate> candidates = source.get();
        Phases phases = begun.end("resolve");
        // The environments whose receivers are told of a failure: none before the plan, then all, then the current one.
        List<String> toldIfItFails = List.of();
        try (OpenRegistries registries = new OpenRegistries(opener, bases)) {
            // 2. Check: the structure of the archives now, all content before the first manifest is put.
            ContentCheck content = new ContentCheck(candidates, listener);
            content.checkStructure();
            phases = phases.end("check");

            // 3. Plan: all environments, read-only. A refusal of one refuses all of them.
            Planner planner = new Planner(registries, candidates, request, clock);
            toldIfItFails = request.environments();
            List<Plan> plans = new GateEvaluation(planner, listener, clock, request).plans();
            Phases planned = phases.end("plan");
            for (Plan plan : plans) {
                listener.on(new Planned(plan));
            }
            refuse(plans, request, planned);
            if (request.dryRun()) {
                // It sends nothing, so all content is read here.
                content.complete(request.parallelism());
                return plans.stream()
                        .map(plan -> new ResultBuilder(plan, clock, request.retryBudget(), planned).planned())
                        .toList();
            }
            List<PromotionResult> results = new ArrayList<>();
            for (Plan plan : plans) {
                // A failure from here on is one of this environment; later environments are not tried.
                toldIfItFails = List.of(plan.environment());
                List<EnvironmentChange> changes = EnvironmentChange.promotions(plan);
                ResultBuilder builder = new ResultBuilder(plan, clock, request.retryBudget(), planned);
                RecordKeeper records = new RecordKeeper(request, clock);
                try (Tagging tagging = openTagging(plan, request)) {
                    // 4. Transfer: blobs, then manifests by digest, then documents. The lock of tags, which takes a
                    // pause, is begun near the end, or with the blobs where they are few.
                    NearEnd nearEnd =
                            new NearEnd(plan.missingBytes(), plan.targets().size(), tagging::begin);
                    Transfer transfer = new Transfer(plan, PromotionListener.all(listener, nearEnd), content, request);
                    transfer.sendBlobs();
                    // Where there was little or nothing to send, it has not begun.
                    nearEnd.blobsSent();
                    transfer.putManifests(target -> {
                        tagging.beside(() -> records.prepare(target));
                        nearEnd.manifestsPut();
                    });
                    builder.end("transfer");
                    // 5. Tag: all content of the set is in the registries. While tags are set and read back, the
                    // content of the records is sent; nobody sees it before it is attached.
                    listener.on(new BeforeTags(changes));
                    tagging.lock();
                    Parallel.all(
                            () -> tagging.set(() -> planner.refuseRejected(plan.environment())),
                            () -> records.make(plan));
                    // 6. Read back: what the tags of the set name now.
                    Parallel.all(tagging::readBack, () -> records.put(plan));
                    builder.end("tag");
                    // 7. Record: attached to the image while the lock is held.
                    records.write(plan);
                    tagging.release();
                    awaitReferrers(plan);
                    records.complete(plan);
                    builder.end("record");
                    PromotionResult result = builder.promoted(transfer, records);
                    listener.on(new Completed(result));
                    results.add(result);
                }
                // 8. Notify: nothing is undone if this fails; if a required receiver was not told, the call fails.
                // If the running service does not report the build, the environment is rolled back, if configured.
                toldIfItFails = List.of();
                listener.on(new Ended(changes));
            }
            return results;
        } catch (ImageException | IOException e) {
            if (!request.dryRun()) {
                toldIfItFails.forEach(id -> tellFailure(id, candidates, e));
            }
            throw e;
        }
    }

    /**
     * Resolves, checks and plans like {@link #promote}, without writing. Gates may refuse, since they are asked again
     * when the plan is carried out.
     *
     * @param source finds the images
     * @param request the target environments and the options, of a dry run
     * @param use receives the plan of each environment, in order, while its registries are open
     * @throws RefusedException if something other than a gate forbids the promotion
     * @throws ImageException as {@link #promote}
     * @throws IOException as {@link #promote}
     */
    public void plan(IoSupplier<List<Candidate>> source, PromotionRequest request, IoConsumer<Plan> use)
            throws IOException {
        List<Candidate> candidates = source.get();
        Phases resolved = begun.end("resolve");
        try (OpenRegistries registries = new OpenRegistries(opener, bases)) {
            ContentCheck content = new ContentCheck(candidates, listener);
            content.checkStructure();
            List<Plan> plans = new Planner(registries, candidates, request, clock).plan();
            for (Plan plan : plans) {
                listener.on(new Planned(plan));
            }
            if (plans.stream().anyMatch(plan -> !plan.obstacles().isEmpty())) {
                refuse(plans, request, resolved.end("plan"));
            }
            content.complete(request.parallelism());
            for (Plan plan : plans) {
                use.accept(plan);
            }
        }
    }

    private void refuse(List<Plan> plans, PromotionRequest request, Phases planned) throws IOException {
        List<Message> refusals = GateEvaluation.refusals(plans);
        if (refusals.isEmpty()) {
            return;
        }
        List<PromotionResult> results = plans.stream()
                .map(plan -> new ResultBuilder(plan, clock, request.retryBudget(), planned).refused())
                .toList();
        if (!request.dryRun()) {
            for (PromotionResult result : results) {
                listener.on(new Completed(result));
            }
        }
        throw new RefusedException(refusals, results);
    }

    private static void awaitReferrers(Plan plan) throws IOException {
        Parallel.inGroups(plan.targets(), Target::registry, SETTLING_AT_ONCE, target -> {
            try {
                target.repository().awaitReferrers();
            } catch (ImageException e) {
                throw new ImageException(
                        Message.of("'" + target.name() + "' is promoted and its tags are set, but what is attached to"
                                        + " it may not be listed: ")
                                .and(e)
                                .because(PromotionReason.UNLISTED),
                        e);
            }
        });
    }

    /** Notifies of a failure. A failure to notify is added to the reason as a suppressed exception. */
    private void tellFailure(String id, List<Candidate> candidates, Exception reason) {
        try {
            listener.on(new Ended(EnvironmentChange.failures(id, candidates, Message.of(reason))));
        } catch (ImageException | IOException e) {
            reason.addSuppressed(e);
        }
    }

    private Tagging openTagging(Plan plan, PromotionRequest request) {
        TagLock lock = new TagLock(holder(plan, request), clock);
        return new Tagging(plan.buildIdTags(), plan.moving(), lock, request.retryBudget());
    }

    /** Describes the lock's holder for those who wait. */
    private static String holder(Plan plan, PromotionRequest request) {
        String builds = plan.targets().stream()
                .map(target -> target.candidate().name())
                .distinct()
                .limit(3)
                .collect(Collectors.joining(", "));
        return request.records()
                .map(RecordSettings::by)
                .flatMap(by -> by.job().or(by::user))
                .map(by -> builds + " by " + by)
                .orElse(builds);
    }

    /** Why an image cannot be promoted. */
    public enum PromotionReason implements Reason {
        /** Another build has this BuildId. */
        TAKEN,
        /** The BuildId, or the version of a release, is one of the moving tags. */
        MOVING_TAG,
        /** Another lock has this version of the release. */
        VERSION_TAKEN,
        /** The repository has images, or the releases of another project. */
        OTHER_RELEASE,
        /** Two artifacts of a set are of one repository or one version of a project. */
        SEVERAL_OF_ONE,
        /** The base of a thin archive cannot be had. */
        THIN,
        /** What is attached may not be listed. */
        UNLISTED,
        /** The file is not a plan. */
        NO_PLAN,
        /** The saved plan differs from what would be done; argument: the environment. */
        PLAN_MOVED
    }
}
