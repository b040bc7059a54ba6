package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.promotion.CandidateSource;
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
        implements CandidateSource, AutoCloseable {

    @Override
    public List<Candidate> resolve() throws IOException {
        for (FoundArtifact found : search.find()) {
            candidates.add(found, environments);
        }
        return candidates.list();
    }

    @Override
    public void close() throws IOException {
        candidates.close();
    }
}
