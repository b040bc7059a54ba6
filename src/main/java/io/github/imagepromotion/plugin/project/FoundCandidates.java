package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The artifacts that a search finds, opened for a promotion. The caller closes it.
 *
 * @param search finds the artifacts
 * @param candidates opens them
 * @param environments environments they may be promoted to; empty for those of their builds
 */
public record FoundCandidates(ArtifactSearch search, Candidates candidates, Optional<Environments> environments)
        implements AutoCloseable {

    /**
     * @return all artifacts
     * @throws ImageException if one does not exist or does not match an assertion, or if they cannot be in one set
     */
    public List<Candidate> resolve() throws IOException {
        List<FoundArtifact> set = search.find();
        for (FoundArtifact found : set) {
            try {
                candidates.add(found, environments);
            } catch (ImageException e) {
                throw set.size() == 1
                        ? e
                        : new ImageException(
                                Message.of("Of " + found.origin() + ": ").and(e), e);
            }
        }
        Candidate.refuseSeveralOfOne(candidates.list());
        return candidates.list();
    }

    @Override
    public void close() throws IOException {
        candidates.close();
    }
}
