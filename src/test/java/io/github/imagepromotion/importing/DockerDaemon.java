package io.github.imagepromotion.importing;

import io.github.imagepromotion.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A docker daemon of the tests' own, with its own storage and no network, and its client. */
final class DockerDaemon implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Path directory;
    private final String client;
    private final Process process;

    /** Where a daemon keeps its images. */
    enum ImageStore {
        OWN("vfs"),
        /** Docker 29's, unless told otherwise. */
        CONTAINERD("native");

        private final String driver;

        ImageStore(String driver) {
            this.driver = driver;
        }
    }

    private DockerDaemon(Path directory, String client, Process process) {
        this.directory = directory;
        this.client = client;
        this.process = process;
    }

    /** That of the stable release. */
    static DockerDaemon start(Path directory) throws IOException {
        return start(
                directory,
                new ProcessBuilder(Commands.installed("dockerd"), "--storage-driver=vfs"),
                Commands.installed("docker"));
    }

    /** That of the development suite. */
    static DockerDaemon startNewer(Path directory, ImageStore store) throws IOException {
        Path configuration = Files.createDirectories(directory).resolve("daemon.json");
        Files.writeString(
                configuration, "{\"features\":{\"containerd-snapshotter\":" + (store == ImageStore.CONTAINERD) + "}}");
        Path daemon = Path.of(Commands.peer("dockerd"));
        ProcessBuilder builder = new ProcessBuilder(
                daemon.toString(),
                "--config-file",
                configuration.toString(),
                "--ip6tables=false",
                "--storage-driver=" + store.driver);
        // It starts a containerd of its own suite.
        builder.environment().merge("PATH", daemon.resolveSibling("").toString(), (path, first) -> first + ":" + path);
        return start(directory, builder, Commands.peer("docker"));
    }

    private static DockerDaemon start(Path directory, ProcessBuilder builder, String client) throws IOException {
        Files.createDirectories(directory);
        Path log = directory.resolve("log");
        builder.command()
                .addAll(List.of(
                        "--iptables=false",
                        "--bridge=none",
                        "-H",
                        host(directory),
                        "--data-root",
                        directory.resolve("data").toString(),
                        "--exec-root",
                        directory.resolve("exec").toString(),
                        "-p",
                        directory.resolve("pid").toString()));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        DockerDaemon daemon = new DockerDaemon(directory, client, process);
        for (int i = 0; i < PATIENCE_SECONDS * 5; i++) {
            if (Files.readString(log).contains("API listen on")) {
                return daemon;
            }
            daemon.pause();
        }
        daemon.close();
        throw new AssertionError("dockerd does not start (it needs root): " + Files.readString(log));
    }

    private void pause() throws IOException {
        try {
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        "dockerd does not start (it needs root): " + Files.readString(directory.resolve("log")));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String host() {
        return host(directory);
    }

    byte[] run(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = client;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Commands.run(Map.of("DOCKER_HOST", host()), command);
    }

    private static String host(Path directory) {
        return "unix://" + directory.resolve("socket");
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        process.destroyForcibly();
    }
}
