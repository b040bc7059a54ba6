package io.github.imagepromotion.status;

import io.github.imagepromotion.document.DocumentTags;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.promotion.tagging.LockTag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tags that name builds of the image itself. Moving tags of all environments are excluded, since environments may share
 * a repository.
 */
final class BuildTags {
    private BuildTags() {}

    /** {@return BuildIds among the tags, the highest number first} */
    static List<BuildId> among(List<Tag> tags, Environments environments) {
        Set<Tag> moving = environments.list().stream()
                .map(Environment::movingTags)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        return tags.stream()
                .filter(tag -> !moving.contains(tag)
                        && !DocumentTags.isForDocuments(tag.name())
                        && !LockTag.isLock(tag.name()))
                .flatMap(tag -> buildId(tag).stream())
                .sorted(BuildOrder.NEWEST_FIRST)
                .toList();
    }

    private static Optional<BuildId> buildId(Tag tag) {
        try {
            return Optional.of(BuildId.of(tag.name()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
