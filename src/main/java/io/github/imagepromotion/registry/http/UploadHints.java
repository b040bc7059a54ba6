package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.disk.AtomicFile;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Uploads under way, remembered in files of the user's alone, so that a process that comes after one that was killed
 * goes on where the registry stands. They are only hints: the registry is asked, and what cannot be read or written
 * costs an upload from the beginning. No credential is in them, and only addresses of uploads of this repository at the
 * registry itself are kept, and followed: one elsewhere may be signed, and be a credential of its own, or lead a request of
 * ours to where somebody wants it who can write here.
 */
final class UploadHints {
    private static final int LARGEST = 64 * 1024;
    private static final String LOCATION = "location";

    private final Optional<Path> directory;

    /** @param directory of the files; empty to remember nothing */
    UploadHints(Optional<Path> directory) {
        this.directory = directory.map(path -> path.resolve("uploads"));
    }

    /** {@return whether an upload that fails is left for another process to go on with} */
    boolean areKept() {
        return directory.isPresent();
    }

    /** {@return where the registry said that an upload of this blob goes on} */
    Optional<URI> recall(RemoteName repository, Descriptor blob) throws IOException {
        Optional<Path> file = file(repository, blob).filter(Files::isRegularFile);
        if (file.isEmpty() || Files.size(file.get()) > LARGEST) {
            return Optional.empty();
        }
        try {
            JsonObject hint = Json.object(Files.readAllBytes(file.get()), "upload hint");
            URI location = URI.create(Json.requiredString(hint, LOCATION, "upload hint"));
            return Optional.of(location).filter(found -> isUpload(repository, found));
        } catch (ImageException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Keeps where an upload goes on; the newest counts, since registries put the state of an upload into its address. */
    void remember(RemoteName repository, Descriptor blob, URI location) {
        Optional<Path> file = file(repository, blob).filter(path -> isUpload(repository, location));
        if (file.isPresent()) {
            JsonObject hint = new JsonObject();
            hint.addProperty("blob", blob.digest().toString());
            hint.addProperty("repository", repository.displayName());
            hint.addProperty(LOCATION, location.toString());
            try {
                AtomicFile.writePrivately(file.get(), out -> out.write(Json.compact(hint)));
            } catch (IOException e) {
                // A hint that is not kept costs an upload from the beginning, not this promotion.
            }
        }
    }

    /** Below the blobs of the repository, as registries have it, whatever they call it there. */
    private static boolean isUpload(RemoteName repository, URI location) {
        String path = String.valueOf(location.getRawPath());
        return repository.client().isAtRegistry(location)
                && path.startsWith("/v2/" + repository.name() + "/blobs/")
                && !path.contains("..")
                && !path.contains("%");
    }

    /** The upload ended, one way or the other. */
    void forget(RemoteName repository, Descriptor blob) {
        Optional<Path> file = file(repository, blob);
        if (file.isPresent()) {
            try {
                Files.deleteIfExists(file.get());
            } catch (IOException e) {
                // The registry will say that it knows no such upload.
            }
        }
    }

    private Optional<Path> file(RemoteName repository, Descriptor blob) {
        String upload = repository.displayName() + "@" + blob.digest();
        String name = Digest.sha256(upload.getBytes(StandardCharsets.UTF_8)).hex() + ".json";
        return directory.map(path -> path.resolve(name));
    }
}
