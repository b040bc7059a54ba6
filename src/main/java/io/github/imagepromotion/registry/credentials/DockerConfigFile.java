package io.github.imagepromotion.registry.credentials;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.RegistryReason;
import io.github.imagepromotion.registry.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Credentials in docker's {@code config.json} or podman's {@code auth.json} (docker CLI, "config.json properties";
 * containers-auth.json(5)).
 *
 * @param path path of the file
 * @param json its content
 */
record DockerConfigFile(Path path, JsonObject json) {
    private static final int LARGEST = 4 * 1024 * 1024;

    /**
     * @param path path of an existing file
     * @throws ImageException if it cannot be read, or is not a JSON object
     */
    static DockerConfigFile read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return new DockerConfigFile(path, Json.object(in.readNBytes(LARGEST), name(path)));
        } catch (IOException e) {
            throw new ImageException(
                    Message.of("Cannot read " + name(path) + ": " + e.getMessage() + ".")
                            .because(RegistryReason.DOCKER_CONFIGURATION),
                    e);
        }
    }

    static String name(Path path) {
        return "docker configuration '" + path + "'";
    }

    /** {@return the credential helper of this registry} */
    Optional<String> helper(RegistryKey registry) {
        Map<String, String> helpers = Json.stringMap(json, "credHelpers", name(path));
        return helpers.entrySet().stream()
                .filter(entry -> registry.isNamedBy(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(helper -> !helper.isBlank())
                .findFirst();
    }

    /** {@return whether there is an entry for this registry, with credentials or a helper} */
    boolean names(RegistryKey registry) {
        return Stream.of("auths", "credHelpers")
                .flatMap(member -> Json.member(json, member, name(path)).stream())
                .flatMap(entries -> entries.keySet().stream())
                .anyMatch(registry::isNamedBy);
    }

    /** {@return the default credential helper} */
    Optional<String> store() {
        return Json.string(json, "credsStore", name(path)).filter(helper -> !helper.isBlank());
    }

    /**
     * @return credentials in the file; an exact key takes precedence over an older form
     * @throws ImageException if they are malformed
     */
    Optional<Credential> login(RegistryKey registry) {
        JsonObject auths = Json.member(json, "auths", name(path)).orElseGet(JsonObject::new);
        if (auths.has(registry.authority())) {
            Optional<Credential> exact = entry(auths, registry.authority());
            if (exact.isPresent()) {
                return exact;
            }
        }
        return auths.keySet().stream()
                .filter(registry::isNamedBy)
                .map(key -> entry(auths, key))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Credential> entry(JsonObject auths, String key) {
        String what = name(path) + ", 'auths', '" + key + "'";
        JsonObject entry = Json.member(auths, key, what).orElseGet(JsonObject::new);
        Optional<String> identity = text(entry, "identitytoken", what);
        if (identity.isPresent()) {
            return Optional.of(new Credential(name(path), "", Secret.of(identity.get()), true));
        }
        // A single colon means that a helper has the credentials.
        Optional<String> pair =
                text(entry, "auth", what).map(auth -> decode(auth, what)).filter(decoded -> !decoded.equals(":"));
        if (pair.isPresent()) {
            int colon = pair.get().indexOf(':');
            if (colon < 0) {
                throw Json.malformed(what, "'auth' holds no user and password");
            }
            return Optional.of(login(pair.get().substring(0, colon), pair.get().substring(colon + 1)));
        }
        return text(entry, "password", what)
                .map(password -> login(text(entry, "username", what).orElse(""), password));
    }

    private Credential login(String user, String password) {
        return new Credential(name(path), user, Secret.of(password), false);
    }

    private static Optional<String> text(JsonObject entry, String member, String what) {
        return Json.string(entry, member, what).filter(text -> !text.isBlank());
    }

    /** Docker pads passwords with NUL. */
    private static String decode(String auth, String what) {
        try {
            String pair = new String(Base64.getMimeDecoder().decode(auth), StandardCharsets.UTF_8);
            int end = pair.indexOf('\0');
            return end < 0 ? pair : pair.substring(0, end);
        } catch (IllegalArgumentException e) {
            // Without a cause, which might quote the text.
            throw Json.malformed(what, "'auth' is not base64");
        }
    }

    /**
     * A registry's key in docker's configuration: {@code host}, {@code host:port}, or a URL of older versions, such as
     * {@code https://index.docker.io/v1/}, which is still used for Docker Hub.
     *
     * @param authority {@code host[:port]}, lower-case, without the default port of HTTPS
     */
    record RegistryKey(String authority) {
        private static final String DOCKER_HUB = "index.docker.io";
        private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";
        private static final Set<String> DOCKER_HUB_NAMES = Set.of("docker.io", DOCKER_HUB, "registry-1.docker.io");
        private static final Pattern FORM = Pattern.compile("(?:https?://)?([^/]+)(?:/(?:v[12]/?)?)?");

        static RegistryKey of(RegistryAddress.Host registry) {
            return normal(registry.authority());
        }

        /**
         * @param key key of {@code auths} or {@code credHelpers}
         * @return the registry; empty if the key is for a part of a registry, as podman's {@code host/namespace}
         */
        static Optional<RegistryKey> parse(String key) {
            Matcher form = FORM.matcher(key.trim());
            return form.matches() ? Optional.of(normal(form.group(1))) : Optional.empty();
        }

        private static RegistryKey normal(String authority) {
            String lower = authority.toLowerCase(Locale.ROOT);
            String host = lower.endsWith(":443") ? lower.substring(0, lower.length() - 4) : lower;
            return new RegistryKey(DOCKER_HUB_NAMES.contains(host) ? DOCKER_HUB : host);
        }

        boolean isNamedBy(String key) {
            return parse(key).filter(this::equals).isPresent();
        }

        /** {@return names of the registry for a credential helper, in order of preference} */
        List<String> questions() {
            return authority.equals(DOCKER_HUB) ? List.of(DOCKER_HUB_KEY) : List.of(authority, "https://" + authority);
        }
    }
}
