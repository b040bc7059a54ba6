package io.github.imagepromotion.notify;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.notify.Kubeconfig.Cluster;
import io.github.imagepromotion.registry.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The service account of the pod that this process runs in (Kubernetes, "Accessing the Kubernetes API from a Pod"). */
final class ServiceAccount {
    private static final Path HOME = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final int LARGEST = 1024 * 1024;

    private final Path home;

    /** Creates the account at the path where Kubernetes mounts it. */
    ServiceAccount() {
        this(HOME);
    }

    ServiceAccount(Path home) {
        this.home = home;
    }

    /** {@return whether the files of a service account exist} */
    boolean exists() {
        return Files.isRegularFile(home.resolve("token"));
    }

    /**
     * @param host API server host, from {@code KUBERNETES_SERVICE_HOST}
     * @param port API server port, from {@code KUBERNETES_SERVICE_PORT}
     * @return the cluster of the pod
     */
    Cluster cluster(String host, String port) throws IOException {
        String name = host.contains(":") ? "[" + host + "]" : host;
        URI server;
        try {
            server = URI.create("https://" + name + ":" + port);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "KUBERNETES_SERVICE_HOST and _PORT name no server: " + Text.quote(host + ":" + port), e);
        }
        return new Cluster(
                server,
                Optional.of(text("ca.crt")),
                Optional.of(Secret.of(text("token").trim())),
                Optional.empty(),
                Optional.empty(),
                text("namespace").trim());
    }

    private String text(String name) throws IOException {
        Path file = home.resolve(name);
        if (Files.size(file) > LARGEST) {
            throw new ImageException("'" + file + "' is too large for what it is");
        }
        return Files.readString(file);
    }
}
