package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A recipient of the results of promotions to an environment. Holds names and places of secrets, but no secret: an
 * address that is a secret itself is named as {@code env:NAME}.
 *
 * @param kind of notification
 * @param on results that are sent
 * @param required whether the call fails if the notification cannot be sent; the promotion itself is kept
 * @param timeout of each attempt
 * @param retries maximum number of retries
 * @param settings of that kind, by the name of their element
 */
public record Notification(
        Kind kind, On on, boolean required, Duration timeout, int retries, Map<String, String> settings) {
    /** Default time-out of an attempt. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Default number of retries. */
    public static final int RETRIES = 4;

    private static final String VARIABLE = "env:";
    private static final List<String> ADDRESSES = List.of("url", "endpoint");

    /** The results that are sent. */
    public enum On {
        SUCCESS,
        FAILURE,
        BOTH;

        /** {@return whether such a result is sent} */
        public boolean includes(boolean success) {
            return this == BOTH || success == (this == SUCCESS);
        }
    }

    /** The kinds of notifications, with their settings. */
    public enum Kind {
        /** JSON from a template of the user. */
        WEBHOOK("webhook", List.of("url"), List.of("template", "contentType")),
        /** CDEvents as CloudEvents over HTTP. */
        CDEVENTS("cdEvents", List.of("url"), List.of("mode", "source")),
        /** The payload of Docker Hub's webhooks. */
        DOCKERHUB("dockerHub", List.of("url"), List.of()),
        /** The payload of Azure Container Registry's webhooks. */
        ACR("acr", List.of("url"), List.of()),
        /** A line of text to a Slack channel. */
        SLACK("slack", List.of("url"), List.of("text")),
        /** A card to a Teams channel. */
        TEAMS("teams", List.of("url"), List.of("text")),
        /** The image of a Deployment, set in the cluster. */
        KUBERNETES(
                "kubernetes",
                List.of("deployment", "container"),
                List.of("namespace", "kubeconfig", "context", "force", "image")),
        /** The image in a file that another tool deploys from. */
        GITOPS("gitOps", List.of("directory", "file"), List.of("form", "path", "image")),
        /** The image of an App Service. */
        AZUREAPPSERVICE(
                "azureAppService",
                List.of("subscription", "resourceGroup", "app"),
                List.of("slot", "endpoint", "image")),
        /** The image of a container group. */
        AZURECONTAINERINSTANCES(
                "azureContainerInstances",
                List.of("subscription", "resourceGroup", "containerGroup", "container"),
                List.of("endpoint", "image"));

        private static final List<String> CALL = List.of("serverId", "tokenEnv", "hmacEnv", "insecure", "caFile");

        private final String element;
        private final List<String> needed;
        private final List<String> possible;

        Kind(String element, List<String> needed, List<String> possible) {
            this.element = element;
            this.needed = needed;
            this.possible = possible;
        }

        /** {@return the name of its XML element} */
        public String element() {
            return element;
        }

        private IllegalSettingException illegal(String why) {
            return new IllegalSettingException(
                    EnvironmentSetting.NOTIFICATION.named(element).and(" " + why));
        }

        private boolean knows(String setting) {
            return needed.contains(setting) || possible.contains(setting) || (this != GITOPS && CALL.contains(setting));
        }

        private boolean tellsFailure() {
            return this == WEBHOOK || this == SLACK || this == TEAMS;
        }

        /** Whether the address itself is the secret of such a webhook. */
        private boolean hasSecretAddress() {
            return this == SLACK || this == TEAMS;
        }
    }

    /** @throws IllegalArgumentException if a setting is missing, unknown or a secret, or a number is out of range */
    public Notification {
        // In a fixed order: the same configuration gives the same build record.
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        for (String name : kind.needed) {
            if (settings.getOrDefault(name, "").isBlank()) {
                throw lacking(kind, name);
            }
        }
        for (String name : settings.keySet()) {
            if (!kind.knows(name)) {
                throw kind.illegal("has no setting " + Text.quote(name));
            }
        }
        if (timeout.isNegative() || timeout.isZero() || retries < 0) {
            throw kind.illegal("has a timeout that is not positive, or a negative number of retries");
        }
        if (on != On.SUCCESS && !kind.tellsFailure()) {
            throw new IllegalSettingException(
                    setting(kind, "on").and(" is not for this kind, which has nothing to say of a failure"));
        }
        for (String name : List.of("tokenEnv", "hmacEnv")) {
            EnvironmentSetting.requireVariable(setting(kind, name), Optional.ofNullable(settings.get(name)));
        }
        if (settings.getOrDefault("kubeconfig", "").contains("\n")) {
            throw new IllegalSettingException(setting(kind, "kubeconfig")
                    .and(" is not a file name. If it is the content, and has a login, change that: whoever reads it"
                            + " there has it"));
        }
        for (String name : ADDRESSES) {
            if (settings.containsKey(name)) {
                checkAddress(kind, name, settings.getOrDefault(name, ""));
            }
        }
    }

    private static Message setting(Kind kind, String name) {
        return Message.of("'" + name + "' of the notification")
                .because(EnvironmentSetting.NOTIFICATION_SETTING, kind.element, name);
    }

    private static IllegalSettingException lacking(Kind kind, String name) {
        return new IllegalSettingException(setting(kind, name).and(" is missing"));
    }

    private static void checkAddress(Kind kind, String name, String address) {
        Message what = setting(kind, name);
        if (Withheld.isExpression(address)) {
            return;
        }
        if (address.startsWith(VARIABLE)) {
            EnvironmentSetting.requireVariable(what, Optional.of(address.substring(VARIABLE.length())));
            return;
        }
        try {
            URI uri = new URI(address);
            if (uri.getHost() == null || !List.of("https", "http").contains(uri.getScheme())) {
                throw new IllegalSettingException(what.and(" is not an address with https:// and a host"));
            }
            boolean loopback = List.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost());
            if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || (kind.hasSecretAddress() && !loopback)) {
                throw new IllegalSettingException(
                        what.and(" holds a secret, which does not belong into a POM: put it into an environment"
                                + " variable, and write env:NAME"));
            }
        } catch (URISyntaxException e) {
            throw new IllegalSettingException(what.and(" is not an address"));
        }
    }

    /**
     * @param name of a setting's element
     * @return its value, if it is set
     */
    public Optional<String> setting(String name) {
        return Optional.ofNullable(settings.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * @param name of a setting's element that this kind requires
     * @return its value
     */
    public String needed(String name) {
        return setting(name).orElseThrow(() -> lacking(kind, name));
    }

    /** {@return the same notification, with addresses reduced to their hosts} */
    Notification withoutPaths() {
        Map<String, String> shortened = new TreeMap<>(settings);
        for (String name : ADDRESSES) {
            shortened.computeIfPresent(name, (key, address) -> Withheld.path(address));
        }
        return new Notification(kind, on, required, timeout, retries, shortened);
    }

    /** {@return the kind and the recipient, as messages name them} */
    @Override
    public String toString() {
        return kind.element
                + setting("url")
                        .or(() -> setting("deployment"))
                        .or(() -> setting("app"))
                        .or(() -> setting("containerGroup"))
                        .or(() -> setting("file"))
                        .map(to -> " " + Text.quote(to))
                        .orElse("");
    }
}
