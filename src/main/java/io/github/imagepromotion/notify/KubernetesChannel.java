package io.github.imagepromotion.notify;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.notify.Kubeconfig.Cluster;
import io.github.imagepromotion.notify.Notifier.Channel;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.registry.tls.TlsContext;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sets the image of one container of a Deployment to a digest, and nothing else, by server-side apply of that one field
 * (Kubernetes, "Server-Side Apply").
 */
final class KubernetesChannel implements Channel {
    private static final String MANAGER = "image-promotion";
    private static final String APPLY = "application/apply-patch+yaml";

    /** RFC 1123 names, as the API requires: nothing else may get into the URL. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    /** Another field manager owns the field, such as whoever applied the Deployment with an image. */
    private static final Map<Integer, NotifyReason> CONFLICT = Map.of(409, NotifyReason.CONFLICT);

    private final Notification to;
    private final Services services;
    private final Caller caller;
    private final ServiceAccount account;

    KubernetesChannel(Notification to, Services services) {
        this(to, services, new ServiceAccount());
    }

    KubernetesChannel(Notification to, Services services, ServiceAccount account) {
        this.to = to;
        this.services = services;
        this.caller = new Caller(to, services);
        this.account = account;
    }

    @Override
    public void check(Announcement announcement) throws IOException {
        Cluster cluster = cluster();
        TlsContext.of(cluster.tls(origin()));
        request(cluster, announcement.image());
    }

    @Override
    public String tell(Announcement announcement) throws IOException {
        Announced image = announcement.image();
        Cluster cluster = cluster();
        WebRequest request = request(cluster, image);
        try (WebClient client = open(cluster)) {
            caller.send(client, request, CONFLICT);
        }
        return "set " + to.needed("container") + " of deployment " + to.needed("deployment") + " to " + image.pinned();
    }

    private WebClient open(Cluster cluster) {
        return services.open(cluster.tls(origin()), false, to.retries());
    }

    private String origin() {
        return to.setting("kubeconfig").orElse("the service account");
    }

    private Cluster cluster() throws IOException {
        Optional<String> kubeconfig = to.setting("kubeconfig");
        Cluster cluster;
        if (kubeconfig.isPresent()) {
            cluster = Kubeconfig.read(services.directory().resolve(kubeconfig.get()))
                    .cluster(to.setting("context"));
        } else if (account.exists()) {
            cluster = account.cluster(
                    services.plainVariable("KUBERNETES_SERVICE_HOST").orElse("kubernetes.default.svc"),
                    services.plainVariable("KUBERNETES_SERVICE_PORT").orElse("443"));
        } else {
            throw new ImageException(
                    Message.of(to + " names no kubeconfig, and this runs in no pod with a service account.")
                            .because(NotifyReason.NO_KUBECONFIG));
        }
        cluster.token().ifPresent(services.redactor()::hide);
        cluster.key().ifPresent(services.redactor()::hide);
        return cluster;
    }

    private WebRequest request(Cluster cluster, Announced image) {
        String namespace = name("namespace", to.setting("namespace").orElse(cluster.namespace()));
        String deployment = name("deployment", to.needed("deployment"));
        boolean force = to.setting("force").map(Boolean::parseBoolean).orElse(false);
        String base = cluster.server().toString().replaceAll("/+$", "");
        URI uri = URI.create(base + "/apis/apps/v1/namespaces/" + namespace + "/deployments/" + deployment
                + "?fieldManager=" + MANAGER + (force ? "&force=true" : ""));
        String body = new String(Json.compact(applied(deployment, image)), StandardCharsets.UTF_8);
        WebRequest request = new WebRequest("PATCH", uri, Map.of("Content-Type", APPLY), body, to.timeout());
        WebRequest known = cluster.token()
                .map(token -> request.with("Authorization", "Bearer " + token.reveal()))
                .orElse(request);
        return caller.complete(known);
    }

    private String name(String element, String text) {
        if (!NAME.matcher(text).matches()) {
            throw new ImageException(
                    Message.of(to + ": '" + element + "' is not a valid Kubernetes name: " + Text.quote(text) + ".")
                            .because(NotifyReason.MISCONFIGURED));
        }
        return text;
    }

    private JsonObject applied(String deployment, Announced image) {
        JsonObject container = new JsonObject();
        container.addProperty("name", name("container", to.needed("container")));
        container.addProperty("image", image.pinned());
        JsonArray containers = new JsonArray();
        containers.add(container);
        JsonObject pod = new JsonObject();
        pod.add("containers", containers);
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", deployment);
        JsonObject json = new JsonObject();
        json.addProperty("apiVersion", "apps/v1");
        json.addProperty("kind", "Deployment");
        json.add("metadata", metadata);
        json.add("spec", wrapped("template", wrapped("spec", pod)));
        return json;
    }

    private static JsonObject wrapped(String name, JsonObject content) {
        JsonObject json = new JsonObject();
        json.add(name, content);
        return json;
    }
}
