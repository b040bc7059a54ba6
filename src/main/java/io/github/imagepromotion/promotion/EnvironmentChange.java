package io.github.imagepromotion.promotion;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Reporting;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Repository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The end of a promotion to an environment, or of a rollback, for notifications.
 *
 * @param environment the environment
 * @param kind promotion or rollback
 * @param images images of the set, in each of the environment's registries
 * @param failure why it failed, which may have been after its tags were set; empty if it succeeded
 * @param changed whether a tag was set
 */
public record EnvironmentChange(
        Environment environment, Kind kind, List<Announced> images, Optional<Message> failure, boolean changed) {
    /** Copies the list. */
    public EnvironmentChange {
        images = List.copyOf(images);
    }

    /** What changes an environment. */
    public enum Kind {
        PROMOTION("Promotion to", "Promoted to"),
        ROLLBACK("Rollback of", "Rolled back");

        private final String name;
        private final String done;

        Kind(String name, String done) {
            this.name = name;
            this.done = done;
        }

        /**
         * @param environment id for display
         * @return a noun, such as {@code Promotion to prod}
         */
        public String of(String environment) {
            return name + " " + environment;
        }

        /**
         * @param environment id for display
         * @return that it is done, such as {@code Promoted to prod}
         */
        public String done(String environment) {
            return done + " " + environment;
        }
    }

    /**
     * An image in a registry of the environment.
     *
     * @param gav the project that built it
     * @param buildId of that build
     * @param image its top manifest, with the type of artifact if it is no image
     * @param name of the repository, as the project has it
     * @param place registry and full name there, as in {@code registry.example/team/app}
     * @param tags that point to it, the BuildId's first
     * @param repository that holds it; empty where the promotion failed
     */
    public record Announced(
            Coordinates gav,
            BuildId buildId,
            Descriptor image,
            RepositoryName name,
            String place,
            List<Tag> tags,
            Optional<Repository> repository) {
        /** Copies the list. */
        public Announced {
            tags = List.copyOf(tags);
        }

        /** {@return whether it is an image, which can run, and not a chart or another artifact} */
        public boolean isImage() {
            return image.artifactType().isEmpty();
        }

        /** {@return its digest} */
        public Digest digest() {
            return image.digest();
        }

        /** {@return {@code place:buildId}} */
        public String reference() {
            return place + ":" + buildId.tag();
        }

        /** {@return {@code place@digest}: what a deployment should name} */
        public String pinned() {
            return place + "@" + image.digest();
        }
    }

    /** {@return whether the images are there under their tags} */
    public boolean isSuccess() {
        return failure.isEmpty();
    }

    /**
     * @param wording turns messages into text without secrets
     * @return a copy that may be sent to others: a failure may quote a registry
     */
    public EnvironmentChange toldAs(Wording wording) {
        return new EnvironmentChange(
                environment, kind, images, failure.map(message -> Message.of(wording.of(message))), changed);
    }

    /** One for all images, unless their environments tell others, or ask another service. */
    static List<EnvironmentChange> promotions(Plan plan) {
        return byReceivers(plan.targets(), Target::environment).stream()
                .map(EnvironmentChange::promotion)
                .toList();
    }

    private static EnvironmentChange promotion(List<Target> targets) {
        return new EnvironmentChange(
                targets.get(0).environment(),
                Kind.PROMOTION,
                targets.stream().map(EnvironmentChange::announced).toList(),
                Optional.empty(),
                targets.stream().anyMatch(target -> !target.tagsToSet().isEmpty()));
    }

    /** Each build of a set may name an environment's receivers itself. */
    private static <T> Collection<List<T>> byReceivers(List<T> images, Function<T, Environment> environment) {
        Map<Reporting, List<T>> groups = new LinkedHashMap<>();
        for (T image : images) {
            Environment own = environment.apply(image);
            groups.computeIfAbsent(own.reporting(), key -> new ArrayList<>()).add(image);
        }
        return groups.values();
    }

    private static Announced announced(Target target) {
        Candidate candidate = target.candidate();
        return new Announced(
                candidate.identity().coordinates(),
                candidate.identity().buildId(),
                candidate.archive().image().typed(),
                candidate.repository(target.environment()),
                target.repository().displayName(),
                target.tags().stream().map(Target.TagState::tag).toList(),
                Optional.of(target.repository()));
    }

    /** The same of a promotion that failed, for the images that have the environment. */
    static List<EnvironmentChange> failures(String id, List<Candidate> candidates, Message reason) {
        List<Candidate> known = candidates.stream()
                .filter(candidate -> candidate.environments().find(id).isPresent())
                .toList();
        return byReceivers(known, candidate -> own(candidate, id)).stream()
                .map(same -> failure(id, same, reason))
                .toList();
    }

    private static EnvironmentChange failure(String id, List<Candidate> candidates, Message reason) {
        List<Announced> images = candidates.stream()
                .flatMap(candidate ->
                        own(candidate, id).registries().stream().map(address -> intended(candidate, id, address)))
                .toList();
        return new EnvironmentChange(own(candidates.get(0), id), Kind.PROMOTION, images, Optional.of(reason), false);
    }

    private static Environment own(Candidate candidate, String id) {
        return candidate.environments().find(id).orElseThrow();
    }

    private static Announced intended(Candidate candidate, String id, RegistryAddress address) {
        RepositoryName name = candidate.repository(own(candidate, id));
        String registry = address instanceof RegistryAddress.Host host ? host.authority() : address.toString();
        return new Announced(
                candidate.identity().coordinates(),
                candidate.identity().buildId(),
                candidate.archive().image().typed(),
                name,
                registry + "/" + address.locate(name),
                List.of(candidate.identity().buildId().tag()),
                Optional.empty());
    }
}
