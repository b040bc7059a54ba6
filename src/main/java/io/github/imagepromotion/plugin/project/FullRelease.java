package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseArchive;
import io.github.imagepromotion.archive.ReleaseArchiveWriter;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.plugin.project.ReleaseMembers.Locked;
import io.github.imagepromotion.promotion.BaseLayers;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.maven.execution.MavenSession;

/**
 * Writes a release as one file, a {@link ReleaseArchive}: for places that reach no Maven repository and no registry of
 * base images, so that layers which thin archives lack are fetched for it.
 */
public final class FullRelease {
    /** Layers of a base that are asked for in parallel before it is read. */
    private static final int AT_ONCE = 8;

    private final MavenSession session;
    private final BiFunction<ImageReference, Set<ImageReference>, Registry> bases;

    /**
     * @param bases opens the registry of a base image, given those that are named by a member which this call built;
     *     refuses one that nobody vouches for
     */
    public FullRelease(MavenSession session, BiFunction<ImageReference, Set<ImageReference>, Registry> bases) {
        this.session = session;
        this.bases = bases;
    }

    /**
     * @param target the release archive
     * @param lock the lock
     * @param members its members
     * @throws ImageException if a member is not the one in the lock, or layers of a thin one cannot be had; nothing is
     *     written
     */
    public void write(Path target, ReleaseLock lock, List<Locked> members) throws IOException {
        FoundRelease release = FoundRelease.made(target, lock);
        Set<ImageReference> builtHere = new HashSet<>();
        try (OpenRegistries registries = new OpenRegistries(
                (address, environment) -> {
                    throw new IllegalStateException("reads base images alone: " + address);
                },
                image -> bases.apply(image, builtHere))) {
            new ReleaseArchiveWriter(
                            release.content(),
                            new Builds(release, members, new BaseLayers(registries, AT_ONCE), builtHere))
                    .write(target);
        }
    }

    /** Compares each member with the lock whenever it is opened. */
    private final class Builds implements ReleaseArchiveWriter.Builds {
        private final Map<ReleaseMember, FoundArtifact> members = new HashMap<>();
        private final BaseLayers baseLayers;
        private final Set<ImageReference> builtHere;

        Builds(FoundRelease release, List<Locked> locked, BaseLayers baseLayers, Set<ImageReference> builtHere) {
            locked.forEach(each -> members.put(each.member(), each.found().of(release, each.member())));
            this.baseLayers = baseLayers;
            this.builtHere = builtHere;
        }

        @Override
        public ImageArchive open(ReleaseMember member) throws IOException {
            FoundArtifact build = build(member);
            ImageArchive open = build.open();
            try {
                build.check(open);
            } catch (RuntimeException | IOException e) {
                open.close();
                throw e;
            }
            build.record()
                    .flatMap(record -> BuiltEnvironments.of(session, record))
                    .flatMap(built -> open.externalLayers())
                    .map(ExternalLayers::base)
                    .ifPresent(builtHere::add);
            return open;
        }

        @Override
        public byte[] record(ReleaseMember member) throws IOException {
            return build(member).recordContent().orElseThrow();
        }

        @Override
        public BlobSource content(ImageArchive open) throws IOException {
            Optional<Message> refusal = baseLayers.refusal(open, open.image().blobs());
            if (refusal.isPresent()) {
                throw new ImageException(refusal.get());
            }
            return baseLayers.content(open);
        }

        private FoundArtifact build(ReleaseMember member) {
            return Optional.ofNullable(members.get(member)).orElseThrow();
        }
    }
}
