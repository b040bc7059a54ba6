package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.archive.ReleaseArtifact;
import io.github.imagepromotion.archive.ReleaseMember;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.artifact.FoundRelease;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Parallel;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.signing.VerificationKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.jspecify.annotations.Nullable;

/** Opens artifacts for a promotion, and closes them. */
public final class Candidates implements AutoCloseable {
    /** Archives opened concurrently: reading them needs as much CPU as I/O. */
    private static final int AT_ONCE = 8;

    /** By location: an artifact that is named twice is found twice. */
    private final Map<Path, Candidate> open = new LinkedHashMap<>();

    private final MavenSession session;
    private final RecordEnvironments records;
    private final Function<Environments, List<String>> used;
    private final IoFunction<Environment, List<VerificationKey>> trusted;
    private final Set<ImageReference> bases;

    /** By the lock of each. */
    private final Map<Path, Candidate> releases = new LinkedHashMap<>();

    /**
     * @param session the Maven session
     * @param records decides which environments of build records are accepted
     * @param used selects the ids of the environments that are used
     * @param trusted returns the keys that an environment trusts
     * @param bases receives trusted base images of thin archives
     */
    public Candidates(
            MavenSession session,
            RecordEnvironments records,
            Function<Environments, List<String>> used,
            IoFunction<Environment, List<VerificationKey>> trusted,
            Set<ImageReference> bases) {
        this.session = session;
        this.records = records;
        this.used = used;
        this.trusted = trusted;
        this.bases = bases;
    }

    /**
     * Opens a set, several archives concurrently.
     *
     * @param set artifacts
     * @param environments environments they may be promoted to; empty for those of their builds
     * @throws ImageException if one of them cannot be opened, or is not what was asked for; names it
     */
    public void addAll(List<FoundArtifact> set, Optional<Environments> environments) throws IOException {
        addReleases(set, environments);
        Map<FoundArtifact, Candidate> opened = new ConcurrentHashMap<>();
        try {
            Parallel.forEach(new LinkedHashSet<>(set), AT_ONCE, found -> {
                try {
                    opened.put(found, opened(found, environments));
                } catch (ImageException e) {
                    throw set.size() == 1
                            ? e
                            : new ImageException(
                                    Message.of("Of " + found.origin() + ": ").and(e), e);
                }
            });
        } finally {
            // In the order of the set; archives opened before a failure are closed with the others.
            for (FoundArtifact found : set) {
                @Nullable Candidate candidate = opened.remove(found);
                if (candidate != null) {
                    keep(found, candidate);
                }
            }
        }
    }

    /** What is wrong with a release is said of it, once, and not of one of its members. */
    private void addReleases(List<FoundArtifact> set, Optional<Environments> environments) throws IOException {
        Map<Path, FoundRelease> all = new LinkedHashMap<>();
        set.stream()
                .flatMap(found -> found.membership().stream())
                .forEach(member -> all.put(member.release().file(), member.release()));
        boolean alone = all.size() == 1
                && set.stream().allMatch(found -> found.membership().isPresent());
        for (FoundRelease release : all.values()) {
            try {
                release(release, environments);
            } catch (ImageException e) {
                throw alone
                        ? e
                        : new ImageException(
                                Message.of("Of " + release.release() + ": ").and(e), e);
            }
        }
    }

    /**
     * @param found an artifact
     * @param environments environments it may be promoted to; empty for those of its build
     */
    public void add(FoundArtifact found, Optional<Environments> environments) throws IOException {
        keep(found, opened(found, environments));
    }

    private void keep(FoundArtifact found, Candidate candidate) throws IOException {
        @Nullable Candidate known = open.putIfAbsent(found.location(), candidate);
        if (known != null && known.release().isEmpty()) {
            // What is a member of a release is promoted as one, whatever else names it.
            open.put(found.location(), candidate);
            known.archive().close();
        } else if (known != null) {
            candidate.archive().close();
        }
    }

    private Candidate opened(FoundArtifact found, Optional<Environments> environments) throws IOException {
        ImageArchive archive = found.open();
        try {
            Optional<BuildRecord> record = found.check(archive);
            Optional<Environments> own = environments;
            Optional<Candidate> release = Optional.empty();
            Sources sources = Sources.UNKNOWN;
            if (record.isPresent()) {
                BuildRecord read = record.get();
                Optional<Environments> built = found.record().flatMap(file -> BuiltEnvironments.of(session, file));
                boolean vouchedFor = built.isPresent() || records.isSigned(read);
                sources = Sources.of(read, vouchedFor);
                vouchForBase(archive, read, built.isPresent());
                if (found.membership().isPresent()) {
                    release = Optional.of(release(found.membership().get().release(), environments));
                }
                own = release.isPresent()
                        ? release.map(Candidate::environments)
                        : environments
                                .or(() -> built)
                                .or(() -> Optional.of(records.of(read, found.recordName(), used)));
            }
            Candidate build = new Candidate(archive, found.origin(), own.orElseGet(Environments::none), sources);
            return release.map(build::memberOf).orElse(build);
        } catch (RuntimeException | IOException e) {
            archive.close();
            throw e;
        }
    }

    /**
     * {@return a release, with the environments that it, and so all of its members, may be promoted to} Its lock is
     * verified with the keys that count there.
     */
    private synchronized Candidate release(FoundRelease release, Optional<Environments> configured) throws IOException {
        Candidate known = releases.get(release.file());
        if (known != null) {
            return known;
        }
        Optional<Environments> built = BuiltEnvironments.of(session, release.file());
        Environments all = configured.or(() -> built).orElseGet(() -> records.of(release.lock(), release.name(), used));
        if (built.isEmpty()) {
            List<String> ids = used.apply(all);
            for (Environment environment : all.list()) {
                if (ids.contains(environment.id()) && environment.trust().requireSignature()) {
                    records.refuseUnsigned(release, environment, trusted.apply(environment));
                }
            }
        }
        Candidate artifact = Candidate.release(
                ReleaseArtifact.of(release.content()).archive(), release.origin(), all, release.lock());
        releases.put(release.file(), artifact);
        return artifact;
    }

    /** {@return candidates that do not belong to a release} */
    public List<Candidate> ofNoRelease() {
        return open.values().stream()
                .filter(candidate -> candidate.release().isEmpty())
                .toList();
    }

    /**
     * Opens what a decision is about: releases as a whole, without their members, and builds.
     *
     * @param set builds and members of releases
     * @param environments as for {@link #addAll}
     * @param named whether the builds were named, so that members of the releases are meant, too
     * @return releases and builds
     * @throws ImageException as {@link #addAll}
     */
    public List<Candidate> toDecide(List<FoundArtifact> set, Optional<Environments> environments, boolean named)
            throws IOException {
        addReleases(set, environments);
        addAll(set.stream().filter(found -> found.membership().isEmpty()).toList(), environments);
        Set<Identity> members = releases.values().stream()
                .flatMap(release -> release.lock().stream())
                .flatMap(lock -> lock.members().stream())
                .map(ReleaseMember::identity)
                .collect(Collectors.toSet());
        return list().stream()
                .filter(each -> named || each.lock().isPresent() || !members.contains(each.identity()))
                .toList();
    }

    /** {@return the open artifacts, releases before their members} */
    public List<Candidate> list() {
        return Stream.concat(releases.values().stream(), open.values().stream()).toList();
    }

    @Override
    public void close() throws IOException {
        for (Candidate candidate : list()) {
            candidate.archive().close();
        }
    }

    /**
     * An archive may name any registry as its base's: it is trusted only if this call built it, or its build record is
     * signed.
     */
    private void vouchForBase(ImageArchive archive, BuildRecord record, boolean builtHere) {
        archive.externalLayers()
                .map(ExternalLayers::base)
                .filter(base -> builtHere || (records.isSigned(record) && isBase(base, record)))
                .ifPresent(bases::add);
    }

    private static boolean isBase(ImageReference image, BuildRecord record) {
        try {
            return record.inputs()
                    .base()
                    .filter(base -> image.digest().equals(Optional.of(base.digest())))
                    .map(base -> ImageReference.of(base.image()))
                    .filter(named -> named.registry().equals(image.registry())
                            && named.repository().equals(image.repository()))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
