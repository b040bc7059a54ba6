package io.github.imagepromotion.testing;

import io.github.imagepromotion.document.Document;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Reference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.Precondition;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.Repository.PushResult;
import io.github.imagepromotion.registry.Repository.Swap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A registry of one repository in memory, in which an image may have layers of any size that are not there: a report reads
 * none. It counts what it is asked.
 */
public final class MemoryRegistry implements Registry, Repository {
    private final RegistryAddress address;
    private final RepositoryName name;
    private final Map<Tag, Digest> tags = new LinkedHashMap<>();
    private final Map<Digest, Manifest> manifests = new LinkedHashMap<>();
    private final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
    private final Map<Digest, List<Descriptor>> referrers = new LinkedHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();

    /** Empty. */
    public MemoryRegistry(String address, String name) {
        this.address = RegistryAddress.of(address);
        this.name = RepositoryName.of(name);
    }

    /** Takes a blob. */
    public void add(byte[] blob) {
        blobs.put(Digest.sha256(blob), blob);
    }

    /** {@return how often it was asked} */
    public int requests() {
        return requests.get();
    }

    /** Sets a tag. */
    public void tag(String tag, Manifest manifest) {
        tag(Tag.of(tag), manifest);
    }

    @Override
    public RegistryAddress address() {
        return address;
    }

    @Override
    public Repository repository(RepositoryName wanted) {
        return this;
    }

    @Override
    public void close() {}

    @Override
    public RepositoryName name() {
        return name;
    }

    @Override
    public String displayName() {
        return address + "/" + name;
    }

    @Override
    public Optional<Descriptor> resolve(Reference reference) {
        return manifest(reference).map(Manifest::descriptor);
    }

    @Override
    public Optional<Manifest> manifest(Reference reference) {
        requests.incrementAndGet();
        Digest digest = reference instanceof Tag tag ? tags.get(tag) : (Digest) reference;
        return Optional.ofNullable(digest).map(manifests::get);
    }

    @Override
    public boolean has(Descriptor blob) {
        return blobs.containsKey(blob.digest());
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        requests.incrementAndGet();
        byte[] content = blobs.get(blob.digest());
        if (content == null) {
            throw new NoSuchFileException(blob.digest().toString());
        }
        return new ByteArrayInputStream(content, (int) offset, content.length);
    }

    @Override
    public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(Manifest manifest) {
        manifests.put(manifest.descriptor().digest(), manifest);
    }

    @Override
    public void attach(List<Document> documents) throws IOException {
        for (Document document : documents) {
            for (Descriptor blob : document.content().blobs()) {
                add(document.blobs().read(blob, Integer.MAX_VALUE));
            }
            put(document.manifest());
            referrers
                    .computeIfAbsent(document.subject(), subject -> new ArrayList<>())
                    .add(document.descriptor());
        }
    }

    @Override
    public void tag(Tag tag, Manifest manifest) {
        put(manifest);
        tags.put(tag, manifest.descriptor().digest());
    }

    @Override
    public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Tag> tags() {
        requests.incrementAndGet();
        return List.copyOf(tags.keySet());
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        requests.incrementAndGet();
        return List.copyOf(referrers.getOrDefault(subject, List.of()));
    }
}
