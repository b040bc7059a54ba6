package io.github.imagepromotion.faults;

import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Kills a promotion at every k-th of its requests, at each moment of it, runs it again, and counts. */
public final class KillRuns {
    private final Map<KillSetting, List<KilledPromotion.Result>> results = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private KillRuns() {}

    /** @param args {@code K}: at every K-th request */
    public static void main(String[] args) throws IOException, InterruptedException {
        int step = Integer.parseInt(args[0]);
        KillRuns runs = new KillRuns();
        try (DockerRegistry registry = DockerRegistry.anonymous()) {
            int requests = requests(registry);
            System.err.println("A promotion that is let live takes " + requests + " requests.");
            for (KillSetting setting : KillSetting.all()) {
                for (int number = 1; number <= requests; number += step) {
                    runs.kill(registry, number, setting);
                }
                System.err.println("Killed when " + setting.label() + ".");
            }
            runs.tell(requests, step);
        }
        System.exit(runs.problems.isEmpty() ? 0 : 1);
    }

    private static int requests(DockerRegistry registry) throws IOException, InterruptedException {
        try (KilledPromotion alive =
                new KilledPromotion(registry, 0, KillSetting.all().get(0), 0)) {
            alive.promoteOnce();
            return alive.requests();
        }
    }

    private void kill(DockerRegistry registry, int number, KillSetting setting)
            throws IOException, InterruptedException {
        long seed = number * 10L + KillSetting.all().indexOf(setting);
        try (KilledPromotion promotion = new KilledPromotion(registry, number, setting, seed)) {
            KilledPromotion.Result result = promotion.run();
            results.computeIfAbsent(setting, any -> new ArrayList<>()).add(result);
            for (String problem : result.problems()) {
                problems.add("request " + number + ", " + setting.label() + ": " + problem);
                System.err.println("WRONG: request " + number + ", " + setting.label() + ": " + problem);
            }
        }
    }

    private void tell(int requests, int step) {
        System.out.println("Killed at every " + (step == 1 ? "" : step + "th ") + "request of " + requests
                + "; 3 images, chunks of " + PromotingProcess.CHUNK + " bytes.\n");
        System.out.println(
                "| killed when | killed | no tag set then | some | all | rerun ended right | wrong "
                        + "| blobs sent again in part | most bytes sent again of a blob | blobs with more than a chunk sent again |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        results.forEach((setting, all) -> System.out.println(row(setting, all)));
    }

    private static String row(KillSetting setting, List<KilledPromotion.Result> all) {
        long wrong = all.stream().filter(result -> !result.problems().isEmpty()).count();
        List<Long> again = all.stream()
                .flatMap(result -> result.sentAgain().values().stream())
                .filter(bytes -> bytes > 0)
                .toList();
        List<Object> cells = List.of(
                setting.label(),
                all.stream().filter(KilledPromotion.Result::died).count(),
                all.stream().filter(result -> result.tagsAtDeath() == 0).count(),
                all.stream()
                        .filter(result -> result.tagsAtDeath() > 0 && result.tagsAtDeath() < KilledPromotion.TAGS)
                        .count(),
                all.stream()
                        .filter(result -> result.tagsAtDeath() == KilledPromotion.TAGS)
                        .count(),
                all.size() - wrong,
                wrong,
                again.size(),
                again.stream().mapToLong(Long::longValue).max().orElse(0),
                again.stream().filter(bytes -> bytes > PromotingProcess.CHUNK).count());
        return "| " + String.join(" | ", cells.stream().map(Object::toString).toList()) + " |";
    }
}
