package io.github.imagepromotion.plugin;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Platform;
import io.github.imagepromotion.importing.ImageImporter;
import io.github.imagepromotion.importing.ImportRequest;
import io.github.imagepromotion.importing.ImportSource;
import io.github.imagepromotion.plugin.access.CallerEnvironment;
import io.github.imagepromotion.plugin.config.Configured;
import io.github.imagepromotion.plugin.project.ArtifactOutput;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Imports an image that another tool built, checks it, and attaches it to the build as {@code image:build} does: the
 * image archive ({@code tar}, classifier {@code image}) and the build record ({@code json}, classifier {@code image}).
 *
 * <p>The digest is fixed here and is the same in every environment. An image from an OCI layout or a registry keeps its
 * digest. In a project of packaging {@code pom} the goal runs only if the property {@code image.skipPom} is
 * {@code false}, since a goal that is inherited from a parent also runs in the parent.
 */
@Mojo(name = "import", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public class ImportMojo extends AbstractArtifactMojo {

    /**
     * Location of the image: {@code docker-archive:FILE[:ref]}, {@code oci-archive:FILE[:ref]}, {@code oci:DIR[:ref]},
     * {@code docker-daemon:ref}, {@code podman:ref}, {@code docker://ref[@digest]}, or {@code helm:FILE} for a packaged
     * Helm chart.
     */
    @Parameter(property = "image.source")
    private @Nullable String source;

    /**
     * Comma-separated platforms to import, such as {@code linux/amd64,linux/arm64}; by default all platforms of the
     * source.
     */
    @Parameter(property = "image.platform")
    private @Nullable List<String> platforms;

    /** Maximum size in bytes of all layers together after decompression; an image that exceeds it is refused. */
    @Parameter(property = "image.expansionLimit", defaultValue = "68719476736")
    private long expansionLimit;

    /** Number of threads that compress and check layers; 0 means the number of processors. */
    @Parameter(property = "image.parallelism", defaultValue = "0")
    private int parallelism;

    /**
     * @param settingsDecrypter decrypts passwords of settings.xml
     * @param projectHelper attaches artifacts
     */
    @Inject
    public ImportMojo(SettingsDecrypter settingsDecrypter, MavenProjectHelper projectHelper) {
        super(settingsDecrypter, projectHelper);
    }

    @Override
    protected void run() throws IOException {
        ArtifactOutput output = output();
        ImageImporter importer = new ImageImporter(request());
        String named = String.valueOf(source).trim();
        output.attach("Imported", importer.take(artifact(output), origins().recorded("source", "image.source", named)));
    }

    ImportRequest request() {
        if (source == null || source.isBlank()) {
            throw new ImageException("There is no image to import. Say where it is with <source> (-Dimage.source), such"
                    + " as docker-archive:target/image.tar.");
        }
        return new ImportRequest(
                ImportSource.of(
                        source, directories().of("image.source", directories().project())),
                RegistryRole.SOURCE,
                wanted(),
                limit(expansionLimit),
                threads(parallelism),
                CallerEnvironment.of(session),
                workspace(RegistryRole.SOURCE));
    }

    /** {@return the configured limit of the decompressed size, in bytes} */
    static long limit(long configured) {
        if (configured < 1) {
            throw new ImageException(
                    "Illegal <expansionLimit> (-Dimage.expansionLimit): " + configured + " is not positive.");
        }
        return configured;
    }

    /** {@return the configured number of threads, or that of processors} */
    static int threads(int configured) {
        return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }

    private List<Platform> wanted() {
        try {
            return platforms == null
                    ? List.of()
                    : platforms.stream().map(Platform::of).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw Configured.illegal("<platforms> (-Dimage.platform)", e);
        }
    }
}
