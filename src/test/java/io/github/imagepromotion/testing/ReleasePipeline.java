package io.github.imagepromotion.testing;

import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Location;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.status.Pipeline;
import io.github.imagepromotion.status.PipelineReader;
import io.github.imagepromotion.status.StatusLog;
import io.github.imagepromotion.status.StatusRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Environments with images and releases, all in one registry in memory: each environment is a directory of {@code
 * registry.example}. An image is a function of its repository and BuildId.
 */
public final class ReleasePipeline implements AutoCloseable {
    /** {@code groupId:artifactId} of the release. */
    public static final String NAME = "com.acme:november";

    /** Where environments without a repository of their own have the release. */
    public static final RepositoryName RELEASES = RepositoryName.of("november");

    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);

    private final QuirkyRegistry server = new QuirkyRegistry();
    private final Map<String, Environment> environments = new LinkedHashMap<>();
    private final Registry registry = Registries.open(server.address(), Accesses.anonymous());

    /** An environment; without a repository for releases, they are where their names say. */
    public void environment(String id, Optional<String> releaseRepository, String... movingTags) {
        Location plain = new Location(List.of(RegistryAddress.of("registry.example/" + id)));
        environments.put(
                id,
                TestEnvironments.of(
                        id,
                        new Location(
                                plain.registries(),
                                plain.serverId(),
                                plain.insecure(),
                                plain.mountFrom(),
                                releaseRepository.map(RepositoryName::of),
                                plain.connection()),
                        Arrays.stream(movingTags).map(Tag::of).toList(),
                        List.of()));
    }

    /** {@return the environments in order} */
    public Environments environments() {
        return new Environments(List.copyOf(environments.values()));
    }

    /** {@return an environment, to be changed by {@link #put}} */
    public Environment environment(String id) {
        return Optional.ofNullable(environments.get(id)).orElseThrow();
    }

    /** Replaces an environment. */
    public void put(Environment environment) {
        environments.put(environment.id(), environment);
    }

    /** {@return the registry} */
    public QuirkyRegistry server() {
        return server;
    }

    /** {@return the open registry of any environment; it may be closed often} */
    public Registry open() {
        return Registries.open(server.address(), Accesses.anonymous());
    }

    /** {@return a repository of an environment} */
    public Repository repository(String environment, RepositoryName name) {
        return registry.repository(environment(environment).registries().get(0).locate(name));
    }

    /** {@return an image} */
    public static ImageManifest image(String repository, String buildId) {
        return ImageManifest.of(
                Descriptor.of(MediaType.OCI_CONFIG, CONFIG), List.of(), Map.of("build", repository + ":" + buildId));
    }

    /** {@return the lock of a release of such images, each {@code repository:buildId}} */
    public static ReleaseLock lock(String version, String buildId, String... members) {
        return ReleaseLock.of(
                Coordinates.of(NAME + ":" + version),
                Optional.of(BuildId.of(buildId)),
                Arrays.stream(members).map(ReleasePipeline::member).toList(),
                List.of());
    }

    private static ReleaseMember member(String image) {
        String[] parts = image.split(":", -1);
        Descriptor top = image(parts[0], parts[1]).descriptor();
        return new ReleaseMember(
                gav(parts[0]),
                Optional.empty(),
                BuildId.of(parts[1]),
                RepositoryName.of(parts[0]),
                top.digest(),
                top.mediaType(),
                top.size(),
                List.of(),
                Digest.sha256(CONFIG));
    }

    private static Coordinates gav(String repository) {
        return new Coordinates("com.acme", repository.substring(repository.lastIndexOf('/') + 1), "1.0");
    }

    /** An image is promoted by Ada. */
    public void promote(String environment, String repository, String buildId, Instant at) throws IOException {
        Repository there = repository(environment, RepositoryName.of(repository));
        push(there, Descriptor.of(MediaType.OCI_CONFIG, CONFIG), BlobSource.inMemory(List.of(CONFIG)));
        promote(environment(environment), there, image(repository, buildId), BuildId.of(buildId), gav(repository), at);
    }

    /** A release is promoted by Ada, without its members. */
    public ReleaseArtifact release(String environment, ReleaseLock lock, Instant at) throws IOException {
        ReleaseArtifact artifact = ReleaseArtifact.of(Json.pretty(lock));
        Environment where = environment(environment);
        Repository there = repository(environment, ReleaseArtifact.repository(where, lock.coordinates()));
        for (Descriptor blob : artifact.image().blobs()) {
            push(there, blob, artifact.blobs());
        }
        Manifest manifest = artifact.image().imageManifests().get(0);
        promote(where, there, manifest, artifact.identity().buildId(), lock.coordinates(), at);
        return artifact;
    }

    /** A release is promoted with all of its members. */
    public ReleaseArtifact releaseAll(String environment, ReleaseLock lock, Instant at) throws IOException {
        for (ReleaseMember member : lock.members()) {
            promote(
                    environment,
                    member.repository().toString(),
                    member.buildId().value(),
                    at);
        }
        return release(environment, lock, at);
    }

    /** {@return what is read of releases and images} */
    public Pipeline read(Path cache, List<Coordinates> releases, String... images) throws IOException {
        return new PipelineReader((address, environment) -> open(), new Quiet(), Clock.systemUTC())
                .read(request(cache, releases, images));
    }

    /** {@return what is to be read} */
    public StatusRequest request(Path cache, List<Coordinates> releases, String... images) {
        return new StatusRequest(
                environments(),
                Arrays.stream(images).map(RepositoryName::of).toList(),
                releases,
                new StatusRequest.Keys(Map.of(), Map.of()),
                new StatusRequest.Depth(20, Map.of()),
                4,
                cache);
    }

    /** Receives nothing, and explains by the message. */
    public static final class Quiet implements StatusLog {
        @Override
        public void progress(int done, int all) {}

        @Override
        public String explain(Exception failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    private static void promote(
            Environment environment, Repository there, Manifest top, BuildId buildId, Coordinates gav, Instant at)
            throws IOException {
        there.tag(buildId.tag(), top);
        for (Tag tag : environment.movingTags()) {
            there.tag(tag, top);
        }
        Document record = PromotionRecords.document(
                PromotionRecords.of(environment, there.name(), top.descriptor().digest(), buildId, gav, at),
                top.descriptor().plain(),
                Attester.UNSIGNED);
        push(there, record.manifest().blobs().get(1), record.blobs());
        there.attach(List.of(record));
    }

    private static void push(Repository there, Descriptor blob, BlobSource source) throws IOException {
        there.push(blob, source, List.of());
    }

    @Override
    public void close() throws IOException {
        registry.close();
        server.close();
    }
}
