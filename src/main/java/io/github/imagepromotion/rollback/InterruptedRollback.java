package io.github.imagepromotion.rollback;

import io.github.imagepromotion.archive.ReleaseLock;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Repository;
import io.github.imagepromotion.registry.connect.OpenRegistries;
import io.github.imagepromotion.rollback.PastBuilds.KnownBuild;
import io.github.imagepromotion.rollback.Unfinished.Aim;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What of a remembered rollback ({@link Unfinished}) the registries confirm: tags that moved and are not recorded. */
final class InterruptedRollback {
    private final OpenRegistries registries;
    private final Unfinished unfinished;
    private final Set<BuildId> underWay = new HashSet<>();

    InterruptedRollback(OpenRegistries registries, Unfinished unfinished) {
        this.registries = registries;
        this.unfinished = unfinished;
    }

    /** {@return the build that an interrupted call was about to return to in a repository} */
    Optional<BuildId> aim(Repository repository) {
        return unfinished.aim(repository.displayName()).map(Aim::to).filter(underWay::contains);
    }

    /**
     * Finds the builds that an interrupted call returned to: at least one image is in place, and no record mentions it.
     */
    void find(RollbackRequest request) throws IOException {
        List<RepositoryName> releases = request.images().releases().stream()
                .map(RollbackRequest.Release::repository)
                .toList();
        List<RepositoryName> all = Stream.concat(request.images().repositories().stream(), releases.stream())
                .toList();
        for (RepositoryName name : all) {
            for (RegistryAddress address : request.environment().registries()) {
                Repository repository = registries.repository(request.environment(), address, name);
                Optional<Aim> aim = unfinished.aim(repository.displayName());
                if (aim.isPresent()
                        && (isUnrecorded(request, address, repository, aim.get())
                                || releases.contains(name)
                                        && hasUnrecordedMember(request, address, repository, aim.get()))) {
                    underWay.add(aim.get().to());
                }
            }
        }
    }

    private boolean hasUnrecordedMember(
            RollbackRequest request, RegistryAddress address, Repository repository, Aim release) throws IOException {
        Optional<ReleaseLock> lock = RegistryImage.lock(repository, release.digest());
        for (ReleaseMember member : lock.map(ReleaseLock::members).orElse(List.of())) {
            Repository own = registries.repository(request.environment(), address, member.repository());
            Optional<Aim> aim = unfinished.aim(own.displayName()).filter(known -> known.digest()
                    .equals(member.digest()));
            if (aim.isPresent() && isUnrecorded(request, address, own, aim.get())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnrecorded(
            RollbackRequest request, RegistryAddress address, Repository repository, Aim aim) throws IOException {
        return isUnrecorded(request, new PastBuilds(request, address, repository), repository, aim);
    }

    /** {@return whether an interrupted call returned to the build, and did not record it} */
    boolean isUnrecorded(RollbackRequest request, PastBuilds past, Repository repository, KnownBuild build)
            throws IOException {
        Optional<Aim> aim = unfinished
                .aim(repository.displayName())
                .filter(known ->
                        known.digest().equals(build.digest()) && known.to().equals(build.buildId()));
        return aim.isPresent() && isUnrecorded(request, past, repository, aim.get());
    }

    /**
     * A moving tag points to the image although, by the records, the image that it pointed to before was promoted
     * later.
     */
    private static boolean isUnrecorded(RollbackRequest request, PastBuilds past, Repository repository, Aim aim)
            throws IOException {
        for (Tag tag : request.environment().movingTags()) {
            Optional<Digest> named = repository.resolve(tag).map(Descriptor::digest);
            if (named.equals(Optional.of(aim.digest())) && past.cameLater(aim.from(), aim.digest())) {
                return true;
            }
        }
        return false;
    }
}
