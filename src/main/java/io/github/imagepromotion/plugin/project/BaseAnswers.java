package io.github.imagepromotion.plugin.project;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.maven.execution.MavenSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.SessionData;
import org.jspecify.annotations.Nullable;

/** What registries of base images said in this call, for all its modules. */
public final class BaseAnswers {
    private static final String KEY = "image.base.answers";

    private BaseAnswers() {}

    /** {@return the one map of the call} */
    @SuppressWarnings("unchecked")
    public static Map<String, String> of(MavenSession session) {
        @Nullable RepositorySystemSession resolver = session.getRepositorySession();
        if (resolver == null) {
            // Called by something else than Maven.
            return new ConcurrentHashMap<>();
        }
        SessionData data = resolver.getData();
        // Of two modules that come first at once one is heard.
        data.set(KEY, null, new ConcurrentHashMap<String, String>());
        return (Map<String, String>) data.get(KEY);
    }
}
