package io.github.imagepromotion.status;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Repository.Swap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A read-only view of a repository that saves requests: tags are listed once, tags outside the list are not looked up,
 * and content is cached by digest.
 */
final class ReadRepository implements Repository {
    private final Repository real;
    private final RememberedContent remembered;
    private final Optional<Set<Tag>> tags;

    private ReadRepository(Repository real, RememberedContent remembered, Optional<Set<Tag>> tags) {
        this.real = real;
        this.remembered = remembered;
        this.tags = tags;
    }

    /** Lists the tags. */
    static ReadRepository listed(Repository real, RememberedContent remembered) throws IOException {
        return new ReadRepository(real, remembered, Optional.of(Set.copyOf(real.tags())));
    }

    /** Without a list of tags, where only one tag is looked up. */
    static ReadRepository unlisted(Repository real, RememberedContent remembered) {
        return new ReadRepository(real, remembered, Optional.empty());
    }

    @Override
    public RepositoryName name() {
        return real.name();
    }

    @Override
    public String displayName() {
        return real.displayName();
    }

    @Override
    public List<Tag> tags() throws IOException {
        return tags.isPresent() ? List.copyOf(tags.get()) : real.tags();
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) throws IOException {
        return isKnownAbsent(reference) ? Optional.empty() : real.resolve(reference);
    }

    @Override
    public Optional<Manifest> manifest(Reference reference) throws IOException {
        if (isKnownAbsent(reference)) {
            return Optional.empty();
        }
        if (!(reference instanceof Digest digest)) {
            return real.manifest(reference);
        }
        Optional<Manifest> known = remembered.manifest(digest);
        if (known.isPresent()) {
            return known;
        }
        Optional<Manifest> read = real.manifest(digest);
        read.ifPresent(manifest -> remembered.keep(digest, manifest.bytes()));
        return read;
    }

    private boolean isKnownAbsent(Reference reference) {
        return reference instanceof Tag tag && tags.isPresent() && !tags.get().contains(tag);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        return real.referrers(subject);
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        if (offset != 0 || blob.size() > RememberedContent.LARGEST) {
            return real.open(blob, offset);
        }
        Optional<byte[]> known = remembered.find(blob.digest());
        if (known.isPresent()) {
            return new ByteArrayInputStream(known.get());
        }
        byte[] content = real.read(blob, RememberedContent.LARGEST);
        remembered.keep(blob.digest(), content);
        return new ByteArrayInputStream(content);
    }

    @Override
    public boolean has(Descriptor blob) throws IOException {
        return real.has(blob);
    }

    @Override
    public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) {
        throw readOnly();
    }

    @Override
    public void put(Manifest manifest) {
        throw readOnly();
    }

    @Override
    public void attach(List<Document> documents) {
        throw readOnly();
    }

    @Override
    public void tag(Tag tag, Manifest manifest) {
        throw readOnly();
    }

    @Override
    public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("status only reads");
    }
}
