package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.decision.Comparison;
import io.github.imagepromotion.decision.Comparison.BothMembers;
import io.github.imagepromotion.decision.Comparison.Commits;
import io.github.imagepromotion.decision.Comparison.Dependencies;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.ledger.GateAnswer;
import io.github.imagepromotion.ledger.PromotionRecord.Actor;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges;
import io.github.imagepromotion.ledger.Sbom.DependencyChanges.VersionChange;
import io.github.imagepromotion.promotion.SavedPlan;
import io.github.imagepromotion.promotion.SavedPlan.PlannedImage;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTag;
import io.github.imagepromotion.promotion.SavedPlan.PlannedTarget;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a reviewer reads of a plan: who asks, what is done, and what that changes. */
class PlanPageTest {
    private static final Descriptor OLD = layer(1);
    private static final Descriptor NEW = layer(2);
    private static final Descriptor KEPT = layer(3);

    @Test
    void ofWhenABuildIsAnotherSaysWhatChangesInLayersDependenciesAndCommits() {
        DependencyChanges changes = new DependencyChanges(
                new TreeMap<>(Map.of("org.acme:lib", new VersionChange("1", "2"))),
                new TreeMap<>(Map.of("org.acme:new", "3")),
                new TreeMap<>(Map.of("org.acme:gone", "4")));

        String page = page(
                "acme/shop",
                new Dependencies("SBOM", 17, changes),
                new Commits(Optional.of("0123abc"), Optional.of("4567def")),
                Optional.empty());

        assertThat(page)
                .contains(
                        "Planned at 2026-11-24T06:00:00.123Z by ada, Jenkins, https",
                        "acme/shop:latest | <code>" + OLD.digest() + "</code> | <code>" + NEW.digest() + "</code> |\n",
                        "3 blobs, 4.7 kB.\n",
                        "| after test | wait | not yet |\n")
                .contains(String.join(
                        "\n",
                        "    layers: 1 new, 1 gone, 1 the same",
                        "      + " + NEW.digest() + ", " + Size.shown(NEW.size()),
                        "      - " + OLD.digest() + ", " + Size.shown(OLD.size()),
                        "    dependencies by SBOM: 3 of 17 differ",
                        "      - org.acme:gone 4",
                        "      ~ org.acme:lib 1 -> 2",
                        "      + org.acme:new 3",
                        "    commits: 0123abc -> 4567def\n"));
    }

    @Test
    void ofWhenItIsAReleaseSaysWhichMembersAndVersionsChange() {
        String page = page(
                "november",
                new Dependencies(
                        "provenance", 0, new DependencyChanges(new TreeMap<>(), new TreeMap<>(), new TreeMap<>())),
                new Commits(Optional.empty(), Optional.empty()),
                Optional.of(new BothMembers(
                        List.of(
                                member("one", "1.0", "42", 1),
                                member("two", "2.0", "7", 2),
                                member("old", "1.0", "1", 3)),
                        List.of(
                                member("one", "1.1", "43", 4),
                                member("two", "2.0", "7", 2),
                                member("new", "3.0", "5", 5)))));

        assertThat(page)
                .contains(String.join(
                        "\n",
                        "    members: 3 differ, 1 are the same",
                        "      acme/new: + build '5' of 'com.acme:new:3.0'",
                        "      acme/old: - build '1' of 'com.acme:old:1.0'",
                        "      acme/one: ~ build '42' of 'com.acme:one:1.0' -> build '43' of 'com.acme:one:1.1'\n"))
                .doesNotContain("layers: ", "commits: ");
    }

    private static String page(
            String repository, Dependencies dependencies, Commits commits, Optional<BothMembers> members) {
        PlannedTarget target = new PlannedTarget(
                "https://prod.registry.example",
                RepositoryName.of(repository),
                List.of(
                        new PlannedTag(Tag.of("43"), Optional.empty(), NEW.digest()),
                        new PlannedTag(Tag.of("latest"), Optional.of(OLD.digest()), NEW.digest())),
                3,
                4711);
        PlannedImage image = new PlannedImage(
                RepositoryName.of(repository),
                Coordinates.of("com.acme:shop:1.1"),
                BuildId.of("43"),
                NEW.digest(),
                List.of(),
                List.of(target),
                List.of(GateAnswer.notYet("after test", Message.of("not yet"))));
        Actor actor = new Actor(Optional.of("ada"), Optional.of("Jenkins"), Optional.of("https://ci.example/7"));
        SavedPlan plan =
                new SavedPlan(1, "prod", Instant.parse("2026-11-24T06:00:00.123Z"), actor, "1.0", List.of(image));
        Comparison comparison = new Comparison(
                Optional.of(Tag.of("latest")),
                Optional.of(OLD.digest()),
                Optional.empty(),
                List.of(NEW),
                List.of(OLD),
                List.of(KEPT),
                dependencies,
                commits,
                members);
        return PlanPage.of(plan, "plan-prod.json", Map.of(image, comparison));
    }

    private static ReleaseMember member(String name, String version, String build, int content) {
        return new ReleaseMember(
                Coordinates.of("com.acme:" + name + ":" + version),
                Optional.empty(),
                BuildId.of(build),
                RepositoryName.of("acme/" + name),
                layer(content).digest(),
                MediaType.OCI_MANIFEST,
                400,
                List.of(Platform.of("linux/amd64")),
                layer(content).digest());
    }

    private static Descriptor layer(int content) {
        byte[] bytes = new byte[10];
        bytes[0] = (byte) content;
        return Descriptor.of(MediaType.OCI_LAYER_GZIP, bytes);
    }
}
