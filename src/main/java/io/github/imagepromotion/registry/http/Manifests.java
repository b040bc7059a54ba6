package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.ImmutableTagException;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.Body;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Manifests of one repository (distribution-spec 1.1, "Pulling manifests" and "Pushing Manifests"). */
final class Manifests {
    private static final String ACCEPT = Stream.of(
                    MediaType.OCI_INDEX, MediaType.OCI_MANIFEST, MediaType.DOCKER_LIST, MediaType.DOCKER_MANIFEST)
            .map(MediaType::value)
            .collect(Collectors.joining(", "));
    /** Statuses with which registries refuse to move an immutable tag. */
    private static final Set<Integer> IMMUTABLE = Set.of(400, 403, 405, 409, 412);

    /** Statuses with which registries refuse requests that may succeed when no other client writes. */
    private static final Set<Integer> DISTURBED = Set.of(400, 404, 409);

    private static final String DISTURBING = " while others write";

    /**
     * After so many refusals in a row, over some seconds, other clients are not the reason: the tag may be immutable.
     */
    private static final int MOST_DISTURBANCES = 4;

    private final RemoteName repository;
    private final ReadYourWrites writes;

    Manifests(RemoteName repository) {
        this.repository = repository;
        this.writes = repository.client().writes();
    }

    private ReadYourWrites.Name name(Reference reference) {
        return new ReadYourWrites.Name(repository.name(), reference);
    }

    /** @see io.github.imagepromotion.registry.Repository#resolve */
    Optional<Descriptor> resolve(Reference reference) throws IOException {
        return writes.read(
                name(reference), describe("look up", reference), () -> lookUp(reference), Descriptor::digest);
    }

    /** Asks the registry once, without waiting for our own writes to become visible. */
    Optional<Descriptor> lookUp(Reference reference) throws IOException {
        Call call = call("HEAD", reference, "look up");
        try (Response response = repository.client().send(call)) {
            if (response.isNotFound()) {
                return Optional.empty();
            }
            if (response.status() == 401 || RetryPolicy.isTransient(response.status())) {
                throw repository.client().refused(call, response);
            }
            Optional<Descriptor> stated = response.isSuccess() ? stated(call, response, reference) : Optional.empty();
            if (stated.isPresent()) {
                return stated;
            }
        }
        // HEAD may be forbidden where GET is allowed; if GET is forbidden, too, its answer says why.
        return download(reference, absence -> {}).map(Manifest::descriptor);
    }

    /** The descriptor that the headers state, if they are complete. */
    private Optional<Descriptor> stated(Call call, Response response, Reference reference) {
        Optional<MediaType> type =
                response.header("Content-Type").flatMap(ManifestType::parse).filter(MediaType::isManifest);
        Optional<Digest> digest = StatedDigest.of(response);
        Optional<Long> size = response.header("Content-Length")
                .filter(length -> length.matches("[1-9][0-9]{0,9}"))
                .map(Long::valueOf);
        if (type.isEmpty() || digest.isEmpty() || size.isEmpty()) {
            return Optional.empty();
        }
        checkDigest(call, reference, digest.get());
        Digest named = reference instanceof Digest asked ? asked : digest.get();
        return Optional.of(Descriptor.of(type.get(), named, size.get()));
    }

    private void checkDigest(Call call, Reference asked, Digest found) {
        if (asked instanceof Digest wanted && wanted.algorithm().equals(found.algorithm()) && !wanted.equals(found)) {
            throw repository.client().damaged(call, "its digest is " + found);
        }
    }

    /** @see io.github.imagepromotion.registry.Repository#manifest */
    Optional<Manifest> get(Reference reference) throws IOException {
        return get(reference, absence -> {});
    }

    /** @param notFound receives the error of the registry if there is no such manifest */
    Optional<Manifest> get(Reference reference, Consumer<ErrorText> notFound) throws IOException {
        String what = describe("read", reference);
        return writes.read(name(reference), what, () -> download(reference, notFound), found -> found.descriptor()
                .digest());
    }

    private Optional<Manifest> download(Reference reference, Consumer<ErrorText> notFound) throws IOException {
        Call call = call("GET", reference, "read");
        return repository.client().read(call, response -> {
            if (response.isNotFound()) {
                notFound.accept(ErrorText.of(response));
                return Optional.empty();
            }
            if (!response.isSuccess()) {
                throw repository.client().refused(call, response);
            }
            return Optional.of(read(call, response, reference));
        });
    }

    private Manifest read(Call call, Response response, Reference reference) throws IOException {
        String what = "manifest '" + reference + "' of '" + repository.displayName() + "'";
        byte[] bytes = repository.client().content(call, response, Manifest.LARGEST);
        Digest digest = reference instanceof Digest wanted
                        && wanted.matches(wanted.newHash().digest(bytes))
                ? wanted
                : Digest.sha256(bytes);
        if (reference instanceof Digest wanted && !wanted.equals(digest)) {
            throw repository.client().damaged(call, "its content has the digest " + digest);
        }
        StatedDigest.of(response).ifPresent(stated -> {
            if (!stated.matches(stated.newHash().digest(bytes))) {
                throw repository
                        .client()
                        .damaged(call, "its content does not have the digest that " + StatedDigest.HEADER + " says");
            }
        });
        try {
            return Manifest.parse(Descriptor.of(ManifestType.of(response, bytes, what), digest, bytes.length), bytes);
        } catch (DamagedContentException e) {
            throw repository.client().damaged(call, ErrorText.instead(bytes, e));
        }
    }

    /**
     * Puts the stored bytes. Content that was put before may not be visible yet, so a manifest that is refused for want
     * of it is put again.
     *
     * @param reference the manifest's digest, or a tag
     * @return whether the registry has processed the manifest's subject (distribution-spec 1.1, "Pushing Manifests with
     *     Subject"); {@code true} if it has no subject
     */
    boolean put(Reference reference, Manifest manifest) throws IOException {
        Call call = putting(reference, manifest);
        Attempts attempts = repository.client().attempts(call.what());
        while (true) {
            try (Response response = repository.client().send(call)) {
                if (response.isSuccess()) {
                    return answer(call, response, reference, manifest);
                }
                ErrorText text = ErrorText.of(response);
                if (!text.isAboutMissingManifest() || !attempts.again("not shown yet")) {
                    return refused(call, response.status(), text, reference, manifest);
                }
            }
        }
    }

    /**
     * Like {@link #put}, while other clients may be writing the same blobs: docker-registry 2.8 writes the link of a
     * blob in place, and refuses a manifest if it reads a half-written link.
     */
    boolean putAmongOthers(Digest reference, Manifest manifest) throws IOException {
        Call call = putting(reference, manifest);
        Attempts attempts = repository.client().attempts(call.what());
        while (true) {
            try (Response response = repository.client().send(call)) {
                if (!DISTURBED.contains(response.status()) || !attempts.again(response.status() + DISTURBING)) {
                    return answer(call, response, reference, manifest);
                }
            }
        }
    }

    /**
     * Puts the stored bytes under a tag, in one attempt, since they are soon out of date.
     *
     * @param attempts counts the failures
     * @return whether it succeeded; if not, there was a pause
     */
    boolean offer(Tag tag, Manifest manifest, Attempts attempts) throws IOException {
        Call call = request(tag, manifest);
        try (Response response = repository.client().sendOnce(call)) {
            boolean passing = DISTURBED.contains(response.status()) && attempts.failures() < MOST_DISTURBANCES
                    ? attempts.again(response.status() + DISTURBING)
                    : attempts.again(response);
            if (passing) {
                return false;
            }
            answer(call, response, tag, manifest);
            wrote(tag, manifest);
            attempts.progressed();
            return true;
        } catch (IOException e) {
            if (!attempts.again(e)) {
                throw repository.client().unreachable(call, e);
            }
            return false;
        }
    }

    private Call putting(Reference reference, Manifest manifest) throws IOException {
        wrote(reference, manifest);
        return request(reference, manifest);
    }

    /** Registers a write that later reads have to see. */
    void wrote(Reference reference, Manifest manifest) {
        writes.write(name(reference), manifest.descriptor().digest());
    }

    Call request(Reference reference, Manifest manifest) throws IOException {
        Call plain = repository.push("PUT", "manifests/" + reference, describe("put", reference));
        return plain.with(plain.request()
                .with("Content-Type", manifest.descriptor().mediaType().value())
                .with(Body.of(manifest.bytes())));
    }

    /**
     * @return whether the registry has processed the manifest's subject, as for {@link #put}
     * @throws ImageException if it has refused the manifest
     */
    boolean answer(Call call, Response response, Reference reference, Manifest manifest) throws IOException {
        if (!response.isSuccess()) {
            return refused(call, response.status(), ErrorText.of(response), reference, manifest);
        }
        checkAnswer(call, response, manifest);
        return manifest.subject().isEmpty() || response.header("OCI-Subject").isPresent();
    }

    /** Handles a refusal. An immutable tag may have been set already, by an earlier attempt whose answer was lost. */
    private boolean refused(Call call, int status, ErrorText text, Reference reference, Manifest manifest)
            throws IOException {
        ImageException refusal = repository.client().refused(call, status, text);
        if (!(reference instanceof Tag tag) || !IMMUTABLE.contains(status)) {
            throw refusal;
        }
        Optional<Digest> there = download(tag, absence -> {})
                .map(now -> Arrays.equals(now.bytes(), manifest.bytes())
                        ? manifest.descriptor().digest()
                        : now.descriptor().digest());
        if (there.equals(Optional.of(manifest.descriptor().digest()))) {
            return true;
        }
        if (there.isEmpty() || text.codes().contains("UNSUPPORTED")) {
            throw refusal;
        }
        if (status == 403) {
            throw new ImmutableTagException(refusal.said(), refusal);
        }
        throw new ImmutableTagException(
                Message.of("Cannot move tag '" + tag + "' of '" + repository.displayName() + "' from " + there.get()
                                + " to " + manifest.descriptor().digest() + ": the registry answered " + status
                                + ", as for an immutable tag.")
                        .because(RegistryReason.IMMUTABLE_TAG),
                refusal);
    }

    private void checkAnswer(Call call, Response response, Manifest manifest) {
        StatedDigest.of(response).ifPresent(stated -> {
            if (!stated.matches(stated.newHash().digest(manifest.bytes()))) {
                throw repository
                        .client()
                        .unexpected(
                                call,
                                "it calls the manifest " + stated + " and not "
                                        + manifest.descriptor().digest());
            }
        });
    }

    private Call call(String method, Reference reference, String verb) throws IOException {
        Call call = repository.pull(method, "manifests/" + reference, describe(verb, reference));
        return call.with(call.request().with("Accept", ACCEPT));
    }

    private String describe(String verb, Reference reference) {
        return verb + " manifest '" + reference + "' of '" + repository.displayName() + "'";
    }
}
