package io.github.imagepromotion.tampering;

import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** docker-registry, which leaves the list of documents to its clients, under a tag. */
final class DockerVault extends DiskVault {
    private final DockerRegistry registry;
    private final Path files;

    private DockerVault(DockerRegistry registry, Path kept) {
        super(registry.storage(), kept);
        this.registry = registry;
        this.files = registry.storage().resolve("docker/registry/v2");
    }

    static DockerVault start(Path kept) {
        return new DockerVault(DockerRegistry.anonymous(), kept);
    }

    @Override
    public RegistryAddress address(String environment) {
        return RegistryAddress.of(registry.authority() + "/" + environment);
    }

    @Override
    public void unlist(RepositoryName repository, Digest subject, Digest document) throws IOException {
        try (Registry open = Registries.open(registry.address(), Accesses.anonymous())) {
            Repository there = open.repository(repository);
            Tag list = DocumentTags.fallback(subject);
            var json = Json.object(there.manifest(list).orElseThrow().bytes(), "list");
            json.getAsJsonArray("manifests")
                    .asList()
                    .removeIf(entry ->
                            entry.getAsJsonObject().get("digest").getAsString().equals(document.toString()));
            byte[] bytes = Json.compact(json);
            there.tag(list, Manifest.parse(Descriptor.of(MediaType.OCI_INDEX, bytes), bytes));
        }
    }

    @Override
    public void delete(RepositoryName repository, Digest content) throws IOException {
        Path own = files.resolve("repositories").resolve(repository.value());
        for (String links : List.of("_layers/sha256", "_manifests/revisions/sha256")) {
            Files.deleteIfExists(own.resolve(links).resolve(content.hex()).resolve("link"));
        }
    }

    @Override
    Path file(RepositoryName repository, Digest content) {
        return files.resolve("blobs/sha256")
                .resolve(content.hex().substring(0, 2))
                .resolve(content.hex())
                .resolve("data");
    }

    @Override
    public void close() {
        registry.close();
    }
}
