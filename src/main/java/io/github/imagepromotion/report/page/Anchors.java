package io.github.imagepromotion.report.page;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** HTML anchors of builds. A build has the same anchor in every report. */
final class Anchors {
    private final String page;
    private final String prefix;
    private final BuildHistory history;
    private final Map<String, Integer> names = new HashMap<>();

    /**
     * @param page the page with the anchors; empty on that page itself
     * @param prefix prefix of all anchors of the image
     */
    Anchors(String page, String prefix, BuildHistory history) {
        this.page = page;
        this.prefix = prefix;
        this.history = history;
        history.builds().forEach(build -> names.merge(build.name(), 1, Integer::sum));
    }

    /** {@return the anchor, with the digest if several builds have the same BuildId} */
    String of(HistoricBuild build) {
        boolean alone = names.getOrDefault(build.name(), 0) == 1;
        return prefix + "build-" + build.name()
                + (alone ? "" : "-" + build.digest().abbreviated());
    }

    /** {@return a link to the image} */
    String section() {
        return page + "#" + prefix + "image";
    }

    /** {@return a link; empty for a build that is not on the page} */
    String link(Optional<BuildId> buildId, Digest digest) {
        return history.find(buildId, digest)
                .map(build -> page + "#" + of(build))
                .orElse("");
    }
}
