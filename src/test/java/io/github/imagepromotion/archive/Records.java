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
                identity,
                BuildRecord.Top.of(image),
                List.of(),
                BuildRecord.Inputs.UNKNOWN,
                environments,
                Optional.empty());
    }
}
