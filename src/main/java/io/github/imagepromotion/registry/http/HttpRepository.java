package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.SharedTagContent;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoConsumer;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.ImmutableTagException;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Repository.Swap;
import io.github.imagepromotion.registry.transport.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** A repository of an HTTP registry. */
final class HttpRepository implements Repository {
    private static final int AT_ONCE = 8;

    private final RemoteName remote;
    private final UploadSizes sizes;
    private final Blobs blobs;
    private final Manifests manifests;
    private final ConditionalTags conditional;
    private final ReferrersTags tags;
    private final Referrers referrers;
    private final Set<Digest> unlisted = ConcurrentHashMap.newKeySet();

    HttpRepository(RemoteName remote, UploadSizes sizes, Referrers.Api api) {
        this.remote = remote;
        this.sizes = sizes;
        this.blobs = new Blobs(remote);
        this.manifests = new Manifests(remote);
        this.conditional = new ConditionalTags(remote, manifests);
        this.tags = new ReferrersTags(remote, manifests, api.absent);
        this.referrers = new Referrers(remote, tags, this::tags, api);
    }

    @Override
    public RepositoryName name() {
        return remote.name();
    }

    @Override
    public String displayName() {
        return remote.displayName();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        return manifests.resolve(reference);
    }

    @Override
    public Optional<Manifest> manifest(Reference reference) throws IOException {
        return manifests.get(reference);
    }

    @Override
    public Sight look(Tag tag) throws IOException {
        AtomicBoolean unknown = new AtomicBoolean();
        Optional<Manifest> there = manifests.get(tag, absence -> unknown.set(absence.saysUnknown(tag)));
        return new Sight(there, there.isPresent() || unknown.get());
    }

    @Override
    public boolean has(Descriptor blob) throws IOException {
        return blobs.has(blob);
    }

    @Override
    public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) throws IOException {
        return blobs.push(blob, source, mountFrom, sizes);
    }

    @Override
    public void put(Manifest manifest) throws IOException {
        if (!manifests.put(manifest.descriptor().digest(), manifest)) {
            referrers.add(List.of(manifest));
        }
    }

    /**
     * A registry that took manifests with a subject, and no note of it, takes none of these either until they are
     * listed.
     */
    @Override
    public void prepare(List<Document> documents) throws IOException {
        boolean tagged = documents.stream().anyMatch(document -> document.tag().isPresent());
        if (!tagged && !unlisted.isEmpty() && referrers.areListedByUs()) {
            put(documents);
        }
    }

    private void put(List<Document> documents) throws IOException {
        Parallel.all(() -> referrers.expect(subjects(documents)), () -> putAll(documents));
    }

    @Override
    public void attach(List<Document> documents) throws IOException {
        if (!documents.stream().allMatch(this::isPut)) {
            put(documents);
        }
        List<IoConsumer<HttpRepository>> lists = new ArrayList<>();
        lists.add(repository -> repository.referrers.add(documents.stream()
                .flatMap(document -> document.content().manifests().stream())
                .filter(manifest -> unlisted.contains(manifest.descriptor().digest()))
                .toList()));
        documents.stream()
                .filter(document -> document.tag().isPresent())
                .forEach(document -> lists.add(repository -> repository.tag(document)));
        Parallel.forEach(lists, AT_ONCE, list -> list.accept(this));
    }

    private static Set<Digest> subjects(List<Document> documents) {
        return documents.stream()
                .flatMap(document -> document.content().manifests().stream())
                .flatMap(manifest -> manifest.subject().stream())
                .map(Descriptor::digest)
                .collect(Collectors.toSet());
    }

    /** Puts subjects before their referrers, as some registries require, and all others in parallel. */
    private void putAll(List<Document> documents) throws IOException {
        List<Document> rest = new ArrayList<>(documents);
        while (!rest.isEmpty()) {
            Set<Digest> later = rest.stream().map(Document::digest).collect(Collectors.toSet());
            List<Document> next = rest.stream()
                    .filter(document -> !later.contains(document.subject()))
                    .toList();
            // Documents cannot refer to each other in a circle, but descriptors may claim it: then in the given order.
            List<Document> now = next.isEmpty() ? List.copyOf(rest) : next;
            Parallel.forEach(now, AT_ONCE, this::put);
            rest.removeAll(now);
        }
    }

    private boolean isPut(Document document) {
        return document.content().manifests().stream()
                .allMatch(manifest -> unlisted.contains(manifest.descriptor().digest()));
    }

    private void put(Document document) throws IOException {
        for (Manifest manifest : document.content().manifests()) {
            if (!manifests.putAmongOthers(manifest.descriptor().digest(), manifest)) {
                unlisted.add(manifest.descriptor().digest());
            } else if (manifest.subject().isPresent()) {
                referrers.isKnown();
            }
        }
    }

    @Override
    public void awaitReferrers() throws IOException {
        tags.awaitReferrers();
    }

    private void tag(Document document) throws IOException {
        Tag tag = document.tag().orElseThrow();
        try {
            tags.change(tag, now -> next(now, document));
        } catch (ImmutableTagException e) {
            throw unchangeable(tag, e);
        }
    }

    private ImageException unchangeable(Tag tag, ImmutableTagException e) {
        return e.ofOwnTag("'" + displayName() + "' refuses to add to tag '" + tag + "'");
    }

    /** Keeps what a document's tag names already. */
    private Optional<Manifest> next(Optional<Manifest> now, Document document) throws IOException {
        if (now.isEmpty()) {
            return Optional.of(document.manifest());
        }
        if (SharedTagContent.holds(now.get(), document)) {
            return Optional.empty();
        }
        Document both = SharedTagContent.both(now.get(), this, document);
        for (Descriptor blob : both.manifest().blobs()) {
            if (!has(blob)) {
                push(blob, both.blobs(), List.of());
            }
        }
        return Optional.of(both.manifest());
    }

    @Override
    public void requireAttachable(Digest subject, Optional<Tag> under) throws IOException {
        if (under.isEmpty()) {
            referrers.requireAttachable(subject);
            return;
        }
        try {
            tags.requireChangeable(under.get(), now -> now);
        } catch (ImmutableTagException e) {
            throw unchangeable(under.get(), e);
        }
    }

    @Override
    public void tag(Tag tag, Manifest manifest) throws IOException {
        manifests.put(tag, manifest);
    }

    @Override
    public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
            throws IOException {
        return conditional.swap(tag, expected, manifest, precondition);
    }

    @Override
    public List<Tag> tags() throws IOException {
        Call call = remote.pull("GET", "tags/list?n=1000", "list the tags of '" + displayName() + "'");
        return new Pages(remote.client())
                        .read(call, Response::isNotFound, (page, what) -> Json.strings(page, "tags", what))
                        .orElse(List.of())
                        .stream()
                        .filter(Tag::isTag)
                        .distinct()
                        .map(Tag::of)
                        .toList();
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        return referrers.of(subject);
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        return blobs.open(blob, offset);
    }
}
