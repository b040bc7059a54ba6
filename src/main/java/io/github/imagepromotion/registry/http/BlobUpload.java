package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.Body;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.SourceException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * One upload of a blob (distribution-spec 1.1, "Pushing Blobs"): a small blob in a single PUT, a large one in chunks,
 * which are resumed after a failure from the offset that the registry states. A lost upload session is started again; a
 * chunk that is too large is sent in smaller ones; if chunks are refused, or do not add up to the blob, a single PUT is
 * used. The offset that a registry states is a hint: the digest at the end decides. The upload terminates, since
 * sending bytes again counts as an attempt. Used by one thread.
 */
final class BlobUpload {
    private static final String BINARY = "application/octet-stream";
    /** Refusals for which sending the blob in another way is of no use. */
    private static final Set<Integer> FINAL = Set.of(401, 403);

    /** The outcome of an upload session. */
    private enum Outcome {
        DONE,
        /** The session is lost. */
        LOST,
        /** The registry refuses chunks, or assembles them wrongly; the content is right. */
        CHUNKS_REFUSED
    }

    private static final long MISCOUNT = 1;

    private final RemoteName repository;
    private final OutgoingBlob blob;
    private final String what;
    private final Attempts attempts;
    private final UploadHints hints;
    private final UploadSizes sizes;
    private boolean recalled;
    private boolean chunksRefused;
    private boolean outOfStep;
    private long furthest;

    BlobUpload(RemoteName repository, OutgoingBlob blob, UploadSizes sizes) {
        this.repository = repository;
        this.blob = blob;
        this.sizes = sizes;
        this.what = describe(repository, blob.descriptor());
        this.attempts = repository.client().attempts(what);
        this.hints = repository.client().hints();
    }

    static String describe(RemoteName repository, Descriptor blob) {
        return "push blob '" + blob.digest() + "' to '" + repository.displayName() + "'";
    }

    /** @param begun an existing session, such as one that the registry began instead of a mount */
    void run(Optional<UploadSession> begun) throws IOException {
        Optional<UploadSession> session = begun.isPresent() || isWhole() ? begun : recalled();
        Outcome outcome = Outcome.LOST;
        while (outcome != Outcome.DONE) {
            recalled &= session.isPresent();
            UploadSession open = session.isPresent() ? session.get() : begin();
            session = Optional.empty();
            try {
                outcome = isWhole() ? commit(open, blob.part(0, size())) : sendChunks(open);
            } catch (SourceException e) {
                open.cancel(repository, what);
                hints.forget(repository, blob.descriptor());
                throw e.reason();
            } catch (IOException | RuntimeException e) {
                if (!hints.areKept()) {
                    open.cancel(repository, what);
                }
                throw e;
            }
            chunksRefused |= outcome == Outcome.CHUNKS_REFUSED;
            hints.forget(repository, blob.descriptor());
        }
    }

    private boolean isWhole() {
        return chunksRefused || size() <= sizes.whole();
    }

    /** Finds the state of an upload in which another process was killed. */
    private Optional<UploadSession> recalled() throws IOException {
        Optional<URI> location = hints.recall(repository, blob.descriptor());
        recalled = location.isPresent();
        return recalled ? ask(new UploadSession(location.get(), 0, 0)) : Optional.empty();
    }

    private UploadSession begin() throws IOException {
        Call plain = repository.push("POST", "blobs/uploads/", what);
        Call call = plain.with(plain.request().with(Body.EMPTY));
        try (Response response = repository.client().send(call)) {
            if (!response.isSuccess()) {
                throw repository.client().refused(call, response);
            }
            return UploadSession.begun(response)
                    .orElseThrow(
                            () -> repository.client().unexpected(call, "it begins an upload without a 'Location'"));
        }
    }

    private Outcome sendChunks(UploadSession begun) throws IOException {
        UploadSession session = begun;
        hints.remember(repository, blob.descriptor(), session.location());
        while (session.offset() < size()) {
            Step step = patch(session);
            if (step.outcome().isPresent()) {
                return step.outcome().get();
            }
            session = step.session();
            hints.remember(repository, blob.descriptor(), session.location());
        }
        return commit(session, Body.EMPTY);
    }

    /** The result of a chunk: the session, and its outcome if it has ended. */
    private record Step(UploadSession session, Optional<Outcome> outcome) {
        static Step on(UploadSession session) {
            return new Step(session, Optional.empty());
        }

        Step end(Outcome outcome) {
            return new Step(session, Optional.of(outcome));
        }
    }

    private Step patch(UploadSession session) throws IOException {
        long start = session.offset();
        long end = Math.min(start + piece(session), size());
        Call call = call("PATCH", session, blob.part(start, end - start), "");
        Call chunk = call.with(call.request().with("Content-Range", start + "-" + (end - 1)));
        try (Response response = repository.client().sendOnce(chunk)) {
            if (response.isSuccess()) {
                return takenChunk(session, end, chunk, response);
            }
            return refusedChunk(session, end - start, chunk, response);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            if (!attempts.again(e)) {
                throw repository.client().unreachable(chunk, e);
            }
            return resume(session);
        }
    }

    private long piece(UploadSession session) {
        return Math.max(sizes.chunk(), session.smallestChunk());
    }

    private Step takenChunk(UploadSession session, long end, Call chunk, Response response) throws IOException {
        sizes.took(end - session.offset());
        long held = UploadSession.held(response).orElse(end);
        if (held > end + MISCOUNT) {
            return lost(session, chunk, response);
        }
        if (held >= end - MISCOUNT) {
            advanced(end);
        } else if (held > session.offset()) {
            if (!attempts.again("a part of it was taken")) {
                throw repository.client().unexpected(chunk, "it took a part of it only, again and again");
            }
            advanced(held);
            return Step.on(session.after(response, held));
        }
        // A position that does not advance also means that the chunk was accepted: ECR only reports the first one.
        return Step.on(session.after(response, end));
    }

    private void advanced(long offset) {
        if (offset > furthest) {
            furthest = offset;
            attempts.progressed();
        }
    }

    private Step refusedChunk(UploadSession session, long length, Call chunk, Response response) throws IOException {
        int status = response.status();
        if (isTooLarge(status, length) && piece(session) < length) {
            return resume(session);
        }
        if (attempts.again(response)) {
            return resume(session);
        }
        if (status == 404) {
            return lost(session, chunk, response);
        }
        if (status == 416 && !outOfStep && attempts.again("416")) {
            outOfStep = true;
            return resume(session);
        }
        boolean refusesChunks = session.offset() == 0 && furthest == 0 && status != 413;
        if (status == 416 || (refusesChunks && !FINAL.contains(status) && !RetryPolicy.isTransient(status))) {
            session.cancel(repository, what);
            return Step.on(session).end(Outcome.CHUNKS_REFUSED);
        }
        throw repository.client().refused(chunk, response);
    }

    /** 416 may mean that, too (GHCR), where the registry never took as much. */
    private boolean isTooLarge(int status, long length) {
        return (status == 413 || (status == 416 && sizes.mayBeTooLarge(length))) && sizes.tooLarge(length);
    }

    private Step lost(UploadSession session, Call call, Response response) throws IOException {
        if (furthest == 0 && attempts.failures() > 0) {
            // The second session that is gone after its first chunk: some registries do not support PATCH.
            return Step.on(session).end(Outcome.CHUNKS_REFUSED);
        }
        if (!attempts.again(String.valueOf(response.status()))) {
            throw repository.client().refused(call, response);
        }
        return Step.on(session).end(Outcome.LOST);
    }

    private Step resume(UploadSession session) throws IOException {
        Optional<UploadSession> now = ask(session);
        return now.isPresent() ? Step.on(now.get()) : Step.on(session).end(Outcome.LOST);
    }

    /** Asks for the offset of a session. A registry that does not state it counts as having lost the session. */
    private Optional<UploadSession> ask(UploadSession session) throws IOException {
        Call call = new Call(Request.of("GET", session.location()), Scope.push(repository.name()), what);
        try (Response response = repository.client().send(call)) {
            return response.isSuccess()
                    ? UploadSession.held(response)
                            .filter(held -> held <= size())
                            .map(held -> session.after(response, held))
                    : Optional.empty();
        }
    }

    private Outcome commit(UploadSession session, Body body) throws IOException {
        String digest = URLEncoder.encode(blob.descriptor().digest().toString(), StandardCharsets.US_ASCII);
        Call call = call("PUT", session, body, "digest=" + digest);
        try (Response response = repository.client().sendOnce(call)) {
            if (response.isSuccess()) {
                checkDigest(call, response);
                return Outcome.DONE;
            }
            if (attempts.again(response) || (response.isNotFound() && attempts.again("404"))) {
                return committedBefore();
            }
            boolean chunks = body == Body.EMPTY;
            boolean foreign = recalled && !FINAL.contains(response.status());
            if (foreign || (!chunks && !chunksRefused && isTooLarge(response.status(), body.length()))) {
                session.cancel(repository, what);
                return Outcome.LOST;
            }
            if (chunks && response.status() == 400 && attempts.again("400")) {
                return Outcome.CHUNKS_REFUSED;
            }
            throw repository.client().refused(call, response);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            if (!attempts.again(e)) {
                throw repository.client().unreachable(call, e);
            }
            return committedBefore();
        }
    }

    /** Checks whether the blob was committed by a PUT whose answer was lost. */
    private Outcome committedBefore() throws IOException {
        return new Blobs(repository).has(blob.descriptor()) ? Outcome.DONE : Outcome.LOST;
    }

    private void checkDigest(Call call, Response response) {
        StatedDigest.other(response, blob.descriptor().digest()).ifPresent(theirs -> {
            throw repository.client().unexpected(call, "it calls the blob " + theirs);
        });
    }

    private Call call(String method, UploadSession session, Body body, String parameter) {
        Request request = Request.of(
                        method,
                        parameter.isEmpty()
                                ? session.location()
                                : Locations.withParameter(session.location(), parameter))
                .with("Content-Type", BINARY)
                .with(body);
        return new Call(request, Scope.push(repository.name()), what);
    }

    private long size() {
        return blob.descriptor().size();
    }
}
