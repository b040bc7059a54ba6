package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.promotion.Candidate;
import io.github.imagepromotion.record.BuildRecord;
import java.io.IOException;
import java.nio.file.Path;
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
            Optional<BuildRecord> record = Optional.empty();
            if (found.record().isPresent()) {
                record = Optional.of(read(found.record().get(), archive));
            }
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

    /** A record that speaks of another image would lend it its environments and its name. */
    private static BuildRecord read(Path file, ImageArchive archive) throws IOException {
        BuildRecord record = BuildRecord.read(file);
        Identity recorded = new Identity(record.coordinates(), record.repository(), record.buildId());
        if (!recorded.equals(archive.identity())
                || !record.digest().equals(archive.image().top().digest())) {
            throw new ImageException("Refused " + Text.quote(archive.file().toString()) + ": its build record "
                    + Text.quote(file.toString()) + " speaks of " + describe(recorded) + " (" + record.digest()
                    + "), the archive holds " + describe(archive.identity()) + " ("
                    + archive.image().top().digest()
                    + "). Take both files from the same build.");
        }
        return record;
    }

    private static String describe(Identity identity) {
        return "'" + identity.localName() + "' of '" + identity.coordinates() + "'";
    }
}
