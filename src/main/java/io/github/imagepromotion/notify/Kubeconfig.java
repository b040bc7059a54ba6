package io.github.imagepromotion.notify;

import io.github.imagepromotion.disk.SmallFile;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.IoSupplier;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.TlsFiles.PemText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A kubeconfig file (Kubernetes, "Organizing Cluster Access Using kubeconfig Files"). Credential plugins are refused:
 * no program is started.
 */
final class Kubeconfig {
    private static final int LARGEST = 1024 * 1024;
    private static final String DEFAULT_NAMESPACE = "default";

    private final Path file;
    private final Map<?, ?> root;

    private Kubeconfig(Path file, Map<?, ?> root) {
        this.file = file;
        this.root = root;
    }

    /**
     * @param file the file
     * @return its content
     * @throws ImageException if it is not a kubeconfig
     */
    static Kubeconfig read(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new ImageException("kubeconfig '" + file + "' is too large for one");
            }
            Object root = new Load(LoadSettings.builder().setLabel("kubeconfig").build())
                    .loadFromString(Files.readString(file));
            if (root instanceof Map<?, ?> map) {
                return new Kubeconfig(file, map);
            }
            throw new ImageException("'" + file + "' is not a kubeconfig");
        } catch (NoSuchFileException e) {
            throw new ImageException("there is no kubeconfig '" + file + "'", e);
        } catch (YamlEngineException e) {
            // The cause would quote the file, including secrets.
            throw new ImageException("'" + file + "' is not YAML");
        }
    }

    /**
     * @param name name of a context; empty for the current one
     * @return the cluster with its credentials
     * @throws ImageException if something is missing or not supported
     */
    Cluster cluster(Optional<String> name) throws IOException {
        String context = name.or(() -> text(root, "current-context"))
                .orElseThrow(() -> wrong(Message.of("it has no current-context").because(KubeconfigReason.CONTEXT)));
        Map<?, ?> chosen = named("contexts", context, "context");
        String clusterName =
                text(chosen, "cluster").orElseThrow(() -> wrong("context " + Text.quote(context) + " has no cluster"));
        Map<?, ?> cluster = named("clusters", clusterName, "cluster");
        if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"))) {
            throw wrong("cluster " + Text.quote(clusterName)
                    + " is not verified (insecure-skip-tls-verify); give its certificate-authority instead");
        }
        Optional<String> user = text(chosen, "user");
        Map<?, ?> login = user.isPresent() ? named("users", user.get(), "user") : Map.of();
        refusePlugins(login);
        Optional<String> token = text(login, "token").or(() -> unchecked(() -> content(login, "tokenFile")));
        return new Cluster(
                server(cluster),
                data(cluster, "certificate-authority"),
                token.map(String::trim).map(Secret::of),
                data(login, "client-certificate"),
                data(login, "client-key").map(Secret::of),
                text(chosen, "namespace").orElse(DEFAULT_NAMESPACE));
    }

    private URI server(Map<?, ?> cluster) {
        String text = text(cluster, "server").orElse("");
        try {
            URI server = new URI(text);
            if (!"https".equalsIgnoreCase(server.getScheme())
                    || server.getHost() == null
                    || server.getRawUserInfo() != null) {
                throw wrong("its server " + Text.quote(Text.withoutUser(text))
                        + " is not an address with https:// and a host and without a login");
            }
            return server;
        } catch (URISyntaxException e) {
            throw wrong("its server is not an address");
        }
    }

    private void refusePlugins(Map<?, ?> login) {
        for (String plugin : List.of("exec", "auth-provider")) {
            if (login.containsKey(plugin)) {
                throw wrong(Message.of("its user logs in by a plugin (" + plugin + "), and no program is started here")
                        .because(KubeconfigReason.LOGIN_PLUGIN));
            }
        }
    }

    /** Data is embedded in Base64, or in a file with a path relative to the kubeconfig. */
    private Optional<String> data(Map<?, ?> map, String name) throws IOException {
        Optional<String> encoded = text(map, name + "-data");
        if (encoded.isEmpty()) {
            return content(map, name);
        }
        try {
            return Optional.of(new String(Base64.getMimeDecoder().decode(encoded.get()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw wrong("its " + name + "-data is not Base64");
        }
    }

    private Optional<String> content(Map<?, ?> map, String name) throws IOException {
        Optional<String> named = text(map, name);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Path other = file.toAbsolutePath().resolveSibling(named.get());
        Optional<String> refusal = SmallFile.refusal(other, LARGEST);
        if (refusal.isPresent()) {
            throw wrong("its " + name + " " + Text.quote(named.get()) + " cannot be read: " + refusal.get());
        }
        return Optional.of(Files.readString(other));
    }

    private Optional<String> unchecked(IoSupplier<Optional<String>> reading) {
        try {
            return reading.get();
        } catch (IOException e) {
            throw wrong("its tokenFile cannot be read");
        }
    }

    private Map<?, ?> named(String list, String name, String member) {
        if (root.get(list) instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> map
                        && name.equals(map.get("name"))
                        && map.get(member) instanceof Map<?, ?> found) {
                    return found;
                }
            }
        }
        throw wrong("it has no " + member + " " + Text.quote(name));
    }

    private static Optional<String> text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private ImageException wrong(String why) {
        return wrong(Message.of(why));
    }

    private ImageException wrong(Message why) {
        return new ImageException(Message.of("kubeconfig '" + file + "': ").and(why));
    }

    /** Reasons why a kubeconfig cannot be used. */
    enum KubeconfigReason implements Reason {
        /** No context is selected. */
        CONTEXT,
        /** The user's credentials come from a plugin. */
        LOGIN_PLUGIN
    }

    /**
     * An API server, with credentials.
     *
     * @param server URL of the server, {@code https}
     * @param authority certificate authorities of the server, PEM; empty to trust those of the system
     * @param token Bearer token
     * @param certificate client certificate, PEM
     * @param key private key of the client certificate, PEM
     * @param namespace default namespace
     */
    record Cluster(
            URI server,
            Optional<String> authority,
            Optional<Secret> token,
            Optional<String> certificate,
            Optional<Secret> key,
            String namespace) {

        /**
         * @param origin where certificates and key come from, for messages
         * @return TLS configuration for this server, in memory
         */
        TlsFiles tls(String origin) {
            String host = String.valueOf(server.getHost());
            Optional<TlsFiles.Client> client = certificate.flatMap(chain ->
                    key.map(own -> new TlsFiles.Held(new PemText(origin, Secret.of(chain)), new PemText(origin, own))));
            return new TlsFiles(
                    Optional.empty(),
                    authority.map(pem -> new PemText(origin, Secret.of(pem))),
                    client,
                    host::equalsIgnoreCase);
        }
    }
}
