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
 * @param location URL of the next request; changes with every answer
 * @param offset of the next byte to send
 * @param smallestChunk minimum size of a chunk in bytes, except for the last one
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
     * @param next offset of the next byte to send
     * @return the session after that response
     */
    UploadSession after(Response response, long next) {
        URI where = response.header("Location")
                .flatMap(value -> Locations.resolve(response.uri(), value))
                .orElse(location);
        return new UploadSession(where, next, smallestChunk);
    }

    /**
     * Reads {@code Range}. {@code 0-0} means no bytes in practice, although it literally means one; a chunk is never
     * one byte.
     *
     * @return the number of bytes that the registry states to have; empty if it states none
     */
    static Optional<Long> held(Response response) {
        return response.header("Range")
                .map(range -> RANGE.matcher(range.trim()))
                .filter(Matcher::matches)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .map(last -> last == 0 ? 0 : last + 1);
    }

    /**
     * Cancels the upload at the registry; a failure is ignored.
     *
     * @param repository of the blob
     * @param what the operation, as messages name it after "Cannot"
     */
    void cancel(RemoteName repository, String what) {
        Call call = new Call(Request.of("DELETE", location), Scope.push(repository.name()), what);
        try (Response response = repository.client().sendOnce(call)) {
            response.status();
        } catch (IOException | RuntimeException e) {
            // The registry deletes unfinished uploads after a while.
        }
    }
}
