package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.transport.Body;
import io.github.imagepromotion.registry.transport.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Blobs of one repository (distribution-spec 1.1, "Pulling blobs", "Pushing Blobs", "Mounting a blob"). */
final class Blobs {
    private static final int MOST_MOUNTS = 4;
    /** HEAD, or reading with permission to write only, is not allowed: the blob is sent, even if it exists. */
    private static final Set<Integer> UNTOLD = Set.of(403, 405);

    private final RemoteName repository;

    Blobs(RemoteName repository) {
        this.repository = repository;
    }

    /** @see io.github.imagepromotion.registry.Repository#has */
    boolean has(Descriptor blob) throws IOException {
        Call call = repository.pull("HEAD", path(blob), describe("look up", blob));
        try (Response response = repository.client().send(call)) {
            if (response.isNotFound()) {
                return false;
            }
            if (!response.isSuccess() && !UNTOLD.contains(response.status())) {
                throw repository.client().refused(call, response);
            }
            if (response.isSuccess() && saysNoOtherSize(response, blob)) {
                return true;
            }
        }
        return isServed(blob);
    }

    /**
     * Asks with GET for one byte, where HEAD is not allowed or states another size (Harbor's proxy compresses answers).
     */
    private boolean isServed(Descriptor blob) throws IOException {
        Call plain = repository.pull("GET", path(blob), describe("look up", blob));
        Call call = plain.with(plain.request().with("Range", "bytes=0-0"));
        try (Response response = repository.client().send(call)) {
            boolean there = response.isSuccess() || response.status() == 416;
            if (!there && !response.isNotFound() && !UNTOLD.contains(response.status())) {
                throw repository.client().refused(call, response);
            }
            String size = String.valueOf(blob.size());
            boolean other = response.status() == 206
                    ? !response.header("Content-Range").orElse("/" + size).matches(".*/(\\*|" + size + ")")
                    : response.isSuccess() && !saysNoOtherSize(response, blob);
            if (other) {
                throw repository
                        .client()
                        .damaged(call, "it has another size than the " + size + " bytes it should have");
            }
            return there;
        }
    }

    /** Whether the answer does not contradict the descriptor's size. No length, or zero, is no contradiction. */
    private static boolean saysNoOtherSize(Response response, Descriptor blob) {
        String stated = response.header("Content-Length").orElse("0");
        return stated.equals("0") || stated.equals(String.valueOf(blob.size()));
    }

    /** @see io.github.imagepromotion.registry.Repository#push */
    PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom, UploadSizes sizes)
            throws IOException {
        Optional<UploadSession> begun = Optional.empty();
        for (RepositoryName from : mountFrom.stream().limit(MOST_MOUNTS).toList()) {
            Mount mount = mount(blob, from);
            begun.ifPresent(session -> session.cancel(repository, BlobUpload.describe(repository, blob)));
            if (mount.done()) {
                return PushResult.MOUNTED;
            }
            begun = mount.begun();
        }
        try (OutgoingBlob outgoing = new OutgoingBlob(blob, source)) {
            new BlobUpload(repository, outgoing, sizes).run(begun);
        }
        return PushResult.UPLOADED;
    }

    /**
     * The result of a mount.
     *
     * @param done whether the blob is in the repository
     * @param begun the upload session that the registry began instead
     */
    private record Mount(boolean done, Optional<UploadSession> begun) {
        static final Mount REFUSED = new Mount(false, Optional.empty());
    }

    /** Tries to mount a blob. If this fails, for whatever reason, the blob is uploaded. */
    private Mount mount(Descriptor blob, RepositoryName from) throws IOException {
        String query = "?mount=" + URLEncoder.encode(blob.digest().toString(), StandardCharsets.US_ASCII) + "&from="
                + URLEncoder.encode(from.value(), StandardCharsets.US_ASCII);
        Call plain = repository.push("POST", "blobs/uploads/" + query, BlobUpload.describe(repository, blob));
        Call call = new Call(plain.request().with(Body.EMPTY), plain.scope().mounting(from), plain.what());
        try (Response response = repository.client().send(call)) {
            return switch (response.status()) {
                // Some registries answer 201 without having the blob.
                case 201 -> new Mount(has(blob), Optional.empty());
                case 202 -> new Mount(false, UploadSession.begun(response));
                default -> Mount.REFUSED;
            };
        } catch (ImageException e) {
            // For example, a token server gives no token at all if the other repository may not be read.
            return Mount.REFUSED;
        }
    }

    /** @see BlobSource#open */
    InputStream open(Descriptor blob, long offset) throws IOException {
        return new IncomingBlob(blob, offset, position -> request(blob, position), repository.client());
    }

    private Response request(Descriptor blob, long offset) throws IOException {
        Call plain = repository.pull("GET", path(blob), describe("read", blob));
        Call call = offset == 0 ? plain : plain.with(plain.request().with("Range", "bytes=" + offset + "-"));
        Response response = repository.client().send(call);
        if (response.status() == 416 && offset > 0) {
            // The registry does not support open ranges: read from the beginning, and skip to the offset.
            response.close();
            response = repository.client().send(plain);
        }
        if (response.isSuccess()) {
            return response;
        }
        if (response.isNotFound()) {
            response.close();
            throw new NoSuchFileException(repository.displayName() + "@" + blob.digest());
        }
        throw repository.client().refused(call, response);
    }

    private static String path(Descriptor blob) {
        return "blobs/" + blob.digest();
    }

    private String describe(String verb, Descriptor blob) {
        return verb + " blob '" + blob.digest() + "' of '" + repository.displayName() + "'";
    }
}
