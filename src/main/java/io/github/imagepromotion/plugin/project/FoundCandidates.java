package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.plugin.access.EnvironmentRegistries;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The artifacts that a search finds, opened for a promotion. The caller closes it.
 *
 * @param search finds the artifacts
 * @param candidates opens them
 * @param environments environments they may be promoted to; empty for those of their builds
 * @param registries to which connections may have been opened meanwhile
 */
public record FoundCandidates(
        ArtifactSearch search,
        Candidates candidates,
        Optional<Environments> environments,
        EnvironmentRegistries registries)
        implements AutoCloseable {

    /**
     * @return all artifacts
     * @throws ImageException if one does not exist or does not match an assertion, or if they cannot be in one set
     */
    public List<Candidate> resolve() throws IOException {
        candidates.addAll(search.find(), environments);
        Candidate.refuseSeveralOfOne(candidates.list());
        return candidates.list();
    }

    /**
     * @param verb what is done with them, for messages
     * @param allowPartial whether modules may be missing, and images of several builds are allowed
     * @return as {@link #resolve}
     * @throws ImageException as {@link #resolve}, or if they are not all images of one build
     */
    public List<Candidate> resolveWhole(String verb, boolean allowPartial) throws IOException {
        if (!allowPartial) {
            search.refusePart(verb);
        }
        List<Candidate> set = resolve();
        if (!allowPartial && !search.namesArtifacts()) {
            // The lock of a release determines which builds belong together.
            refuseSeveralBuilds(candidates.ofNoRelease(), verb);
        }
        return set;
    }

    /**
     * @return what a decision is about: releases, whose members are not needed, and builds
     * @throws ImageException as {@link #resolve}
     */
    public List<Candidate> toDecide() throws IOException {
        return candidates.toDecide(search.find(), environments, search.namesArtifacts());
    }

    /** Artifacts deployed by a build that then failed must not be mixed with those of an earlier build. */
    private static void refuseSeveralBuilds(List<Candidate> candidates, String verb) {
        boolean numbered = candidates.stream()
                .anyMatch(candidate -> !candidate.identity().buildId().isOfContent());
        long builds = candidates.stream()
                .map(candidate -> candidate.identity().buildId())
                .distinct()
                .count();
        if (numbered && builds > 1) {
            throw new ImageException("Refused to " + verb + " images of several builds as one: "
                    + candidates.stream()
                            .map(candidate -> "'" + candidate.name() + "' from " + candidate.origin())
                            .collect(Collectors.joining(", "))
                    + ". Name the build that all are of (-Dimage.buildId), or deploy all modules in one; or, if these are"
                    + " meant, add: -Dimage.allowPartial (<allowPartial>)");
        }
    }

    @Override
    public void close() throws IOException {
        registries.close();
        candidates.close();
    }
}
