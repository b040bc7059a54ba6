package io.github.imagepromotion.contention;

import io.github.imagepromotion.contention.Outcome.End;
import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long a lock is held, and when it is taken over, in sets of several sizes: tables of the documents. */
public final class LargeSets {
    private static final int SLOW_TAG = 2000;

    private LargeSets() {}

    /** @param args pairs: images of a set, milliseconds to the registry one way */
    public static void main(String[] args) throws Exception {
        List<String> living = new ArrayList<>();
        List<String> dying = new ArrayList<>();
        String slow;
        try (DockerRegistry registry = DockerRegistry.anonymous()) {
            slow = slowTag(registry);
            System.err.println(slow);
            for (int i = 0; i < args.length; i += 2) {
                int images = Integer.parseInt(args[i]);
                int oneWay = Integer.parseInt(args[i + 1]);
                try (LargeSet set = new LargeSet(images, oneWay, registry)) {
                    living.add(row(images, oneWay, set.living()));
                }
                System.err.println(living.get(living.size() - 1));
                try (LargeSet set = new LargeSet(images, oneWay, registry)) {
                    dying.add(row(images, oneWay, set.dying()));
                }
                System.err.println(dying.get(dying.size() - 1));
            }
        }
        System.out.println(
                """
                | images | ms one way | the holder held the lock for | longest between two of its notes | they ask others to wait for | it was taken over | it was | the other one was | mixed tags |
                |---:|---:|---:|---:|---:|---|---|---|---|
                """
                        + String.join("\n", living)
                        + """


                | images | ms one way | notes of the killed one ask others to wait for | the other one held the lock after | it was | after | mixed tags |
                |---:|---:|---:|---:|---|---:|---|
                """
                        + String.join("\n", dying)
                        + "\n\n" + slow);
    }

    private static String row(int images, int oneWay, List<String> cells) {
        return "| " + images + " | " + oneWay + " | " + String.join(" | ", cells) + " |";
    }

    /** Two artifacts of one BuildId at once, where setting a tag takes long. */
    private static String slowTag(DockerRegistry registry) throws IOException, InterruptedException {
        List<Act> acts = List.of(
                new Act(0, Act.Kind.PROMOTE, "200", Map.of(0, 10), "", 0),
                new Act(1, Act.Kind.PROMOTE, "200", Map.of(0, 11), "", 0));
        Scenario scenario = new Scenario(SLOW_TAG, 1, 1, List.of("latest"), 1, SLOW_TAG, true, acts);
        try (Round round = new Round(scenario, List.of(registry))) {
            Verdict verdict = new Judge(scenario, round.run()).verdict(round);
            return "Two artifacts of one BuildId at once where a PUT of a tag takes " + SLOW_TAG + " ms: "
                    + verdict.count(Act.Kind.PROMOTE, End.MADE) + " made, "
                    + verdict.count(Act.Kind.PROMOTE, End.REFUSED) + " refused"
                    + (verdict.isWrong() ? ", **" + verdict.problems() + "**." : ", nothing mixed.");
        }
    }
}
