package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upload that a registry has begun (distribution-spec 1.1, "Pushing Blobs").
 *
 * @param location where the next request goes; changes with every answer
 * @param offset of the byte that is to be sent next
 * @param smallestChunk that the registry takes, in bytes, the last one excepted
 */
record UploadSession(URI location, long offset, long smallestChunk) {
    /** {@code bytes=} is what some registries put in front. */
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

    /**
     * @param response of the request that began the upload
     * @return the session; empty if it has no usable {@code Location}
     */
    static Optional<UploadSession> begun(Response response) {
        long smallest = response.header("OCI-Chunk-Min-Length")
                .filter(length -> length.matches("[0-9]{1,10}"))
                .map(Long::valueOf)
                .orElse(0L);
        return response.header("Location")
                .flatMap(location -> Locations.resolve(response.uri(), location))
                .map(location -> new UploadSession(location, 0, smallest));
    }

    /**
     * @param response of a request within this session
     * @param next offset of the byte that is to be sent next
     * @return the session as it goes on
     */
    UploadSession after(Response response, long next) {
        URI where = response.header("Location")
                .flatMap(value -> Locations.resolve(response.uri(), value))
                .orElse(location);
        return new UploadSession(where, next, smallestChunk);
    }

    /**
     * {@code 0-0} stands for nothing in practice, for one byte by the letter; a chunk is never one byte.
     *
     * @return how many bytes the registry says that it has; empty if it does not say
     */
    static Optional<Long> held(Response response) {
        return response.header("Range")
                .map(range -> RANGE.matcher(range.trim()))
                .filter(Matcher::matches)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .map(last -> last == 0 ? 0 : last + 1);
    }

    /**
     * Tells the registry that it need not keep what never becomes a blob; that it does not hear us changes nothing.
     *
     * @param repository of the blob
     * @param what was to be done, as a message says it after "Cannot"
     */
    void cancel(RemoteName repository, String what) {
        Call call = new Call(Request.of("DELETE", location), Scope.push(repository.name()), what);
        try (Response response = repository.client().sendOnce(call)) {
            response.status();
        } catch (IOException | RuntimeException e) {
            // It forgets the upload in time.
        }
    }
}
