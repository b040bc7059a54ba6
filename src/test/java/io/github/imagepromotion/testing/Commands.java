package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs other programs: the independent eyes. A program that is missing fails the test and says how to get it. */
public final class Commands {
    private static final long PATIENCE_SECONDS = 120;

    private Commands() {}

    /**
     * @param name {@code crane}, {@code oras} or {@code cosign}
     * @return its path in the directory that the system property {@code peers.directory} names, {@code target/peers} by
     *     default
     */
    public static String peer(String name) {
        Path peer = Path.of(System.getProperty("peers.directory", "target/peers"), name)
                .toAbsolutePath();
        if (!Files.isExecutable(peer)) {
            throw new AssertionError("Test peer '" + peer + "' is missing: run bin/test, which installs it, or set"
                    + " -Dpeers.directory to where crane, oras and cosign are.");
        }
        return peer.toString();
    }

    /**
     * @param name of a program that Debian has
     * @param debianPackage that brings it
     * @return its path
     */
    public static String installed(String name, String debianPackage) {
        for (String directory : List.of("/usr/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin")) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        throw new AssertionError(
                "'" + name + "' is missing: apt-get install " + debianPackage + " (bin/test does it).");
    }

    /**
     * @param command and its arguments
     * @return what it wrote to its standard output
     */
    public static byte[] run(String... command) {
        return run(Map.of(), command);
    }

    /**
     * @param environment variables that it gets beside ours
     * @param command and its arguments
     * @return what it wrote to its standard output
     */
    public static byte[] run(Map<String, String> environment, String... command) {
        try {
            Path errors = Files.createTempFile("command", ".err");
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(errors) + new String(output, StandardCharsets.UTF_8);
            Files.delete(errors);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " failed: " + said);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
