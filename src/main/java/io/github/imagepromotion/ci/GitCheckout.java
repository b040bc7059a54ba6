package io.github.imagepromotion.ci;

import io.github.imagepromotion.image.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The commit of a checkout, read from git's files (gitrepository-layout(5)). The git program is only needed to find out
 * whether the working tree differs from the commit.
 */
public final class GitCheckout {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final String REF = "ref: ";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path root;
    private final String revision;
    private final Optional<String> branch;

    private GitCheckout(Path root, String revision, Optional<String> branch) {
        this.root = root;
        this.revision = revision;
        this.branch = branch;
    }

    /**
     * @param directory any directory
     * @return the checkout that it is in; empty if it is in none, or it cannot be read
     */
    public static Optional<GitCheckout> find(Path directory) {
        for (@Nullable Path above = directory.toAbsolutePath(); above != null; above = above.getParent()) {
            Path git = above.resolve(".git");
            if (Files.exists(git)) {
                try {
                    return read(above, gitDirectory(git));
                } catch (IOException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** {@return the directory of the checkout} */
    public Path root() {
        return root;
    }

    /**
     * Runs git, which applies line end conversion and filters.
     *
     * @return whether a tracked file differs from the commit; {@code false} if git is not installed or fails
     */
    public boolean isChanged() {
        // --quiet: exit code 1 means a difference (git-diff(1)).
        ProcessBuilder git = new ProcessBuilder(
                        "git",
                        "--no-optional-locks",
                        "-c",
                        "core.fsmonitor=false",
                        "diff",
                        "--quiet",
                        "--no-ext-diff",
                        "HEAD")
                .directory(root.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // In a git hook these variables refer to the hook's repository.
        git.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        try {
            Process process = git.start();
            process.getOutputStream().close();
            if (!Pause.quietly(() -> process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return the commit} */
    public String revision() {
        return revision;
    }

    /** {@return the branch; empty for a detached HEAD} */
    public Optional<String> branch() {
        return branch;
    }

    private static Optional<GitCheckout> read(Path root, Path git) throws IOException {
        String head = Files.readString(git.resolve("HEAD")).trim();
        if (!head.startsWith(REF)) {
            return commit(head).map(commit -> new GitCheckout(root, commit, Optional.empty()));
        }
        String ref = head.substring(REF.length());
        Path common = commonDirectory(git);
        Path loose = common.resolve(ref).normalize();
        Optional<String> commit = loose.startsWith(common.normalize()) && Files.isRegularFile(loose)
                ? commit(Files.readString(loose).trim())
                : packed(common.resolve("packed-refs"), ref);
        return commit.map(id -> new GitCheckout(root, id, Optional.of(ref.replaceFirst("^refs/heads/", ""))));
    }

    /** In a worktree or submodule, {@code .git} is a file with the directory's path. */
    private static Path gitDirectory(Path git) throws IOException {
        if (Files.isDirectory(git)) {
            return git;
        }
        String content = Files.readString(git).trim();
        return git.resolveSibling(content.replaceFirst("^gitdir: *", ""));
    }

    private static Path commonDirectory(Path git) throws IOException {
        Path file = git.resolve("commondir");
        return Files.isRegularFile(file) ? git.resolve(Files.readString(file).trim()) : git;
    }

    private static Optional<String> packed(Path packedRefs, String ref) throws IOException {
        if (!Files.isRegularFile(packedRefs)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(packedRefs)) {
            return lines.filter(line -> line.endsWith(" " + ref))
                    .findFirst()
                    .flatMap(line -> commit(line.substring(0, line.indexOf(' '))));
        }
    }

    private static Optional<String> commit(String text) {
        return COMMIT.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }
}
