package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.notify.Notifier.Channel;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.notify.Payloads.Payload;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import io.github.imagepromotion.web.WebClient;
import io.github.imagepromotion.web.WebRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** Receivers of POST requests: webhooks, chats, and receivers of events. */
final class PostChannel implements Channel {
    /** IETF draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header). */
    private static final String KEY = "Idempotency-Key";

    private final Caller caller;

    PostChannel(Notification to, Services services) {
        this.caller = new Caller(to, services);
    }

    @Override
    public void check(Announcement announcement) {
        try {
            requests(announcement);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of(announcement.to() + ": " + e.getMessage() + ".").because(NotifyReason.MISCONFIGURED));
        }
    }

    @Override
    public String tell(Announcement announcement) throws IOException {
        List<WebRequest> requests = requests(announcement);
        try (WebClient client = caller.open()) {
            for (WebRequest request : requests) {
                caller.send(client, request);
            }
        }
        return switch (requests.size()) {
            case 0 -> "no image to tell of";
            case 1 -> "told, in 1 message";
            default -> "told, in " + requests.size() + " messages";
        };
    }

    private List<WebRequest> requests(Announcement announcement) {
        Notification to = announcement.to();
        URI url = caller.address();
        if (to.kind() == Notification.Kind.CDEVENTS) {
            boolean binary = to.setting("mode").filter("binary"::equals).isPresent();
            return announcement.change().images().stream()
                    .map(image -> CdEvent.published(announcement, image))
                    .map(kind -> kind(kind, binary, url, to))
                    .toList();
        }
        return payloads(announcement).stream()
                .map(payload -> WebRequest.post(url, payload.type(), payload.body(), to.timeout())
                        .with(KEY, payload.key()))
                .map(caller::complete)
                .toList();
    }

    private WebRequest kind(CdEvent kind, boolean binary, URI url, Notification to) {
        WebRequest request = binary ? kind.binary(url, to.timeout()) : kind.structured(url, to.timeout());
        return caller.complete(request.with(KEY, kind.id()));
    }

    private static List<Payload> payloads(Announcement announcement) {
        return switch (announcement.to().kind()) {
            case WEBHOOK -> Payloads.webhook(announcement);
            case DOCKERHUB -> Payloads.dockerHub(announcement);
            case ACR -> Payloads.acr(announcement);
            case SLACK -> Payloads.slack(announcement);
            case TEAMS -> Payloads.teams(announcement);
            default -> throw new IllegalArgumentException(announcement.to() + " is told otherwise");
        };
    }

    /** Announces that the image runs, to receivers of such events. */
    String tellDeployed(Announcement announcement) throws IOException {
        Notification to = announcement.to();
        boolean binary = to.setting("mode").filter("binary"::equals).isPresent();
        URI url = caller.address();
        try (WebClient client = caller.open()) {
            for (Announced image : announcement.change().images()) {
                caller.send(client, kind(CdEvent.deployed(announcement, image), binary, url, to));
            }
        }
        return "told that it runs";
    }
}
