package io.github.imagepromotion.plugin.project;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.plugin.access.CallData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;

/**
 * The environments of builds of this call, as configured in their POMs. They are passed in Maven's session, so that no
 * file has to be trusted, as types of the JDK, since goals may run in different class loaders.
 */
public final class BuiltEnvironments {
    private static final String KEY = "image.built.environments:";

    private record Kept(List<Environment> environments) {}

    private BuiltEnvironments() {}

    /** Stores that this call wrote the record, or left it unchanged, with these environments. */
    public static void tell(MavenSession session, Path record, Environments environments) {
        String json = new String(Json.compact(new Kept(environments.list())), StandardCharsets.UTF_8);
        CallData.of(session).tell(key(record), json);
    }

    /** {@return the environments of the build; empty if it is not of this call} */
    static Optional<Environments> of(MavenSession session, Path record) {
        return CallData.of(session)
                .told(key(record))
                .map(json -> json.toString().getBytes(StandardCharsets.UTF_8))
                .map(json -> Json.read(json, Kept.class, "environments of this build"))
                .map(configured -> new Environments(configured.environments()));
    }

    private static String key(Path record) {
        return KEY + record.toAbsolutePath().normalize();
    }
}
