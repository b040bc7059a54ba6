package io.github.imagepromotion.tampering;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of OCI layouts. */
final class LayoutVault extends DiskVault {
    private final Path root;

    LayoutVault(Path root, Path kept) {
        super(root, kept);
        this.root = root;
    }

    /** All environments have one directory, and repositories of their own by name only where the others are registries. */
    @Override
    public RegistryAddress address(String environment) {
        return RegistryAddress.of("oci:" + root.resolve(environment));
    }

    @Override
    public void unlist(RepositoryName repository, Digest subject, Digest document) throws IOException {
        Path file = layout(repository).resolve("index.json");
        JsonObject index = Json.object(Files.readAllBytes(file), "index");
        index.getAsJsonArray("manifests")
                .asList()
                .removeIf(entry ->
                        entry.getAsJsonObject().get("digest").getAsString().equals(document.toString()));
        Files.write(file, Json.compact(index));
    }

    @Override
    public void delete(RepositoryName repository, Digest content) throws IOException {
        Files.delete(file(repository, content));
    }

    @Override
    Path file(RepositoryName repository, Digest content) {
        return layout(repository).resolve("blobs/sha256").resolve(content.hex());
    }

    private Path layout(RepositoryName repository) {
        return root.resolve("test").resolve(repository.value());
    }

    @Override
    public void close() {}
}
