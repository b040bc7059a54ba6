package io.github.imagepromotion.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what git itself writes. */
@NeedsTools
class GitCheckoutTest {
    @TempDir
    private Path directory;

    private String commit;

    @BeforeEach
    void makeRepository() throws Exception {
        git("init", "-q", "-b", "main");
        git("-c", "user.name=t", "-c", "user.email=t@example", "commit", "-q", "--allow-empty", "-m", "first");
        commit = git("rev-parse", "HEAD");
    }

    @Test
    void findWhenABranchIsCheckedOutGivesCommitAndBranch() throws IOException {
        Path below = Files.createDirectories(directory.resolve("module/src"));

        assertThat(GitCheckout.find(below)).hasValueSatisfying(checkout -> {
            assertThat(checkout.revision()).isEqualTo(commit);
            assertThat(checkout.branch()).contains("main");
        });
    }

    @Test
    void findWhenRefsArePackedGivesTheCommit() throws Exception {
        git("pack-refs", "--all");

        assertThat(GitCheckout.find(directory))
                .hasValueSatisfying(checkout -> assertThat(checkout.revision()).isEqualTo(commit));
    }

    @Test
    void findWhenDetachedHasNoBranch() throws Exception {
        git("checkout", "-q", "--detach");

        assertThat(GitCheckout.find(directory)).hasValueSatisfying(checkout -> {
            assertThat(checkout.revision()).isEqualTo(commit);
            assertThat(checkout.branch()).isEmpty();
        });
    }

    @Test
    void findWhenInAWorktreeGivesItsCommit() throws Exception {
        git("worktree", "add", "-q", "-b", "other", "tree");

        assertThat(GitCheckout.find(directory.resolve("tree"))).hasValueSatisfying(checkout -> {
            assertThat(checkout.revision()).isEqualTo(commit);
            assertThat(checkout.branch()).contains("other");
        });
    }

    @Test
    void isChangedWhenATrackedFileDiffersIsTrue() throws Exception {
        Path file = Files.writeString(directory.resolve("Shop.java"), "class Shop {}");
        git("add", ".");
        git("-c", "user.name=t", "-c", "user.email=t@example", "commit", "-q", "-m", "second");
        GitCheckout checkout = GitCheckout.find(directory).orElseThrow();

        assertThat(checkout.isChanged()).isFalse();
        Files.writeString(directory.resolve("untracked.log"), "x");
        assertThat(checkout.isChanged()).as("by a file that git does not track").isFalse();
        Files.writeString(file, "class Shop { }");
        assertThat(checkout.isChanged()).isTrue();
        git("add", ".");
        assertThat(checkout.isChanged()).as("added, and not committed").isTrue();
        git("reset", "-q", "--hard");
        Files.delete(file);
        assertThat(checkout.isChanged()).isTrue();
    }

    @Test
    void isChangedWhenItIsNoCheckoutOfGitsIsFalse() throws IOException {
        Path other = Files.createDirectories(directory.resolve("other"));
        Path git = Files.createDirectories(other.resolve(".git"));
        Files.writeString(git.resolve("HEAD"), commit);

        assertThat(GitCheckout.find(other).orElseThrow().isChanged()).isFalse();
    }

    @Test
    void findWhenNothingIsCommittedIsEmpty() throws Exception {
        Path fresh = Files.createDirectories(directory.resolve("fresh"));
        run(fresh, Commands.installed("git"), "init", "-q");

        assertThat(GitCheckout.find(fresh)).isEmpty();
    }

    private String git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = Commands.installed("git");
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(directory, command);
    }

    private static String run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.trim();
    }
}
