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
 * One upload of a blob (distribution-spec 1.1, "Pushing Blobs"): a small one in a single PUT, a large one in chunks that
 * go on where the registry stands after a fault. An upload session that is lost is begun anew; chunks that are refused
 * give way to a single PUT. Used by one thread.
 */
final class BlobUpload {
    private static final String BINARY = "application/octet-stream";
    /** Of no use to send otherwise. */
    private static final Set<Integer> FINAL = Set.of(401, 403);

    /** What became of a session. */
    private enum Outcome {
        DONE,
        /** The session is of no more use. */
        LOST,
        /** The registry takes no chunks. */
        CHUNKS_REFUSED
    }

    private final RemoteName repository;
    private final OutgoingBlob blob;
    private final String what;
    private final Attempts attempts;
    private final UploadHints hints;
    private UploadSizes sizes;
    private boolean whole;
    private boolean recalled;
    private long furthest;

    BlobUpload(RemoteName repository, OutgoingBlob blob, UploadSizes sizes) {
        this.repository = repository;
        this.blob = blob;
        this.sizes = sizes;
        this.what = describe(repository, blob.descriptor());
        this.attempts = repository.client().attempts(what);
        this.hints = repository.client().hints();
        this.whole = blob.descriptor().size() <= sizes.whole();
    }

    static String describe(RemoteName repository, Descriptor blob) {
        return "push blob '" + blob.digest() + "' to '" + repository.displayName() + "'";
    }

    /** @param begun a session at hand, such as a refused mount leaves */
    void run(Optional<UploadSession> begun) throws IOException {
        Optional<UploadSession> session = begun.isPresent() || whole ? begun : recalled();
        Outcome outcome = Outcome.LOST;
        while (outcome != Outcome.DONE) {
            recalled &= session.isPresent();
            UploadSession open = session.isPresent() ? session.get() : begin();
            session = Optional.empty();
            try {
                outcome = whole ? sendWhole(open) : sendChunks(open);
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
            whole |= outcome == Outcome.CHUNKS_REFUSED;
            hints.forget(repository, blob.descriptor());
        }
    }

    /** An upload that another process was killed in, as the registry has it now. */
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

    private Outcome sendWhole(UploadSession session) throws IOException {
        return commit(session, blob.part(0, size()));
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
            if (session.offset() > furthest) {
                furthest = session.offset();
                attempts.progressed();
            }
        }
        return commit(session, Body.EMPTY);
    }

    /** Where a chunk led: to an end, or on. */
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
        long end = Math.min(start + Math.max(sizes.chunk(), session.smallestChunk()), size());
        Call call = call("PATCH", session, blob.part(start, end - start), "");
        Call chunk = call.with(call.request().with("Content-Range", start + "-" + (end - 1)));
        try (Response response = repository.client().sendOnce(chunk)) {
            if (response.isSuccess()) {
                UploadSession next = session.after(response, end);
                return next.offset() > end ? lost(session, chunk, response) : Step.on(next);
            }
            return refusedChunk(session, chunk, response);
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            if (!attempts.again(e)) {
                throw repository.client().unreachable(chunk, e);
            }
            return resume(session);
        }
    }

    private Step refusedChunk(UploadSession session, Call chunk, Response response) throws IOException {
        int status = response.status();
        if (attempts.again(response)) {
            return resume(session);
        }
        if (status == 404) {
            return lost(session, chunk, response);
        }
        if (status == 413 && sizes.smaller().chunk() < sizes.chunk()) {
            sizes = sizes.smaller();
            return resume(session);
        }
        if (status == 416 && attempts.again("416")) {
            return resume(session);
        }
        boolean atFirst = session.offset() == 0 && furthest == 0;
        if (atFirst && status != 413 && !FINAL.contains(status) && !RetryPolicy.isPassing(status)) {
            session.cancel(repository, what);
            return Step.on(session).end(Outcome.CHUNKS_REFUSED);
        }
        throw repository.client().refused(chunk, response);
    }

    private Step lost(UploadSession session, Call call, Response response) throws IOException {
        if (furthest == 0 && attempts.failures() > 0) {
            // A second session that is gone with its first chunk: there are registries that know no PATCH at all.
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

    /** Asks where the registry stands; one that does not say has lost the session, as far as we are concerned. */
    private Optional<UploadSession> ask(UploadSession session) throws IOException {
        Call call = new Call(Request.of("GET", session.location()), Scope.push(repository.name()), what);
        try (Response response = repository.client().send(call)) {
            return response.isSuccess() && response.header("Range").isPresent()
                    ? Optional.of(session.after(response, 0)).filter(now -> now.offset() <= size())
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
            if (recalled && !FINAL.contains(response.status())) {
                // What another process left there, or somebody else, is not the beginning of this blob.
                session.cancel(repository, what);
                return Outcome.LOST;
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

    /** The answer to a PUT may be lost, and the blob be there. */
    private Outcome committedBefore() throws IOException {
        return new Blobs(repository).has(blob.descriptor()) ? Outcome.DONE : Outcome.LOST;
    }

    private void checkDigest(Call call, Response response) {
        String ours = blob.descriptor().digest().toString();
        String theirs = response.header("Docker-Content-Digest").orElse(ours);
        if (!theirs.equals(ours)) {
            throw repository.client().unexpected(call, "it calls the blob " + theirs);
        }
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
