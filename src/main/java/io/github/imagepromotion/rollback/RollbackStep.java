package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Image;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.promotion.tagging.TagMove;
import io.github.imagepromotion.registry.Repository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rollback of one image in one registry.
 *
 * @param request that it belongs to
 * @param registry address, as configured
 * @param name name of the repository in the project
 * @param repository repository of the image
 * @param now where each moving tag points; empty if it does not exist
 * @param from the image that the first of them points to
 * @param build the build to return to
 * @param image all of its manifests
 * @param unrecorded whether this has to be recorded although no tag moves: an interrupted call set them, or another
 *     build with the same image is recorded
 * @param isOfRelease whether it is a member of the release that is returned to, whose lock says the build
 */
record RollbackStep(
        RollbackRequest request,
        String registry,
        RepositoryName name,
        Repository repository,
        Map<Tag, Optional<Digest>> now,
        Optional<Digest> from,
        PastBuilds.KnownBuild build,
        Image image,
        boolean unrecorded,
        boolean isOfRelease) {

    /** {@return the moving tags that do not point to the build yet} */
    List<TagMove> moves() {
        return moving().stream().filter(TagMove::isDue).toList();
    }

    /** {@return the moving tags} */
    List<TagMove> moving() {
        return now.entrySet().stream()
                .map(tag -> new TagMove(repository, tag.getKey(), tag.getValue(), image.topManifest()))
                .toList();
    }

    /** {@return the build's BuildId tag, which points to it} */
    TagMove buildIdTag() {
        return new TagMove(repository, build.buildId().tag(), Optional.of(build.digest()), image.topManifest());
    }

    /** {@return the image as notifications describe it} */
    Announced announced() {
        List<Tag> tags = Stream.concat(Stream.of(build.buildId().tag()), now.keySet().stream())
                .toList();
        return new Announced(
                build.gav(),
                build.buildId(),
                image.typed(),
                name,
                repository.displayName(),
                tags,
                Optional.of(repository));
    }

    /** {@return {@code registry/repository:buildId}} */
    String reference() {
        return repository.displayName() + ":" + build.buildId();
    }
}
