package io.github.imagepromotion.registry.http;

import com.google.gson.JsonObject;
import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.DescriptorJson;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.ImmutableTagException;
import io.github.imagepromotion.registry.ReferrersUnknownException;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The referrers of a manifest, which name it as their subject (distribution-spec 1.1, "Listing Referrers"), by the
 * referrers API, or by the fallback tag where the registry has no API ("Referrers Tag Schema").
 */
final class Referrers {
    private static final int LISTS_AT_ONCE = 4;

    private final RemoteName repository;
    private final ReferrersTags tags;
    private final IoSupplier<List<Tag>> names;
    private final Api api;

    /** Whether the registry has the referrers API, as known from one of the repositories with the same path. */
    static final class Api {
        private volatile boolean unknown;
        private volatile boolean known;
        private final AtomicBoolean asked = new AtomicBoolean();
        /** When tags were last found missing by any repository, in nanoseconds. */
        final Map<ReadYourWrites.Name, Long> absent = new ConcurrentHashMap<>();

        private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    }

    Referrers(RemoteName repository, ReferrersTags tags, IoSupplier<List<Tag>> names, Api api) {
        this.repository = repository;
        this.tags = tags;
        this.names = names;
        this.api = api;
    }

    /** @see io.github.imagepromotion.registry.Repository#referrers */
    List<Descriptor> of(Digest subject) throws IOException {
        if (!api.asked.getAndSet(true)) {
            try {
                return ofFirst(subject);
            } finally {
                api.answered.complete(true);
            }
        }
        // Asked once: a registry does not acquire the API between two requests.
        Parallel.await(api.answered, "the registry is asked whether it has the referrers API");
        Optional<List<Descriptor>> listed = api.unknown ? Optional.empty() : listed(subject);
        return listed.isPresent() ? listed.get() : fallback(subject, Optional.empty());
    }

    /** At first it is unknown which of the two exists, so both are requested concurrently. */
    private List<Descriptor> ofFirst(Digest subject) throws IOException {
        List<List<Descriptor>> listed = new ArrayList<>();
        List<Optional<Manifest>> tagged = new ArrayList<>();
        Parallel.all(() -> listed(subject).ifPresent(listed::add), () -> tryFallback(subject)
                .ifPresent(tagged::add));
        return listed.isEmpty() ? fallback(subject, tagged.stream().findFirst()) : listed.get(0);
    }

    /** The manifest under the fallback tag; empty if it cannot be read. */
    private Optional<Optional<Manifest>> tryFallback(Digest subject) {
        try {
            return Optional.of(tags.get(DocumentTags.fallback(subject)));
        } catch (ImageException | IOException e) {
            return Optional.empty();
        }
    }

    /** Notes that the registry has processed a subject: its earlier 404 meant that the repository did not exist yet. */
    void isKnown() {
        api.unknown = false;
        api.known = true;
    }

    /** Whether the registry is known to leave the lists to its clients. */
    boolean areListedByUs() {
        return api.unknown;
    }

    /**
     * Reads the lists to which documents are about to be added, if the registry is known to have no referrers API.
     *
     * @param subjects of the documents
     */
    void expect(Collection<Digest> subjects) throws IOException {
        if (api.unknown) {
            Parallel.forEach(subjects, LISTS_AT_ONCE, subject -> tags.expect(DocumentTags.fallback(subject)));
        }
    }

    /** @see io.github.imagepromotion.registry.Repository#requireAttachable */
    void requireAttachable(Digest subject) throws IOException {
        if (api.known || isListed(subject)) {
            return;
        }
        try {
            tags.requireChangeable(DocumentTags.fallback(subject), now -> list(subject, now));
        } catch (ImmutableTagException e) {
            throw unlistable(subject, e);
        }
    }

    private boolean isListed(Digest subject) throws IOException {
        try {
            return !api.unknown && listed(subject).isPresent();
        } catch (ReferrersUnknownException e) {
            return true;
        }
    }

    private ImageException unlistable(Digest subject, ImmutableTagException e) {
        return e.ofOwnTag("'" + repository.displayName() + "' lists what is attached to " + subject + " under tag '"
                + DocumentTags.fallback(subject) + "', since it has no referrers API, and refuses to change that tag");
    }

    private Optional<List<Descriptor>> listed(Digest subject) throws IOException {
        Call plain = repository.pull(
                "GET",
                "referrers/" + subject,
                "list what is attached to '" + subject + "' of '" + repository.displayName() + "'");
        Call call = plain.with(plain.request().with("Accept", MediaType.OCI_INDEX.value()));
        return new Pages(repository.client())
                .read(call, response -> isUnknown(requireAnswer(call, response)), Referrers::entries);
    }

    private Response requireAnswer(Call call, Response response) {
        if (RetryPolicy.isTransient(response.status())) {
            throw new ReferrersUnknownException(repository.client().refused(call, response));
        }
        Optional<String> filters = response.header("OCI-Filters-Applied").filter(names -> !names.isBlank());
        if (response.isSuccess() && filters.isPresent()) {
            throw new ReferrersUnknownException(new ImageException("Cannot " + call.what()
                    + ": the registry left some out, though all were asked for (OCI-Filters-Applied)."));
        }
        return response;
    }

    /**
     * Whether there is no referrers API: no such path, no permission, a redirect to another host, or an unrelated page.
     * A repository that does not exist (distribution-spec 1.1, "Error Codes") is not conclusive.
     */
    private boolean isUnknown(Response response) {
        boolean index = response.header("Content-Type")
                .filter(type -> type.startsWith(MediaType.OCI_INDEX.value()))
                .isPresent();
        boolean unknown = response.isRedirect()
                || Set.of(400, 401, 403, 404, 405, 406, 501).contains(response.status())
                || (response.isSuccess() && !index);
        boolean ofRepository = response.isNotFound()
                && ErrorText.of(response).codes().stream().anyMatch(Set.of("NAME_UNKNOWN", "NOT_FOUND")::contains);
        if (unknown && !ofRepository) {
            api.unknown = true;
        }
        return unknown;
    }

    private static List<Descriptor> entries(JsonObject index, String what) {
        return Json.objects(index, "manifests", what).stream()
                .map(entry -> DescriptorJson.read(entry, what))
                .toList();
    }

    /** @param known the manifest under the tag, if it has been read */
    private List<Descriptor> fallback(Digest subject, Optional<Optional<Manifest>> known) throws IOException {
        Optional<Manifest> tagged = known.isPresent() ? known.get() : tags.get(DocumentTags.fallback(subject));
        Optional<Manifest> list = list(subject, tagged);
        list.ifPresent(there -> FallbackIndex.refuseOther(there, repository.displayName()));
        return list.map(Manifest::manifests).orElse(List.of());
    }

    /**
     * Recognizes an answer that is not a list: registries may take the tag for the digest that it is made of, and
     * answer with the subject itself (GitLab's does). If such a tag really exists, somebody put the subject in the
     * place of the list.
     */
    private Optional<Manifest> list(Digest subject, Optional<Manifest> tagged) throws IOException {
        if (tagged.filter(manifest -> manifest.descriptor().digest().equals(subject))
                .isEmpty()) {
            return tagged;
        }
        if (names.get().contains(DocumentTags.fallback(subject))) {
            throw FallbackIndex.noList(tagged.get(), repository.displayName());
        }
        return Optional.empty();
    }

    /**
     * Adds manifests to the lists under the fallback tags of their subjects, those of one subject together.
     *
     * @param listed manifests that are in the repository and whose subjects the registry has not processed
     */
    void add(List<Manifest> listed) throws IOException {
        Map<Digest, List<Manifest>> bySubject = new LinkedHashMap<>();
        for (Manifest manifest : listed) {
            Digest subject = manifest.subject().orElseThrow().digest();
            bySubject.computeIfAbsent(subject, key -> new ArrayList<>()).add(manifest);
        }
        Parallel.forEach(bySubject.entrySet(), LISTS_AT_ONCE, each -> {
            FallbackIndex index = new FallbackIndex(repository.displayName(), each.getValue());
            try {
                tags.change(DocumentTags.fallback(each.getKey()), now -> index.next(list(each.getKey(), now)));
            } catch (ImmutableTagException e) {
                throw unlistable(each.getKey(), e);
            }
        });
    }
}
