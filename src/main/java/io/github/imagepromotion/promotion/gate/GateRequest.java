package io.github.imagepromotion.promotion.gate;

import com.google.gson.JsonObject;
import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The promotion of an image into an environment.
 *
 * @param identity identity of the build
 * @param digest digest of the image
 * @param documents documents of the artifact
 * @param sources revision of the sources, and who claims it
 * @param lock lock of the release whose artifact it is; empty for a build
 * @param environment the environment
 * @param environments all configured environments
 * @param earlier ids of environments that the same call promotes to first
 * @param replaced where the moving tags point now, of those that would move
 * @param plan the plan, for services
 * @param saved digest of the saved plan that is carried out; empty if there is none
 */
public record GateRequest(
        Identity identity,
        Digest digest,
        List<Document> documents,
        Sources sources,
        Optional<ReleaseLock> lock,
        Environment environment,
        Environments environments,
        Set<String> earlier,
        List<Replaced> replaced,
        JsonObject plan,
        Optional<Digest> saved) {

    /** Copies the lists. */
    public GateRequest {
        documents = List.copyOf(documents);
        earlier = Set.copyOf(earlier);
        replaced = List.copyOf(replaced);
    }

    /**
     * A moving tag that would move to the image.
     *
     * @param registry registry of the environment
     * @param tag the tag
     * @param now where it points in that registry; empty if it does not exist
     */
    public record Replaced(RegistryAddress registry, Tag tag, Optional<Digest> now) {}

    /** {@return {@code repository:buildId}} */
    String name() {
        return identity.localName();
    }

    /** {@return its repository in each of an environment's registries} */
    RepositoryName repository(Environment other) {
        return lock.map(release -> ReleaseArtifact.repository(other, release.coordinates()))
                .orElseGet(identity::repository);
    }

    /** {@return whether its tag is derived from the content, so that a new build of the same content has the same one} */
    boolean isOfContent() {
        return lock.map(release ->
                        release.coordinates().isSnapshot() && release.buildId().isOfContent())
                .orElseGet(() -> identity.buildId().isOfContent());
    }

    /** {@return the direct predecessors} */
    List<Environment> predecessors() {
        return environment.after().stream()
                .map(id -> environments.find(id).orElseThrow())
                .toList();
    }

    /** {@return this environment and its direct predecessors} */
    List<Environment> way() {
        return Stream.concat(Stream.of(environment), predecessors().stream()).toList();
    }

    /** {@return the environments before the direct predecessors, each once, as far as they are known} */
    List<Environment> furtherBefore() {
        Set<Environment> seen = new HashSet<>(way());
        List<Environment> further = new ArrayList<>();
        Deque<Environment> open = new ArrayDeque<>(predecessors());
        while (!open.isEmpty()) {
            for (String id : open.remove().after()) {
                environments.find(id).filter(seen::add).ifPresent(before -> {
                    further.add(before);
                    open.add(before);
                });
            }
        }
        return further;
    }
}
