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
 * Stores the state of unfinished uploads in files that only the user can read, so that another process can resume the
 * uploads of a killed one. The files are hints only: the registry is asked for the offset, and a file that cannot be
 * read or written costs an upload from the beginning. They contain no credential. Only URLs of uploads of this
 * repository at the registry itself are stored and followed: a URL of another host may be signed, and so be a
 * credential, or direct our requests to a host chosen by somebody who can write the files.
 */
final class UploadHints {
    private static final int LARGEST = 64 * 1024;
    private static final String LOCATION = "location";

    private final Optional<Path> directory;

    /** @param directory of the files; empty to remember nothing */
    UploadHints(Optional<Path> directory) {
        this.directory = directory.map(path -> path.resolve("uploads"));
    }

    /** {@return whether a failed upload is left for another process to resume} */
    boolean areKept() {
        return directory.isPresent();
    }

    /** {@return the URL at which an upload of this blob can be resumed} */
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

    /**
     * Stores the URL at which an upload can be resumed: the newest, since registries put the state of an upload into
     * it.
     */
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
                // A hint that cannot be stored costs an upload from the beginning, and does not fail the promotion.
            }
        }
    }

    /** Whether a URL is below the blobs of the repository, under whatever name. */
    private static boolean isUpload(RemoteName repository, URI location) {
        String path = String.valueOf(location.getRawPath());
        return repository.client().isAtRegistry(location)
                && path.startsWith("/v2/" + repository.name() + "/blobs/")
                && !path.contains("..")
                && !path.contains("%");
    }

    /** Deletes the state of an upload that has ended. */
    void forget(RemoteName repository, Descriptor blob) {
        Optional<Path> file = file(repository, blob);
        if (file.isPresent()) {
            try {
                Files.deleteIfExists(file.get());
            } catch (IOException e) {
                // A stale hint does no harm: the registry answers that it knows no such upload.
            }
        }
    }

    private Optional<Path> file(RemoteName repository, Descriptor blob) {
        String upload = repository.displayName() + "@" + blob.digest();
        String name = Digest.sha256(upload.getBytes(StandardCharsets.UTF_8)).hex() + ".json";
        return directory.map(path -> path.resolve(name));
    }
}
