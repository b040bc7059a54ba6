package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.status.Flag.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds builds that have different digests in different environments. */
final class DifferentDigests {
    private DifferentDigests() {}

    private record Seen(Digest digest, String where) {}

    /**
     * @param here the builds in one registry
     * @param before the holdings of preceding environments
     * @return a flag for each build that has another digest here
     */
    static List<Flag> flags(List<Build> here, List<Holding> before) {
        Map<BuildId, Seen> seen = new HashMap<>();
        for (Holding holding : before) {
            for (Build build : holding.builds()) {
                build.buildId().ifPresent(id -> seen.putIfAbsent(id, new Seen(build.digest(), holding.environment())));
            }
        }
        List<Flag> flags = new ArrayList<>();
        for (Build build : here) {
            build.buildId()
                    .flatMap(id -> Optional.ofNullable(seen.get(id)))
                    .filter(other -> !other.digest().equals(build.digest()))
                    .ifPresent(other -> flags.add(new Flag(
                            Kind.DIFFERENT_DIGEST,
                            "build '" + build.name() + "' is " + build.digest() + " here, but " + other.digest()
                                    + " in '" + other.where() + "'")));
        }
        return flags;
    }
}
