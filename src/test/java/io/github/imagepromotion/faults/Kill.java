package io.github.imagepromotion.faults;

import io.github.imagepromotion.faults.proxy.Head;
import io.github.imagepromotion.faults.proxy.Traffic;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Kills a process at one of its requests. */
final class Kill implements Traffic {

    /** Where in the request. */
    enum Moment {
        ARRIVED("the request begins to arrive"),
        HALFWAY("half of its content has arrived"),
        ANSWERED("the registry has answered, the process does not know");

        private final String label;

        Moment(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    private final int number;
    private final Moment moment;
    private final Traffic watched;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<@Nullable Process> victim = new AtomicReference<>();
    private volatile @Nullable Head fatal;

    /**
     * @param number of the request, from 1; 0 to let live
     * @param moment within it
     * @param watched told everything, too
     */
    Kill(int number, Moment moment, Traffic watched) {
        this.number = number;
        this.moment = moment;
        this.watched = watched;
    }

    void victim(@Nullable Process process) {
        victim.set(process);
    }

    int requests() {
        return requests.get();
    }

    @Override
    public void requested(Head request) {
        if (requests.incrementAndGet() == number) {
            fatal = request;
            // Without content there is no half of it.
            if (moment == Moment.ARRIVED || (moment == Moment.HALFWAY && request.contentLength() == 0)) {
                strike();
            }
        }
    }

    @Override
    public void sent(Head request, long offset, byte[] piece) {
        watched.sent(request, offset, piece);
        if (request == fatal && moment == Moment.HALFWAY && offset + piece.length >= request.contentLength() / 2) {
            strike();
        }
    }

    @Override
    public void answered(Head request, int status) {
        if (request == fatal && moment == Moment.ANSWERED) {
            strike();
        }
    }

    /** SIGKILL: nothing is tidied up. */
    private void strike() {
        Process process = victim.getAndSet(null);
        if (process != null) {
            try {
                process.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
