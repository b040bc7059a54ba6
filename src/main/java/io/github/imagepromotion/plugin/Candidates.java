package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.record.BuildRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Artifacts that were found, opened for a promotion; closes what it opened. */
final class Candidates implements AutoCloseable {
    private final List<Candidate> open = new ArrayList<>();

    /**
     * @param found an artifact
     * @param environments it may go to; empty for those of its build record
     */
    void add(FoundArtifact found, Optional<Environments> environments) throws IOException {
        ImageArchive archive = ImageArchive.open(found.archive());
        try {
            Optional<BuildRecord> record = found.check(archive);
            Environments own = environments.or(pipeline(record)).orElseGet(Environments::none);
            open.add(new Candidate(archive, found.origin(), own, record.flatMap(BuildRecord::vcs)));
        } catch (RuntimeException | IOException e) {
            archive.close();
            throw e;
        }
    }

    List<Candidate> list() {
        return List.copyOf(open);
    }

    @Override
    public void close() throws IOException {
        for (Candidate candidate : open) {
            candidate.archive().close();
        }
    }

    private static java.util.function.Supplier<Optional<? extends Environments>> pipeline(
            Optional<BuildRecord> record) {
        return () -> record.map(BuildRecord::pipeline);
    }
}
