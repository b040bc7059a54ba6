package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.BuildRecord.Vcs;
import io.github.imagepromotion.build.Workspace;
import io.github.imagepromotion.build.base.BaseImages.RecentAnswers;
import io.github.imagepromotion.build.base.Mirrors;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Elapsed;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.BuildDocuments.Attachment;
import io.github.imagepromotion.plugin.access.BaseRegistries;
import io.github.imagepromotion.plugin.access.CacheDirectory;
import io.github.imagepromotion.plugin.access.CallData;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.config.SigningParameter;
import io.github.imagepromotion.plugin.project.BuildNumber;
import io.github.imagepromotion.plugin.project.ImageDocuments;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.RetryBudget;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/** Base class of goals that run in a build: where images are read from, and the documents about what they make. */
abstract class AbstractBuildMojo extends AbstractImageMojo {

    /**
     * Directory in which images from registries are cached between builds. Defaults to the user's cache directory, or
     * to {@code target/image/cache} if that is not writable.
     */
    @Parameter(property = "image.cacheDirectory")
    private @Nullable File cacheDirectory;

    /**
     * Attaches SLSA provenance to the image: its sources, its parameters and its builder. An image with attached
     * documents has referrers in its registry.
     */
    @Parameter(property = "image.provenance", defaultValue = "true")
    private boolean provenance;

    /**
     * Signing key for the image and its provenance at build, and for the record of each promotion. Without a key they
     * are unsigned. As properties: {@code -Dimage.signing.keyFile}, {@code -Dimage.signing.serverId},
     * {@code -Dimage.signing.passphraseEnv}, {@code -Dimage.signing.sign} and {@code -Dimage.signing.signatureFormat}.
     */
    @Parameter
    private SigningParameter signing = new SigningParameter();

    private static final String TOO_MANY_REQUESTS = "429";

    AbstractBuildMojo(SettingsDecrypter settingsDecrypter) {
        super(settingsDecrypter);
    }

    /** {@return the configured BuildId, otherwise that of the CI server; empty if it is derived from the content} */
    final Optional<BuildId> given(@Nullable String buildId) {
        return new BuildNumber(session)
                .given(Optional.ofNullable(buildId).map(String::trim).filter(text -> !text.isEmpty()));
    }

    /** {@return the commit of the sources; warns once about changes that are not in it} */
    final Optional<Vcs> vcs() throws IOException {
        Optional<Vcs> vcs = new BuildNumber(session).vcs(directories().project());
        vcs.filter(state -> state.changed().isPresent() && CallData.of(session).isFirst("image.changed.told"))
                .ifPresent(state -> getLog().warn("The checkout has changes that are not committed: images are recorded"
                        + " under commit " + Text.printable(state.revision())
                        + ", from which they cannot be built again."
                        + " Commit the changes, and build again before you promote."));
        return vcs;
    }

    /** {@return the signer of what this goal makes} */
    final Attester attester() throws IOException {
        return attester(signing, "build");
    }

    /** {@return the documents about an image, with these files} */
    final ImageDocuments documents(List<Attachment> files) throws IOException {
        return new ImageDocuments(session, project, execution, redactor(), attester(), provenance, files);
    }

    /** {@return the workspace of an import from a registry of that role, or from files} */
    final Workspace workspace(RegistryRole role) {
        return new Workspace(
                cacheDirectory(),
                directories().build().resolve("image"),
                session.isOffline(),
                new BaseRegistries(clients(), this::sourceRetries, Optional.empty(), false, role),
                Mirrors.none(),
                RecentAnswers.none(),
                line -> getLog().info(line),
                line -> getLog().warn(line));
    }

    /** {@return the cache directory shared by all builds of a user} */
    protected final Path cacheDirectory() {
        return cacheDirectory == null
                ? CacheDirectory.ofUser(
                        CallerEnvironment.of(session),
                        directories().build().resolve("image").resolve("cache"),
                        remark -> getLog().warn(remark))
                : cacheDirectory.toPath();
    }

    /**
     * {@return the retries for a registry that images are read from, which log each retry, since the build waits
     * silently otherwise}
     */
    final RetryBudget sourceRetries() {
        return retryBudget((retry, wait) -> {
            if (wait.compareTo(Duration.ofSeconds(1)) >= 0) {
                String why = retry.why().equals(TOO_MANY_REQUESTS)
                        ? "the registry limits requests (429)"
                        : "it failed (" + retry.why() + ")";
                getLog().warn("Cannot " + Text.printable(retry.what()) + " yet: " + why + ". Trying again in "
                        + Elapsed.shown(wait) + ".");
            }
        });
    }
}
