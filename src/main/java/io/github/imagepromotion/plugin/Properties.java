package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environments;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The properties {@code image.*} for parameters that are nested in a bean, where Maven itself reads none: the command
 * line first, then the project's.
 */
final class Properties {
    private static final String PREFIX = "image.";

    private final MavenSession session;
    private final MavenProject project;

    Properties(MavenSession session, MavenProject project) {
        this.session = session;
        this.project = project;
    }

    /** The property's value, else the configured one. */
    Optional<String> text(String name, @Nullable String configured) {
        return find(name)
                .or(() -> Optional.ofNullable(configured))
                .map(String::trim)
                .filter(text -> !text.isEmpty());
    }

    /** The property's values, separated by commas, else the configured ones. */
    List<String> list(String name, @Nullable List<String> configured) {
        return find(name)
                .map(Environments::names)
                .orElseGet(() -> configured == null ? List.of() : List.copyOf(configured));
    }

    /** The property's {@code name=value} pairs, separated by commas, else the configured ones. */
    Map<String, String> map(String name, @Nullable Map<String, @Nullable String> configured) {
        Map<String, String> map = new LinkedHashMap<>();
        Optional<String> property = find(name);
        if (property.isPresent()) {
            for (String pair : Environments.names(property.get())) {
                int equals = pair.indexOf('=');
                map.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        } else if (configured != null) {
            configured.forEach((key, value) -> map.put(key, value == null ? "" : value));
        }
        return map;
    }

    private Optional<String> find(String name) {
        return Optional.ofNullable(session.getUserProperties().getProperty(PREFIX + name))
                .or(() -> Optional.ofNullable(project.getProperties().getProperty(PREFIX + name)));
    }
}
