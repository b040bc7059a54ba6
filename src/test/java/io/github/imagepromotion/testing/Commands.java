package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs other programs: the independent eyes. A program that is missing fails the test and says how to get it. */
public final class Commands {
    /** Programs that Debian has, and the packages that bring them. */
    private static final Map<String, String> PACKAGES = Map.ofEntries(
            Map.entry("busybox", "busybox-static"),
            Map.entry("buildah", "buildah"),
            Map.entry("chromium", "chromium"),
            Map.entry("docker", "docker.io"),
            Map.entry("docker-registry", "docker-registry"),
            Map.entry("dockerd", "docker.io"),
            Map.entry("git", "git"),
            Map.entry("gpg", "gnupg"),
            Map.entry("htpasswd", "apache2-utils"),
            Map.entry("jq", "jq"),
            Map.entry("nginx", "nginx"),
            Map.entry("openssl", "openssl"),
            Map.entry("podman", "podman"),
            Map.entry("skopeo", "skopeo"),
            Map.entry("squid", "squid"),
            Map.entry("umoci", "umoci"));
    /** Programs that {@code bin/install-peers} brings. */
    private static final List<String> PEERS =
            List.of("containerd", "cosign", "crane", "docker", "dockerd", "netavark", "oras", "podman");

    /** The checker of pages that {@code bin/install-axe} brings. */
    public static final Path AXE = Path.of("target", "axe", "node_modules", "axe-core", "axe.min.js");

    private static final long PATIENCE_SECONDS = 120;

    private Commands() {}

    /**
     * @param name of a program that {@code bin/install-peers} brings, such as {@code crane}
     * @return its path in the directory that the system property {@code peers.directory} names, {@code target/peers} by
     *     default
     */
    public static String peer(String name) {
        ToolsExtension.require(name);
        Path peer = peerPath(name);
        if (!Files.isExecutable(peer)) {
            throw new AssertionError("'" + peer + "' is missing: bin/install-peers brings it, or set"
                    + " -Dpeers.directory to where it is.");
        }
        return peer.toString();
    }

    private static Path peerPath(String name) {
        return Path.of(System.getProperty("peers.directory", "target/peers"), name)
                .toAbsolutePath();
    }

    /**
     * @param name of a program that Debian has
     * @return its path
     */
    public static String installed(String name) {
        ToolsExtension.require(name);
        return find(name)
                .orElseThrow(() -> new AssertionError(
                        "'" + name + "' is missing: apt-get install " + PACKAGES.get(name) + " (bin/test does it)."))
                .toString();
    }

    private static Optional<Path> find(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/opt/homebrew/bin")
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** {@return the names of all programs here that are missing on this machine} */
    static List<String> missing() {
        return Stream.of(
                        PACKAGES.keySet().stream().filter(name -> find(name).isEmpty()),
                        PEERS.stream().filter(name -> !Files.isExecutable(peerPath(name))),
                        Stream.of("axe-core").filter(name -> !Files.exists(AXE)))
                .flatMap(names -> names)
                .distinct()
                .toList();
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
