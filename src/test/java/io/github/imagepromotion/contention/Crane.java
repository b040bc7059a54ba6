package io.github.imagepromotion.contention;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.testing.Commands;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a registry with a client that is not ours, past the proxy. */
final class Crane {
    private final String repository;

    /** @param repository {@code host:port/name} */
    Crane(String repository) {
        this.repository = repository;
    }

    List<String> tags() {
        return text("ls", repository).lines().toList();
    }

    Digest digest(String tag) {
        return Digest.of(text("digest", repository + ":" + tag).strip());
    }

    String manifest(String tag) {
        return text("manifest", repository + ":" + tag);
    }

    @Override
    public String toString() {
        return repository;
    }

    private static String text(String command, String reference) {
        return new String(
                Commands.run(Commands.peer("crane"), command, "--insecure", reference), StandardCharsets.UTF_8);
    }
}
