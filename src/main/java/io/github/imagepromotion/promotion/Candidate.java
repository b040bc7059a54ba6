package io.github.imagepromotion.promotion;

import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.promotion.Promoter.PromotionReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image to promote, another artifact, or a release.
 *
 * @param archive its open archive, closed by whoever opened it
 * @param origin where the archive came from, for messages: a file, a Maven repository
 * @param environments environments it may be promoted to
 * @param sources revision of the sources, and who claims it
 * @param lock lock of the release that it is, as an artifact; empty for a build
 * @param release digest of the artifact of the release that it is a member of
 */
public record Candidate(
        ImageArchive archive,
        String origin,
        Environments environments,
        Sources sources,
        Optional<ReleaseLock> lock,
        Optional<Digest> release) {

    /** A build, not promoted as a member of a release. */
    public Candidate(ImageArchive archive, String origin, Environments environments, Sources sources) {
        this(archive, origin, environments, sources, Optional.empty(), Optional.empty());
    }

    /** A build whose sources are unknown. */
    public Candidate(ImageArchive archive, String origin, Environments environments) {
        this(archive, origin, environments, Sources.UNKNOWN);
    }

    /**
     * @param archive the artifact of a release
     * @param origin where its lock came from
     * @param environments environments that it may be promoted to
     * @param lock the lock
     * @return the release
     */
    public static Candidate release(ImageArchive archive, String origin, Environments environments, ReleaseLock lock) {
        return new Candidate(archive, origin, environments, Sources.UNKNOWN, Optional.of(lock), Optional.empty());
    }

    /**
     * @param whole a release
     * @return this build as a member of the release
     */
    public Candidate memberOf(Candidate whole) {
        return new Candidate(archive, origin, environments, sources, lock, Optional.of(whole.digest()));
    }

    /**
     * Rejects two builds of one project, or for one repository, which would take the moving tags from each other.
     *
     * @param set images of a set
     * @throws ImageException if there are such builds
     */
    public static void refuseSeveralOfOne(List<Candidate> set) {
        Map<String, Candidate> known = new HashMap<>();
        for (Candidate candidate : set) {
            for (String repository : candidate.repositories()) {
                Candidate other = known.putIfAbsent(repository, candidate);
                if (other != null) {
                    throw candidate.refused(repository, other);
                }
            }
            Coordinates coordinates = candidate.identity().coordinates();
            String version = "version '" + coordinates.project() + ":" + coordinates.baseVersion() + "'";
            Candidate same = known.putIfAbsent(version, candidate);
            if (same != null && !same.isOfOneRelease(candidate)) {
                throw candidate.refused(version, same);
            }
        }
    }

    /** What a release imports has its coordinates. */
    private boolean isOfOneRelease(Candidate other) {
        return whole().isPresent() && whole().equals(other.whole());
    }

    /** {@return whether it is a release or a member of one} */
    boolean isOfRelease() {
        return whole().isPresent();
    }

    private Optional<Digest> whole() {
        return lock.map(present -> digest()).or(() -> release);
    }

    private ImageException refused(String one, Candidate other) {
        return new ImageException(Message.of("Refused the set: two of its artifacts are of the " + one + ", '"
                        + other.name() + "' from " + other.origin() + " and '" + name() + "' from " + origin + ".")
                .because(PromotionReason.SEVERAL_OF_ONE));
    }

    /**
     * A build is in the same repository everywhere, a release where an environment says; and two names are one repository
     * where an environment has a registry twice, with a prefix and without.
     */
    private List<String> repositories() {
        Stream<String> inEach = environments.list().stream().flatMap(this::repositories);
        Stream<String> everywhere =
                lock.isEmpty() ? Stream.of("repository '" + identity().repository() + "'") : Stream.of();
        return Stream.concat(everywhere, inEach).toList();
    }

    private Stream<String> repositories(Environment environment) {
        RepositoryName name = repository(environment);
        Stream<String> located = environment.registries().stream()
                .map(address -> (address instanceof RegistryAddress.Host host ? host.authority() : address.toString())
                        + "/"
                        + address.locate(name));
        return Stream.concat(Stream.of(name.value()), located)
                .distinct()
                .map(each -> "repository '" + each + "' in '" + environment.id() + "'");
    }

    /**
     * @param environment an environment that it may be promoted to
     * @return its repository in each of the environment's registries
     */
    public RepositoryName repository(Environment environment) {
        return lock.map(release -> ReleaseArtifact.repository(environment, release.coordinates()))
                .orElseGet(() -> identity().repository());
    }

    /** {@return where the archive came from, with no more of an address than the host, for what others read} */
    public String from() {
        return Text.withoutPaths(origin);
    }

    /** {@return which build made it} */
    public Identity identity() {
        return archive.identity();
    }

    /** {@return the digest that it has in every environment} */
    public Digest digest() {
        return archive.image().top().digest();
    }

    /** {@return {@code repository:buildId}} */
    public String name() {
        return identity().localName();
    }
}
