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
 * What a search finds, opened for a promotion; whoever asked for it closes it.
 *
 * @param search finds it
 * @param candidates takes it
 * @param environments it may go to; empty for those of its build
 */
public record FoundCandidates(ArtifactSearch search, Candidates candidates, Optional<Environments> environments)
        implements AutoCloseable {

    /**
     * @return all that was found, or nothing
     * @throws ImageException if one of them is not there or not what was asked for, or if two may not be in one set
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
