package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/**
 * The environments of builds that this very call made, as their POM configures them. They lie in Maven's session, so that
 * no file has to be believed, and are of the JDK's types, since goals may run in class loaders of their own.
 */
public final class BuiltEnvironments {
    private static final String KEY = "image.built.environments:";

    private record Kept(List<Environment> environments) {}

    private BuiltEnvironments() {}

    /** That this call wrote a record, or found its own last one unchanged, for these environments. */
    public static void tell(MavenSession session, Path record, Environments environments) {
        String json = new String(Json.compact(new Kept(environments.list())), StandardCharsets.UTF_8);
        session.getRepositorySession().getData().set(key(record), json);
    }

    /** The environments of the record's build; empty if it is not of this call. */
    static Optional<Environments> of(MavenSession session, Path record) {
        return Optional.ofNullable(session.getRepositorySession().getData().get(key(record)))
                .map(json -> json.toString().getBytes(StandardCharsets.UTF_8))
                .map(json -> Json.read(json, Kept.class, "environments of this build"))
                .map(configured -> new Environments(configured.environments()));
    }

    private static String key(Path record) {
        return KEY + record.toAbsolutePath().normalize();
    }
}
