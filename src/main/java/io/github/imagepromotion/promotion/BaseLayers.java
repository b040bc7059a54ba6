package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.image.BlobSource;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.promotion.Promoter.PromotionReason;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The layers that a thin archive lacks, where they are: in the repository of the base image.
 *
 * @param registries opens repositories of base images
 * @param parallelism number of layers that are asked for in parallel
 */
public record BaseLayers(OpenRegistries registries, int parallelism) {

    /** {@return serves all of an image: what the archive lacks comes from the base, checked like any other content} */
    public BlobSource content(ImageArchive archive) {
        return archive.externalLayers()
                .map(ExternalLayers::base)
                .<BlobSource>map(base -> (blob, offset) ->
                        archive.isLeftOut(blob) ? registries.base(base).open(blob, offset) : archive.open(blob, offset))
                .orElse(archive);
    }

    /** {@return the base's repository, where it is in the same registry, so that layers can be mounted from there} */
    static Optional<RepositoryName> mountFrom(Candidate candidate, RegistryAddress address) {
        return candidate
                .archive()
                .externalLayers()
                .map(ExternalLayers::base)
                .filter(base -> TargetPlanner.isSameRegistry(base.registry(), address))
                .map(base -> base.registry().locate(base.repository()));
    }

    /**
     * @param archive any archive
     * @param missing blobs of its image that are needed
     * @return why they cannot be had, empty if the base has all of them that the archive lacks
     */
    public Optional<Message> refusal(ImageArchive archive, List<Descriptor> missing) throws IOException {
        List<Descriptor> needed = missing.stream().filter(archive::isLeftOut).toList();
        if (needed.isEmpty()) {
            return Optional.empty();
        }
        ExternalLayers externalLayers = archive.externalLayers().orElseThrow();
        try {
            List<Descriptor> gone = gone(needed, externalLayers);
            return gone.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            sentence(archive, externalLayers, gone, Message.of("It does not hold them any more.")));
        } catch (ImageException e) {
            return Optional.of(sentence(archive, externalLayers, needed, e.said()));
        }
    }

    private List<Descriptor> gone(List<Descriptor> needed, ExternalLayers externalLayers) throws IOException {
        List<Descriptor> gone = Collections.synchronizedList(new ArrayList<>());
        Parallel.forEach(needed, parallelism, blob -> {
            if (!registries.base(externalLayers.base()).has(blob)) {
                gone.add(blob);
            }
        });
        return gone;
    }

    private static Message sentence(
            ImageArchive archive, ExternalLayers externalLayers, List<Descriptor> layers, Message why) {
        String digests =
                layers.stream().map(layer -> layer.digest().toString()).sorted().collect(Collectors.joining(", "));
        return Message.of("The thin archive of '" + archive.identity().localName() + "' lacks " + digests
                        + ", and cannot have them from the base image '" + externalLayers.base() + "': ")
                .and(why)
                .because(PromotionReason.THIN);
    }
}
