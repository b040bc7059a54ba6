package io.github.imagepromotion.promotion;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import java.io.IOException;
import java.util.List;

/** Tells how each environment's promotion ended, whichever way. A dry run is told to nobody. */
final class Announcements {
    private final Announcer announcer;
    private final PromotionRequest request;

    Announcements(Announcer announcer, PromotionRequest request) {
        this.announcer = announcer;
        this.request = request;
    }

    /** What is refused here is refused for every environment of the call. */
    <T> T planning(IoSupplier<T> work) throws IOException {
        return announcingFailure(request.environments(), work);
    }

    /** What fails here fails for this environment; those that come after are not tried. */
    <T> T carryingOut(Plan plan, IoSupplier<T> work) throws IOException {
        return announcingFailure(List.of(plan.environment()), work);
    }

    void prepare(Plan plan) throws IOException {
        announcer.prepare(PromotionEvent.success(plan));
    }

    void promoted(Plan plan) throws IOException {
        announcer.announce(PromotionEvent.success(plan));
    }

    private <T> T announcingFailure(List<String> environments, IoSupplier<T> work) throws IOException {
        try {
            return work.get();
        } catch (ImageException | IOException e) {
            if (!request.dryRun()) {
                environments.forEach(id -> failed(id, e));
            }
            throw e;
        }
    }

    private void failed(String id, Exception reason) {
        request.candidates().stream()
                .flatMap(candidate -> candidate.environments().find(id).stream())
                .findFirst()
                .ifPresent(environment -> {
                    try {
                        announcer.announce(PromotionEvent.failure(
                                environment, request.candidates(), String.valueOf(reason.getMessage())));
                    } catch (ImageException | IOException e) {
                        reason.addSuppressed(e);
                    }
                });
    }
}
