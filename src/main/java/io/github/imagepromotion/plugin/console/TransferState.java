package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.promotion.Plan;
import io.github.imagepromotion.promotion.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The progress of a transfer, and its display. Thread-safe. */
final class TransferState {
    private static final double NANOS = 1e9;
    /** Percentage from which a transfer without a blob under way has sent all of them. */
    private static final int ALMOST = 99;

    private final long total;
    private final long started;
    private final Map<String, Blob> underWay = new LinkedHashMap<>();
    private long done;

    private record Blob(String name, long size, long position, long since) {}

    /**
     * @param plan the plan
     * @param now time in nanoseconds
     */
    TransferState(Plan plan, long now) {
        this.total = plan.missingBytes();
        this.started = now;
    }

    synchronized void sending(Target target, Descriptor blob, long position, long now) {
        String key = target.name() + "@" + blob.digest();
        Blob known = underWay.get(key);
        String name = blob.digest().algorithm() + ":" + blob.digest().abbreviated();
        underWay.put(key, new Blob(name, blob.size(), position, known == null ? now : known.since()));
    }

    synchronized void arrived(Target target, Descriptor blob) {
        underWay.remove(target.name() + "@" + blob.digest());
        done += blob.size();
    }

    /** {@return one line for the whole transfer} */
    synchronized String summary(long now) {
        long moved = done + underWay.values().stream().mapToLong(Blob::position).sum();
        int percent = total == 0 ? 100 : (int) (100 * moved / total);
        return String.format(
                Locale.ROOT,
                "Transferring %s of %s (%d %%), %s",
                Size.shown(moved),
                Size.shown(total),
                percent,
                underWay.isEmpty()
                        ? percent < ALMOST ? "no blob under way" : "manifests and documents follow"
                        : underWay.size() + " blobs under way" + pace(moved, total, now - started));
    }

    /** {@return a line for each blob in progress} */
    synchronized List<String> lines(long now) {
        List<String> lines = new ArrayList<>();
        for (Blob blob : underWay.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s  %8s of %s%s",
                    blob.name(),
                    Size.shown(blob.position()),
                    Size.shown(blob.size()),
                    pace(blob.position(), blob.size(), now - blob.since())));
        }
        return lines;
    }

    private static String pace(long moved, long total, long nanos) {
        double perSecond = nanos <= 0 ? 0 : moved / (nanos / NANOS);
        if (perSecond < 1) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                ", %s/s, %.0f s left",
                Size.shown((long) perSecond),
                Math.max(0, total - moved) / perSecond);
    }
}
