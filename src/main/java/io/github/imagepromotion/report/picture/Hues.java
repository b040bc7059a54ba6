package io.github.imagepromotion.report.picture;

import java.util.ArrayList;
import java.util.List;

/** Builds that an environment runs stand out, each on all of its way; the others are past. */
final class Hues {
    private static final int DIFFERENT = 4;

    private final List<DeploymentPeriod> current = new ArrayList<>();

    Hues(List<Lane> lanes) {
        for (Lane lane : lanes) {
            lane.periods().stream()
                    .limit(1)
                    .filter(period -> current.stream().noneMatch(period::isOf))
                    .forEach(current::add);
        }
    }

    String of(DeploymentPeriod period) {
        for (int i = 0; i < current.size(); i++) {
            if (current.get(i).isOf(period)) {
                return "now" + (i % DIFFERENT + 1);
            }
        }
        return "past";
    }
}
