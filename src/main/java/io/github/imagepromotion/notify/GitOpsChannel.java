package io.github.imagepromotion.notify;

import io.github.imagepromotion.environment.Notification;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.notify.Notifier.Channel;
import io.github.imagepromotion.notify.Notifier.NotifyReason;
import io.github.imagepromotion.notify.gitops.DeploymentFile;
import io.github.imagepromotion.notify.gitops.YamlPath;
import io.github.imagepromotion.notify.gitops.YamlText;
import io.github.imagepromotion.promotion.EnvironmentChange.Announced;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes the image digest into a file that a GitOps tool deploys from: a kustomization, Helm values, or a plain
 * manifest. Committing is left to whoever checked out the directory.
 */
final class GitOpsChannel implements Channel {
    private final Notification to;
    private final Services services;

    GitOpsChannel(Notification to, Services services) {
        this.to = to;
        this.services = services;
    }

    @Override
    public void check(Announcement announcement) throws IOException {
        changed(file().read(), announcement);
    }

    @Override
    public String tell(Announcement announcement) throws IOException {
        DeploymentFile file = file();
        YamlText before = file.read();
        YamlText after = changed(before, announcement);
        if (after.equals(before)) {
            return "it is there already, nothing to write";
        }
        file.write(after);
        return "wrote " + announcement.image().digest() + "; commit it";
    }

    private DeploymentFile file() throws IOException {
        Path directory = services.directory().resolve(to.needed("directory"));
        return DeploymentFile.in(directory, to.needed("file"));
    }

    private YamlText changed(YamlText text, Announcement announcement) {
        Announced image = announcement.image();
        return switch (to.setting("form").orElse("manifest")) {
            case "kustomization" -> kustomization(text, image);
            case "values" -> values(text, image);
            case "manifest" ->
                text.with(path("spec.template.spec.containers[name=" + name(image) + "].image"), image.pinned());
            default ->
                throw new ImageException(Message.of(to + ": 'form' is none of kustomization, values, manifest.")
                        .because(NotifyReason.MISCONFIGURED));
        };
    }

    /**
     * Sets {@code images} of a kustomization. With a digest, kustomize ignores the tag ("images"), which is set for
     * readers.
     */
    private YamlText kustomization(YamlText text, Announced image) {
        String entry = "images[name=" + to.setting("path").orElse(image.name().toString()) + "]";
        YamlPath tag = YamlPath.of(entry + ".newTag");
        YamlText named = text.with(YamlPath.of(entry + ".newName"), image.place())
                .with(YamlPath.of(entry + ".digest"), image.digest().toString());
        return named.value(tag).isPresent()
                ? named.with(tag, image.buildId().tag().name())
                : named;
    }

    /** Sets the value at the path; the last name of the path tells which part of the image it holds. */
    private YamlText values(YamlText text, Announced image) {
        YamlPath path = path("image.digest");
        String value =
                switch (path.last()) {
                    case "tag" -> image.buildId().tag().name() + "@" + image.digest();
                    case "image" -> image.pinned();
                    default -> image.digest().toString();
                };
        return text.with(path, value);
    }

    private YamlPath path(String standard) {
        return YamlPath.of(to.setting("path").orElse(standard));
    }

    private static String name(Announced image) {
        String name = image.name().toString();
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
