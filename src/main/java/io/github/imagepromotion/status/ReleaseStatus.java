package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * A release in all environments.
 *
 * @param name {@code groupId:artifactId} of its project
 * @param environments one for each registry of each environment, in the order of environments
 */
public record ReleaseStatus(String name, List<EnvironmentRelease> environments) {

    /** Copies the list. */
    public ReleaseStatus {
        environments = List.copyOf(environments);
    }

    /** {@return what each registry holds of the release itself, as of an image} */
    public List<Holding> holdings() {
        return environments.stream().map(EnvironmentRelease::holding).toList();
    }

    /**
     * The release that one registry of an environment runs.
     *
     * @param holding the release's artifacts there; its builds are releases, each with its version for a BuildId
     * @param release the release that the environment runs, as its lock says; empty if there is none, or if its lock
     *     cannot be read, which a flag says
     * @param members the members in that lock
     */
    public record EnvironmentRelease(Holding holding, Optional<ReleaseName> release, List<Member> members) {

        /** Copies the list. */
        public EnvironmentRelease {
            members = List.copyOf(members);
        }

        /** {@return the members in this state} */
        public List<Member> in(State state) {
            return members.stream().filter(member -> member.state() == state).toList();
        }

        /** {@return whether anything needs attention} */
        public boolean hasProblem() {
            return holding.hasProblem() || !in(State.MOVED).isEmpty();
        }
    }

    /**
     * A release, as its lock names it.
     *
     * @param coordinates coordinates of its project
     * @param buildId its BuildId
     * @param digest digest of its artifact, and so of its lock
     */
    public record ReleaseName(Coordinates coordinates, BuildId buildId, Digest digest) {}

    /**
     * A member of the release that an environment runs.
     *
     * @param name its name in messages: the coordinates under which it was deployed
     * @param repository its repository, without a prefix configured for a registry
     * @param buildId BuildId in the lock
     * @param digest digest in the lock
     * @param state whether the environment runs it
     * @param now what the environment runs; empty if nothing, or if that is unknown
     */
    public record Member(
            String name, RepositoryName repository, BuildId buildId, Digest digest, State state, Optional<Build> now) {}

    /** Whether an environment runs what the lock of its release has. */
    public enum State {
        /** It does. */
        SAME,
        /** It runs something else, or nothing. */
        MOVED,
        /** It could not be read, or was not looked at. */
        UNKNOWN
    }
}
