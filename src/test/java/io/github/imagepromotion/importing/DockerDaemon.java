package io.github.imagepromotion.importing;

import io.github.imagepromotion.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A docker daemon of the tests' own, with its own storage and no network. */
final class DockerDaemon implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Path directory;
    private final Process process;

    private DockerDaemon(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    static DockerDaemon start(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(
                        Commands.installed("dockerd", "docker.io"),
                        "--iptables=false",
                        "--bridge=none",
                        "--storage-driver=vfs",
                        "-H",
                        host(directory),
                        "--data-root",
                        directory.resolve("data").toString(),
                        "--exec-root",
                        directory.resolve("exec").toString(),
                        "-p",
                        directory.resolve("pid").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        DockerDaemon daemon = new DockerDaemon(directory, process);
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
        command[0] = Commands.installed("docker", "docker.io");
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
