package io.github.imagepromotion.importing.docker;

import java.util.List;

/** A tool that keeps images in a store of its own and saves them as a docker archive. */
public enum SavingTool {
    DOCKER("docker-daemon", List.of("docker", "save")),
    /** Its archives in the OCI form are compressed anew each time. */
    PODMAN("podman", List.of("podman", "save", "--quiet", "--format", "docker-archive"));

    private final String transport;
    private final List<String> command;

    SavingTool(String transport, List<String> command) {
        this.transport = transport;
        this.command = command;
    }

    /** {@return what stands before the colon of a source} */
    public String transport() {
        return transport;
    }

    /** {@return the program and its arguments, without the image's name} */
    List<String> command() {
        return command;
    }
}
