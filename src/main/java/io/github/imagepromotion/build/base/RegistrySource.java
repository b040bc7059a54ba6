package io.github.imagepromotion.build.base;

import io.github.imagepromotion.build.blobs.BlobCache;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.Size;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A base image in a registry, pulled through the cache: the registry is asked for tags and for content that is not in
 * the cache, and not at all for a digest in the cache.
 */
final class RegistrySource implements BaseSource {
    private static final int PULLS_AT_ONCE = 4;

    private final BaseImageReference.Remote reference;
    private final BlobCache cache;
    private final RememberedReferences references;
    private final RegistryConnection connection;
    private final BaseImages settings;
    private Optional<Descriptor> top = Optional.empty();
    private boolean toldUnasked;
    private boolean asked;

    RegistrySource(
            BaseImageReference.Remote reference,
            BlobCache cache,
            RememberedReferences references,
            RegistryConnection connection,
            BaseImages settings) {
        this.reference = reference;
        this.cache = cache;
        this.references = references;
        this.connection = connection;
        this.settings = settings;
    }

    /** Resolved once, so that the build uses the digest that it reports. */
    @Override
    public synchronized Descriptor top() throws IOException {
        if (top.isEmpty()) {
            top = Optional.of(lookUp());
        }
        return top.get();
    }

    private Descriptor lookUp() throws IOException {
        ImageReference image = reference.image();
        Optional<Descriptor> remembered = references.find(image);
        boolean fixed = image.digest().isPresent();
        if (settings.offline() || (fixed && remembered.isPresent())) {
            return remembered
                    .filter(known -> !fixed || image.digest().equals(Optional.of(known.digest())))
                    .orElseThrow(() -> new ImageException("Maven is offline and the image was never pulled here."
                            + " Build once without -o, or use oci:dir or oci-archive:file."));
        }
        if (fixed) {
            return ask(remembered);
        }
        // One module resolves for all modules.
        synchronized (settings.answers().ofSession()) {
            Optional<Descriptor> recent = recent();
            Descriptor named = recent.isPresent() ? recent.get() : ask(remembered);
            settings.answers().ofSession().put(image.toString(), text(named));
            return named;
        }
    }

    private Optional<Descriptor> recent() throws IOException {
        @Nullable
        String said = settings.answers().ofSession().get(reference.image().toString());
        if (said != null) {
            String[] words = said.split(" ");
            return Optional.of(Descriptor.of(MediaType.of(words[0]), Digest.of(words[1]), Long.parseLong(words[2])));
        }
        Optional<Duration> maxAge = settings.answers().maxAge();
        return maxAge.isPresent()
                ? references.findSince(reference.image(), Instant.now().minus(maxAge.get()))
                : Optional.empty();
    }

    private static String text(Descriptor named) {
        return named.mediaType() + " " + named.digest() + " " + named.size();
    }

    private Descriptor ask(Optional<Descriptor> remembered) throws IOException {
        ImageReference image = reference.image();
        boolean fixed = image.digest().isPresent();
        Descriptor named = connection
                .ask(repository -> repository.resolve(image.reference()))
                .orElseThrow(() -> new ImageException(
                        fixed ? "The registry has no image of this digest." : "The registry has no such image."));
        remembered.filter(known -> !known.digest().equals(named.digest())).ifPresent(known -> tellMoved(known, named));
        asked = true;
        return exact(Descriptor.of(named.mediaType(), named.digest(), named.size()));
    }

    /** The size comes from the content, not from an unverified header. */
    private Descriptor exact(Descriptor named) throws IOException {
        return cache.has(named)
                ? named
                : connection
                        .ask(repository -> repository.manifest(named.digest()))
                        .map(Manifest::descriptor)
                        .orElse(named);
    }

    private void tellMoved(Descriptor before, Descriptor now) {
        settings.warnings()
                .accept(Message.of("The image " + Text.printable(reference.toString())
                                + " moved since it was last taken here: it was " + before.digest() + ", it is "
                                + now.digest() + ".")
                        .because(RegistryReason.MOVED, settings.role()));
    }

    /** The reference is remembered last, so that it can be built offline. */
    @Override
    public void fetch(Descriptor top, List<Descriptor> blobs) throws IOException {
        List<Descriptor> missing = new ArrayList<>();
        for (Descriptor blob : blobs) {
            if (!cache.has(blob)) {
                missing.add(blob);
            }
        }
        Parallel.forEach(missing, PULLS_AT_ONCE, this::pull);
        references.remember(reference.image(), top, asked);
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        if (!cache.has(blob)) {
            pull(blob);
        }
        return cache.open(blob, offset);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) throws IOException {
        if (settings.offline()) {
            tellUnasked();
            return List.of();
        }
        return connection
                .ask(repository -> Optional.of(repository.referrers(subject)).filter(listed -> !listed.isEmpty()))
                .orElse(List.of());
    }

    private synchronized void tellUnasked() {
        if (!toldUnasked) {
            toldUnasked = true;
            settings.warnings()
                    .accept(Message.of("Maven is offline: signatures and other documents about "
                            + Text.printable(reference.toString()) + " are not asked for, and left out."));
        }
    }

    @Override
    public Optional<Descriptor> tagged(Tag tag) throws IOException {
        return settings.offline()
                ? Optional.empty()
                : connection.ask(repository -> repository.manifest(tag)).map(Manifest::descriptor);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private void pull(Descriptor blob) throws IOException {
        if (settings.offline()) {
            throw new ImageException("Maven is offline and " + blob.digest()
                    + " of the image is not in the cache. Build once without -o.");
        }
        settings.progress()
                .accept("Pulling " + blob.digest() + " of " + reference + " (" + Size.shown(blob.size()) + ")");
        if (connection.ask(repository -> keep(blob, repository)).isEmpty()) {
            throw new ImageException("It is not complete: the registry has no " + blob.digest() + ".");
        }
    }

    private Optional<Descriptor> keep(Descriptor blob, Repository repository) throws IOException {
        try (InputStream content =
                blob.mediaType().isManifest() ? manifest(blob, repository) : repository.open(blob, 0)) {
            cache.put(blob, content);
            return Optional.of(blob);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static InputStream manifest(Descriptor manifest, Repository repository) throws IOException {
        return repository
                .manifest(manifest.digest())
                .map(Manifest::bytes)
                .map(ByteArrayInputStream::new)
                .orElseThrow(() -> new NoSuchFileException(manifest.digest().toString()));
    }
}
