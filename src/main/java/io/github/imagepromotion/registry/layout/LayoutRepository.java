package io.github.imagepromotion.registry.layout;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.document.SharedTagContent;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Repository.Swap;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A repository in the form of an OCI image layout. */
final class LayoutRepository implements Repository {
    private static final int READ_AT_ONCE = 4;

    private final LayoutDirectory directory;
    private final LayoutBlobs blobs;
    private final LayoutManifests manifests;
    private final LayoutIndex index;
    private final LayoutSubjects subjects;

    LayoutRepository(LayoutDirectory directory) {
        this.directory = directory;
        this.blobs = new LayoutBlobs(directory);
        this.manifests = new LayoutManifests(directory, blobs);
        this.index = new LayoutIndex(directory);
        this.subjects = new LayoutSubjects(directory);
    }

    @Override
    public RepositoryName name() {
        return directory.name();
    }

    @Override
    public String displayName() {
        return directory.displayName();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        if (reference instanceof Tag tag) {
            Optional<Descriptor> entry = index.find(tag);
            return entry.isPresent() && blobs.has(entry.get()) ? entry.map(LayoutRepository::plain) : Optional.empty();
        }
        return manifest(reference).map(Manifest::descriptor);
    }

    private static Descriptor plain(Descriptor entry) {
        return Descriptor.of(entry.mediaType(), entry.digest(), entry.size());
    }

    @Override
    public Optional<Manifest> manifest(Reference reference) throws IOException {
        if (reference instanceof Digest digest) {
            return manifests.get(digest);
        }
        Optional<Descriptor> found = resolve(reference);
        return found.isPresent() ? manifests.get(found.get()) : Optional.empty();
    }

    /** Files are written atomically. */
    @Override
    public Sight look(Tag tag) throws IOException {
        return new Sight(manifest(tag), true);
    }

    @Override
    public boolean has(Descriptor blob) throws IOException {
        return blobs.has(blob);
    }

    @Override
    public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) throws IOException {
        for (RepositoryName from : mountFrom) {
            if (blobs.link(blob, from)) {
                return PushResult.MOUNTED;
            }
        }
        blobs.write(blob, source);
        return PushResult.UPLOADED;
    }

    @Override
    public void put(Manifest manifest) throws IOException {
        manifests.put(manifest);
        learn(manifest);
        if (manifest.subject().isPresent()) {
            index.list(List.of(manifest.referrer()));
            subjects.keep();
        }
    }

    @Override
    public void attach(List<Document> documents) throws IOException {
        List<Descriptor> listed = new ArrayList<>();
        for (Document document : documents) {
            for (Manifest manifest : document.content().manifests()) {
                manifests.put(manifest);
                learn(manifest);
                manifest.subject().ifPresent(subject -> listed.add(manifest.referrer()));
            }
        }
        index.list(listed);
        for (Document document : documents) {
            if (document.tag().isPresent()) {
                index.change(document.tag().get(), now -> next(now, document));
            }
        }
        subjects.keep();
    }

    private void learn(Manifest manifest) {
        if (manifest.blobs().isEmpty() && manifest.manifests().isEmpty()) {
            // The temporary note of a lock.
            return;
        }
        subjects.learn(manifest.descriptor().digest(), manifest.subject().map(Descriptor::digest));
    }

    /** Existing content under a document's tag is kept. */
    private Optional<Descriptor> next(Optional<Descriptor> now, Document document) throws IOException {
        Optional<Manifest> there = now.isPresent() ? manifests.get(now.get()) : Optional.empty();
        if (there.isEmpty()) {
            return Optional.of(document.manifest().referrer());
        }
        if (SharedTagContent.holds(there.get(), document)) {
            return Optional.empty();
        }
        Document both = SharedTagContent.both(there.get(), this, document);
        for (Descriptor blob : both.manifest().blobs()) {
            if (!blobs.has(blob)) {
                blobs.write(blob, both.blobs());
            }
        }
        manifests.put(both.manifest());
        learn(both.manifest());
        return Optional.of(both.manifest().referrer());
    }

    @Override
    public void tag(Tag tag, Manifest manifest) throws IOException {
        put(manifest);
        index.tag(tag, plain(manifest.descriptor()));
    }

    @Override
    public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
            throws IOException {
        put(manifest);
        precondition.check();
        AtomicBoolean conflict = new AtomicBoolean();
        index.change(tag, entry -> {
            Optional<Digest> now =
                    entry.isPresent() && blobs.has(entry.get()) ? entry.map(Descriptor::digest) : Optional.empty();
            if (now.equals(expected)
                    || now.equals(Optional.of(manifest.descriptor().digest()))) {
                return Optional.of(plain(manifest.descriptor()));
            }
            conflict.set(true);
            return Optional.empty();
        });
        return conflict.get() ? Swap.CONFLICT : Swap.ATOMIC;
    }

    @Override
    public List<Tag> tags() throws IOException {
        return index.tags();
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        Map<Digest, Optional<Descriptor>> referrers = new LinkedHashMap<>();
        for (Descriptor entry : index.entries()) {
            if (subjects.mayBeAbout(entry.digest(), subject)) {
                referrers.putIfAbsent(entry.digest(), Optional.empty());
            }
        }
        // Other fields of the entry are untrusted.
        Parallel.forEach(referrers.entrySet(), READ_AT_ONCE, candidate -> {
            Optional<Manifest> manifest = manifests.get(candidate.getKey());
            manifest.ifPresent(this::learn);
            candidate.setValue(manifest.filter(known -> known.subject()
                            .filter(named -> named.digest().equals(subject))
                            .isPresent())
                    .map(Manifest::referrer));
        });
        return referrers.values().stream().flatMap(Optional::stream).toList();
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        return blobs.open(blob, offset);
    }
}
