package io.github.imagepromotion.promotion.gate;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An image on its way into an environment.
 *
 * @param identity of its build
 * @param digest that it has everywhere
 * @param documents that the artifact brings
 * @param sources where they come from, and who says so
 * @param environment it goes to
 * @param environments all that are configured
 * @param earlier ids of environments that the same call promotes to first
 * @param replaced what the moving tags name that would move
 * @param plan what would be done, as others are told it
 */
public record GateRequest(
        Identity identity,
        Digest digest,
        List<Document> documents,
        Sources sources,
        Environment environment,
        Environments environments,
        Set<String> earlier,
        List<Replaced> replaced,
        JsonObject plan) {

    /** Copies the lists. */
    public GateRequest {
        documents = List.copyOf(documents);
        earlier = Set.copyOf(earlier);
        replaced = List.copyOf(replaced);
    }

    /**
     * A moving tag that would move to the image.
     *
     * @param registry of the environment
     * @param tag its name
     * @param now what it names in that registry; empty if it is not there
     */
    public record Replaced(RegistryAddress registry, Tag tag, Optional<Digest> now) {}

    /** {@return {@code repository:buildId}} */
    String name() {
        return identity.localName();
    }

    /** {@return the environments that come right before} */
    List<Environment> predecessors() {
        return environment.after().stream()
                .map(id -> environments.find(id).orElseThrow())
                .toList();
    }

    /** {@return this environment and those that come right before} */
    List<Environment> way() {
        return Stream.concat(Stream.of(environment), predecessors().stream()).toList();
    }
}
