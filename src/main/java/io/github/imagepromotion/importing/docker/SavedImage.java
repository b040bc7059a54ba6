package io.github.imagepromotion.importing.docker;

import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Pause;
import io.github.imagepromotion.image.Text;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Saves an image of a tool's store as a docker archive. */
public final class SavedImage {
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int LONGEST_ERROR = 4 * 1024;

    private final SavingTool tool;
    private final String name;
    private final Map<String, String> environment;
    private final Duration stall;

    /**
     * @param tool the tool
     * @param name name of the image in the tool's store
     * @param environment environment variables of the caller, which locate the tool's store
     * @param stall time without any output after which the tool is stopped
     */
    public SavedImage(SavingTool tool, String name, Map<String, String> environment, Duration stall) {
        this.tool = tool;
        this.name = name;
        this.environment = Map.copyOf(environment);
        this.stall = stall;
    }

    /**
     * @param directory an empty directory for the archive
     * @return the archive
     * @throws ImageException if the tool is not installed, does not have the image, or stalls
     */
    public Path saveTo(Path directory) throws IOException {
        Path archive = directory.resolve("saved.tar");
        Path errors = directory.resolve("saved.errors");
        Process process = start(archive.toFile(), errors.toFile());
        try {
            await(process, archive);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new ImageException("'" + String.join(" ", command()) + "' failed: " + said(errors) + " Check that "
                    + tool.command().get(0) + " runs and knows the image.");
        }
        return archive;
    }

    private Process start(File archive, File errors) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command()).redirectOutput(archive).redirectError(errors);
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new ImageException(
                    "There is no '" + tool.command().get(0) + "' on the PATH that could save the image. Install it, or"
                            + " save the image to a file and name that (docker-archive:FILE).",
                    e);
        }
    }

    private void await(Process process, Path archive) throws IOException {
        long size = -1;
        long quietSince = System.nanoTime();
        try {
            while (!process.waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = Files.size(archive);
                if (now != size) {
                    size = now;
                    quietSince = System.nanoTime();
                } else if (System.nanoTime() - quietSince > stall.toNanos()) {
                    throw new ImageException("'" + String.join(" ", command()) + "' has written nothing for "
                            + Elapsed.shown(stall) + ". Check that "
                            + tool.command().get(0)
                            + " answers, or save the image to a file and name that (docker-archive:FILE).");
                }
            }
        } catch (InterruptedException e) {
            throw Pause.interrupted("an image is saved", e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(tool.command());
        command.add(name);
        return command;
    }

    private static String said(Path errors) throws IOException {
        byte[] text;
        try (var in = Files.newInputStream(errors)) {
            text = in.readNBytes(LONGEST_ERROR);
        }
        String line = Text.printable(new String(text, StandardCharsets.UTF_8).trim());
        return line.endsWith(".") ? line : line + ".";
    }

    /** A tool that saves images of its own store as docker archives. */
    public enum SavingTool {
        DOCKER("docker-daemon", List.of("docker", "save")),
        /** Its OCI archives have compressed layers, whose bytes differ from call to call. */
        PODMAN("podman", List.of("podman", "save", "--quiet", "--format", "docker-archive"));

        private final String transport;
        private final List<String> command;

        SavingTool(String transport, List<String> command) {
            this.transport = transport;
            this.command = command;
        }

        /** {@return the transport, which precedes the colon of a source} */
        public String transport() {
            return transport;
        }

        /** {@return the program and its arguments, without the name of the image} */
        List<String> command() {
            return command;
        }
    }
}
