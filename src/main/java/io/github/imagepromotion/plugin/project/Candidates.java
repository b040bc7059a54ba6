package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.archive.BuildRecord;
import io.github.imagepromotion.archive.BuildRecord.Sources;
import io.github.imagepromotion.archive.ExternalLayers;
import io.github.imagepromotion.archive.ImageArchive;
import io.github.imagepromotion.artifact.FoundArtifact;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.promotion.Candidate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.maven.execution.MavenSession;

/** Opens artifacts for a promotion, and closes them. */
public final class Candidates implements AutoCloseable {
    /** By file: an artifact that is named twice is found twice. */
    private final Map<Path, Candidate> open = new LinkedHashMap<>();

    private final MavenSession session;
    private final RecordEnvironments records;
    private final Function<Environments, List<String>> used;
    private final Set<ImageReference> bases;

    /**
     * @param session the Maven session
     * @param records decides which environments of build records are accepted
     * @param used selects the ids of the environments that are used
     * @param bases receives trusted base images of thin archives
     */
    public Candidates(
            MavenSession session,
            RecordEnvironments records,
            Function<Environments, List<String>> used,
            Set<ImageReference> bases) {
        this.session = session;
        this.records = records;
        this.used = used;
        this.bases = bases;
    }

    /**
     * @param found an artifact
     * @param environments environments it may be promoted to; empty for those of its build
     */
    public void add(FoundArtifact found, Optional<Environments> environments) throws IOException {
        ImageArchive archive = ImageArchive.open(found.archive());
        try {
            Optional<BuildRecord> record = found.check(archive);
            Optional<Environments> own = environments;
            Sources sources = Sources.UNKNOWN;
            if (record.isPresent()) {
                Path file = found.record().orElseThrow();
                BuildRecord read = record.get();
                Optional<Environments> built = BuiltEnvironments.of(session, file);
                boolean vouchedFor = built.isPresent() || records.isSigned(read);
                sources = Sources.of(read, vouchedFor);
                vouchForBase(archive, read, built.isPresent());
                own = environments.or(() -> built).or(() -> Optional.of(records.of(read, found.recordName(), used)));
            }
            Candidate candidate = new Candidate(archive, found.origin(), own.orElseGet(Environments::none), sources);
            if (open.putIfAbsent(found.archive(), candidate) != null) {
                archive.close();
            }
        } catch (RuntimeException | IOException e) {
            archive.close();
            throw e;
        }
    }

    /** {@return the open artifacts} */
    public List<Candidate> list() {
        return List.copyOf(open.values());
    }

    @Override
    public void close() throws IOException {
        for (Candidate candidate : open.values()) {
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
