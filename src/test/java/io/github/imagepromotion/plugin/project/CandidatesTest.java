package io.github.imagepromotion.plugin.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.archive.ReleaseArchives;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.plugin.Calls;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidatesTest {
    @TempDir
    private Path directory;

    /** Two projects may build the same image, of which one belongs to the release. */
    @Test
    void toDecideWhenABuildHasTheImageOfAMemberAndIsNoneKeepsIt() throws IOException {
        TestImage image = TestImages.single(1, 100);
        ReleaseLock lock =
                new ReleaseArchives(directory).with("shop", image, List.of()).lock();
        new ReleaseArchives(directory).with("billing", image, List.of());
        FoundRelease release = FoundRelease.made(directory.resolve("november-release.json"), lock);
        List<FoundArtifact> set = List.of(release.locked(lock.members().get(0)), built("shop"), built("billing"));

        assertThat(toDecide(set, false)).containsExactly("november:1.0", "acme/billing:7");
        assertThat(toDecide(set, true)).containsExactly("november:1.0", "acme/shop:7", "acme/billing:7");
    }

    private FoundArtifact built(String name) {
        return FoundArtifact.file(directory.resolve(name + "-image.tar"));
    }

    private static List<String> toDecide(List<FoundArtifact> set, boolean named) throws IOException {
        try (Candidates candidates = new Candidates(
                Calls.session(Map.of(), Map.of()),
                new RecordEnvironments(List.of(), address -> true, Optional.empty(), new SystemStreamLog()),
                all -> List.of(),
                environment -> List.of(),
                new HashSet<>())) {
            return candidates.toDecide(set, Optional.of(Environments.none()), named).stream()
                    .map(Candidate::name)
                    .toList();
        }
    }
}
