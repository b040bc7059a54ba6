package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.SourceException;
import java.io.IOException;
import java.util.Optional;

/**
 * Sets tags on condition that they name the expected digest: with {@code If-None-Match: *} if there is no such tag,
 * otherwise with {@code If-Match} and the digest as entity tag (RFC 9110, sections 13.1.1 and 13.1.2), as proposed in
 * distribution-spec#251. Registries that ignore the condition set the tag; if a registry refuses although the condition
 * holds, the manifest is put without it.
 */
final class ConditionalTags {
    private final RemoteName repository;
    private final Manifests manifests;
    private volatile boolean refused;

    ConditionalTags(RemoteName repository, Manifests manifests) {
        this.repository = repository;
        this.manifests = manifests;
    }

    /** @see io.github.imagepromotion.registry.Repository#swap */
    Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition) throws IOException {
        Call plain = manifests.request(tag, manifest);
        if (!refused) {
            Optional<Swap> swapped = put(conditional(plain, expected), tag, manifest, precondition);
            if (swapped.isPresent()) {
                return swapped.get();
            }
            Optional<Digest> now = manifests.lookUp(tag).map(Descriptor::digest);
            if (now.equals(Optional.of(manifest.descriptor().digest()))) {
                // Set by an attempt whose answer was lost, or to the same manifest by another client.
                return Swap.UNCHECKED;
            }
            if (!now.equals(expected)) {
                return Swap.CONFLICT;
            }
            refused = true;
        }
        return send(plain, precondition, response -> {
            manifests.answer(plain, response, tag, manifest);
            manifests.wrote(tag, manifest);
            return Swap.UNCHECKED;
        });
    }

    private static Call conditional(Call call, Optional<Digest> expected) {
        return call.with(
                expected.isPresent()
                        ? call.request().with("If-Match", "\"" + expected.get() + "\"")
                        : call.request().with("If-None-Match", "*"));
    }

    /** {@return the outcome; empty if the registry refuses, for whatever reason} */
    private Optional<Swap> put(Call call, Tag tag, Manifest manifest, Precondition precondition) throws IOException {
        return send(call, precondition, response -> {
            if (!response.isSuccess()) {
                return Optional.empty();
            }
            manifests.answer(call, response, tag, manifest);
            manifests.wrote(tag, manifest);
            return Optional.of(Swap.UNCHECKED);
        });
    }

    private <T> T send(Call call, Precondition precondition, IoFunction<Response, T> reading) throws IOException {
        Attempts attempts = repository.client().attempts(call.what());
        while (true) {
            precondition.check();
            try (Response response = repository.client().sendOnce(call)) {
                if (!attempts.again(response)) {
                    return reading.apply(response);
                }
            } catch (SourceException e) {
                throw e.reason();
            } catch (IOException e) {
                if (!attempts.again(e)) {
                    throw repository.client().unreachable(call, e);
                }
            }
        }
    }
}
