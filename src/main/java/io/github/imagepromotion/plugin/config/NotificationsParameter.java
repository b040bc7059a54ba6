package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.environment.Notification.Kind;
import io.github.imagepromotion.environment.Notification.On;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code <notifications>}: the receivers of results. Maven calls a method for each element; elements may be repeated.
 */
public class NotificationsParameter {
    private static final List<String> FLAGS = List.of("insecure", "force");

    private final List<Supplier<Notification>> list = new ArrayList<>();

    /** @param settings settings of a webhook with a template */
    public void addWebhook(Map<String, String> settings) {
        add(Kind.WEBHOOK, settings);
    }

    /** @param settings settings of a receiver of CDEvents */
    public void addCdEvents(Map<String, String> settings) {
        add(Kind.CDEVENTS, settings);
    }

    /** @param settings settings of a receiver of Docker Hub's webhooks */
    public void addDockerHub(Map<String, String> settings) {
        add(Kind.DOCKERHUB, settings);
    }

    /** @param settings settings of a receiver of Azure Container Registry's webhooks */
    public void addAcr(Map<String, String> settings) {
        add(Kind.ACR, settings);
    }

    /** @param settings settings of a Slack channel */
    public void addSlack(Map<String, String> settings) {
        add(Kind.SLACK, settings);
    }

    /** @param settings settings of a Teams channel */
    public void addTeams(Map<String, String> settings) {
        add(Kind.TEAMS, settings);
    }

    /** @param settings settings of a Kubernetes Deployment */
    public void addKubernetes(Map<String, String> settings) {
        add(Kind.KUBERNETES, settings);
    }

    /** @param settings settings of a file for GitOps */
    public void addGitOps(Map<String, String> settings) {
        add(Kind.GITOPS, settings);
    }

    /** @param settings settings of an Azure App Service */
    public void addAzureAppService(Map<String, String> settings) {
        add(Kind.AZUREAPPSERVICE, settings);
    }

    /** @param settings settings of an Azure container group */
    public void addAzureContainerInstances(Map<String, String> settings) {
        add(Kind.AZURECONTAINERINSTANCES, settings);
    }

    /** Errors are reported when everything is read, as for other elements of the environment. */
    private void add(Kind kind, Map<String, String> elements) {
        list.add(() -> notification(kind, elements));
    }

    private static Notification notification(Kind kind, Map<String, String> elements) {
        if (elements.keySet().stream().anyMatch(LoginInPom::isLogin)) {
            throw LoginInPom.refused(
                    "<" + kind.element() + ">",
                    "a <server> of settings.xml that <serverId> names, or an environment variable that <tokenEnv> or"
                            + " <hmacEnv> names (-Dimage.environments)");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        elements.forEach((name, value) -> settings.put(name, Configured.text(value)));
        String element = "<" + kind.element() + ">";
        On on = on(element, settings.remove("on"));
        boolean required = Configured.flag(settings.remove("required"), element + "<required>");
        for (String flag : FLAGS) {
            Configured.flag(settings.get(flag), element + "<" + flag + ">");
        }
        Duration timeout = Configured.optionalDuration(settings.remove("timeout"), element + "<timeout>")
                .orElse(Notification.TIMEOUT);
        int retries = retries(element, settings.remove("retries"));
        return new Notification(kind, on, required, timeout, retries, settings);
    }

    private static On on(String element, @Nullable String text) {
        try {
            return text == null ? On.SUCCESS : On.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(element + "<on> is none of success, failure, both", e);
        }
    }

    private static int retries(String element, @Nullable String text) {
        return Optional.ofNullable(text)
                .map(number -> {
                    if (!number.matches("[0-9]{1,4}")) {
                        throw new IllegalArgumentException(element + "<retries> is not a number");
                    }
                    return Integer.parseInt(number);
                })
                .orElse(Notification.RETRIES);
    }

    /**
     * @return the receivers in order
     * @throws IllegalArgumentException if a value is invalid
     */
    List<Notification> notifications() {
        return list.stream().map(Supplier::get).toList();
    }
}
