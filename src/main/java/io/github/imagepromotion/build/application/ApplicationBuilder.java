package io.github.imagepromotion.build.application;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.github.imagepromotion.build.application.BuiltApplication.RuntimeNeeds;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.InputHash;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds the application layers of an image. */
public final class ApplicationBuilder {
    private final Application application;
    private final ContainerSettings settings;
    private final Path workDirectory;
    private final SourceFiles sources;

    /**
     * @param application the application
     * @param settings settings of its container
     * @param workDirectory directory of this module, in which layers are kept
     */
    public ApplicationBuilder(Application application, ContainerSettings settings, Path workDirectory)
            throws IOException {
        this.application = application;
        this.settings = settings;
        this.workDirectory = workDirectory;
        this.sources = SourceFiles.of(workDirectory);
    }

    /**
     * Adds all inputs of the application's layers, by content.
     *
     * @param inputs receives the inputs
     */
    public void addInputs(InputHash inputs) throws IOException {
        new ApplicationInputs(sources, inputs).add(application, settings);
    }

    /**
     * @param file a file that may be one of the application's
     * @return the hash of its content, which is only read if it may have changed
     */
    public Digest content(Path file) throws IOException {
        return sources.content(file);
    }

    /** Remembers the states of the files that {@link #addInputs} read, if nothing is built. */
    public void rememberInputs() throws IOException {
        sources.remember();
    }

    /**
     * Checks everything that can be checked before anything is pulled or written.
     *
     * @return the application, ready to be built
     * @throws io.github.imagepromotion.image.ImageException if the main class is needed and unknown, or a dependency is
     *     not a file
     */
    public Prepared prepare() throws IOException {
        Placement placement = Placement.of(application.contents(), AbsoluteUnixPath.get(settings.appRoot()));
        return new Prepared(placement, StartCommand.of(placement, settings));
    }

    /** A checked application, of which nothing is built yet. */
    public final class Prepared {
        private final Placement placement;
        private final StartCommand start;

        private Prepared(Placement placement, StartCommand start) {
            this.placement = placement;
            this.start = start;
        }

        /**
         * @param progress receives lines about steps that take time
         * @return the layers of the application, and how it is started
         */
        public BuiltApplication build(Consumer<String> progress) throws IOException {
            List<FileEntriesLayer> plan = LayerPlan.of(application, placement, start, settings, workDirectory);
            if (plan.isEmpty()) {
                return new BuiltApplication(
                        List.of(),
                        start.command(),
                        (blob, offset) -> {
                            throw new NoSuchFileException(blob.digest().toString());
                        },
                        needs(plan));
            }
            LayerStore.Stored layers = new LayerStore(workDirectory, sources, progress).take(plan);
            return new BuiltApplication(layers.layers(), start.command(), layers.blobs(), needs(plan));
        }

        private RuntimeNeeds needs(List<FileEntriesLayer> plan) throws IOException {
            boolean servedByBase = application.contents() instanceof Contents.War
                    && settings.entrypoint() instanceof Entrypoint.Inherited;
            return new RuntimeNeeds(
                    LayerPlan.files(plan),
                    placement.javaRelease(),
                    settings.entrypoint() instanceof Entrypoint.Java
                            ? start.missingMainClass(placement)
                            : Optional.empty(),
                    !settings.extraClasspath().isEmpty(),
                    servedByBase ? Optional.of(settings.appRoot()) : Optional.empty());
        }
    }
}
