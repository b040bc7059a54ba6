package io.github.imagepromotion.rollback;

import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.manifest.Manifest;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.promotion.tagging.TagMove;
import io.github.imagepromotion.registry.Repository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One image in one registry on its way back.
 *
 * @param registry address, as configured
 * @param name of the repository, as the project has it
 * @param repository of the image there
 * @param now what each moving tag names, empty where it is not there
 * @param from the image that the first of them names
 * @param build to go back to
 * @param image its top manifest
 * @param unrecorded whether an interrupted call set its tags, and no record says so
 */
record RollbackStep(
        String registry,
        RepositoryName name,
        Repository repository,
        Map<Tag, Optional<Digest>> now,
        Optional<Digest> from,
        PastBuilds.KnownBuild build,
        Manifest image,
        boolean unrecorded) {

    /** The moving tags that do not name the build yet. */
    List<TagMove> moves() {
        return moving().stream().filter(TagMove::isDue).toList();
    }

    /** The moving tags. */
    List<TagMove> moving() {
        return now.entrySet().stream()
                .map(tag -> new TagMove(repository, tag.getKey(), tag.getValue(), image))
                .toList();
    }

    /** The build's own tag, which names it. */
    TagMove buildIdTag() {
        return new TagMove(repository, build.buildId().tag(), Optional.of(build.digest()), image);
    }

    /** What is there afterwards, as others are told it. */
    Announced announced() {
        List<Tag> tags = Stream.concat(Stream.of(build.buildId().tag()), now.keySet().stream())
                .toList();
        return new Announced(
                build.gav(),
                build.buildId(),
                image.descriptor().plain(),
                name,
                repository.displayName(),
                tags,
                Optional.of(repository));
    }

    /** {@code registry/repository:buildId}. */
    String reference() {
        return repository.displayName() + ":" + build.buildId();
    }
}
