package io.github.imagepromotion.archive;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.image.Descriptor;
import java.util.List;
import java.util.Optional;

/** Build records of the tests. */
public final class Records {
    private Records() {}

    /** @return the record of a build that says nothing of its base and its sources, unsigned */
    public static BuildRecord of(Identity identity, Descriptor image, List<Environment> environments) {
        return new BuildRecord(
                BuildRecord.SCHEMA_VERSION,
                identity.coordinates(),
                identity.buildId(),
                identity.repository(),
                image.digest(),
                image.mediaType(),
                image.size(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                environments,
                Optional.empty());
    }
}
