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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A real registry whose repositories a test may get in the way of. */
public record DelegatingRegistry(Registry real, UnaryOperator<Repository> inTheWay) implements Registry {

    @Override
    public RegistryAddress address() {
        return real.address();
    }

    @Override
    public Repository repository(RepositoryName name) {
        return inTheWay.apply(real.repository(name));
    }

    @Override
    public void close() throws IOException {
        real.close();
    }

    /** Does what the real one does. */
    public abstract static class Delegate implements Repository {
        protected final Repository real;

        public Delegate(Repository real) {
            this.real = real;
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
        public Optional<Descriptor> resolve(Reference reference) throws IOException {
            return real.resolve(reference);
        }

        @Override
        public Optional<Manifest> manifest(Reference reference) throws IOException {
            return real.manifest(reference);
        }

        @Override
        public boolean has(Descriptor blob) throws IOException {
            return real.has(blob);
        }

        @Override
        public PushResult push(Descriptor blob, BlobSource source, List<RepositoryName> mountFrom) throws IOException {
            return real.push(blob, source, mountFrom);
        }

        @Override
        public void put(Manifest manifest) throws IOException {
            real.put(manifest);
        }

        @Override
        public void requireAttachable(Digest subject, Optional<Tag> under) throws IOException {
            real.requireAttachable(subject, under);
        }

        @Override
        public void attach(List<Document> documents) throws IOException {
            real.attach(documents);
        }

        @Override
        public void awaitReferrers() throws IOException {
            real.awaitReferrers();
        }

        @Override
        public void tag(Tag tag, Manifest manifest) throws IOException {
            real.tag(tag, manifest);
        }

        @Override
        public Swap swap(Tag tag, Optional<Digest> expected, Manifest manifest, Precondition precondition)
                throws IOException {
            return real.swap(tag, expected, manifest, precondition);
        }

        @Override
        public List<Tag> tags() throws IOException {
            return real.tags();
        }

        @Override
        public List<Descriptor> referrers(Digest subject) throws IOException {
            return real.referrers(subject);
        }

        @Override
        public InputStream open(Descriptor blob, long offset) throws IOException {
            return real.open(blob, offset);
        }
    }
}
