package io.github.imagepromotion.plugin.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The properties {@code image.*} of parameters nested in beans, which Maven itself does not read. As in jib, they
 * override the element; empty ones are ignored.
 */
public final class Properties {
    /** Names without the prefix. This is the only list, since the plugin descriptor does not contain them. */
    static final Set<String> NESTED = Set.of(
            "annotations",
            "attachments",
            "container.appRoot",
            "container.args",
            "container.creationTime",
            "container.entrypoint",
            "container.environment",
            "container.extraClasspath",
            "container.filesModificationTime",
            "container.jvmFlags",
            "container.labels",
            "container.mainClass",
            "container.ports",
            "container.user",
            "container.volumes",
            "container.workingDirectory",
            "extraDirectories.paths",
            "extraDirectories.permissions",
            "from.image",
            "from.mirrors",
            "from.platforms",
            "from.serverId",
            "release.form",
            "signing.keyFile",
            "signing.passphraseEnv",
            "signing.serverId",
            "signing.sign",
            "signing.signatureFormat",
            "skipPom",
            "to.image");

    private static final Pattern SEPARATOR = Pattern.compile("(?<!\\\\),");

    private final SessionProperties properties;

    /** @param project project of the goal */
    public Properties(MavenSession session, MavenProject project) {
        this.properties = new SessionProperties(session, project);
    }

    /** {@return the value of the property, otherwise the configured one} */
    Optional<String> text(String name, @Nullable String configured) {
        return find(name)
                .or(() -> Optional.ofNullable(configured))
                .map(String::trim)
                .filter(text -> !text.isEmpty());
    }

    /**
     * {@return the comma-separated values of the property, otherwise the configured ones; {@code \,} is a comma within
     * a value}
     */
    List<String> list(String name, @Nullable List<String> configured) {
        return find(name)
                .map(Properties::values)
                .orElseGet(() -> configured == null ? List.of() : List.copyOf(configured));
    }

    /** {@return the comma-separated {@code name=value} pairs of the property, otherwise the configured ones} */
    public Map<String, String> map(String name, @Nullable Map<String, @Nullable String> configured) {
        Map<String, String> map = new LinkedHashMap<>();
        Optional<String> property = find(name);
        if (property.isPresent()) {
            for (String pair : values(property.get())) {
                int equals = pair.indexOf('=');
                map.put(equals < 0 ? pair : pair.substring(0, equals), equals < 0 ? "" : pair.substring(equals + 1));
            }
        } else if (configured != null) {
            configured.forEach((key, value) -> map.put(key, value == null ? "" : value));
        }
        return map;
    }

    private static List<String> values(String text) {
        return SEPARATOR
                .splitAsStream(text)
                .map(value -> value.replace("\\,", ",").trim())
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private Optional<String> find(String name) {
        if (!NESTED.contains(name)) {
            throw new IllegalArgumentException("not in the list of properties: " + name);
        }
        return properties.find(KnownNames.PREFIX + name).filter(text -> !text.isBlank());
    }
}
