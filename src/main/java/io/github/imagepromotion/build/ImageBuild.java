package io.github.imagepromotion.build;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.application.ApplicationBuilder;
import io.github.imagepromotion.build.application.BuiltApplication;
import io.github.imagepromotion.build.assembly.ImageAssembly;
import io.github.imagepromotion.build.assembly.StartCheck;
import io.github.imagepromotion.build.base.OpenBase;
import io.github.imagepromotion.build.base.PlatformBase;
import io.github.imagepromotion.build.inputs.InputHash;
import io.github.imagepromotion.disk.BuildState;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import io.github.imagepromotion.registry.RegistryRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A build that can be asked what it depends on before it is run. */
public final class ImageBuild implements Closeable {
    private final BuildRequest request;
    private final OpenBase base;
    private final ApplicationBuilder application;

    private ImageBuild(BuildRequest request, OpenBase base, ApplicationBuilder application) {
        this.request = request;
        this.base = base;
        this.application = application;
    }

    /**
     * @param request what is to be built
     * @return its build; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if the base image is not there
     */
    public static ImageBuild of(BuildRequest request) throws IOException {
        Workspace workspace = request.workspace();
        ApplicationBuilder application =
                new ApplicationBuilder(request.application(), request.container(), workspace.workDirectory());
        return new ImageBuild(request, workspace.images(RegistryRole.BASE).open(request.base()), application);
    }

    /**
     * Adds all that the image depends on: the content of its files, its settings, and the digest of the base, which is
     * looked up where the reference is a tag and a registry may be asked.
     *
     * @param inputs where it goes
     * @throws io.github.imagepromotion.image.ImageException if the base image is not to be had
     */
    public void addInputs(InputHash inputs) throws IOException {
        inputs.add("base", request.base(), base.digest());
        inputs.addAll("platforms", request.platforms());
        inputs.addAll("annotations", request.annotations().keySet());
        inputs.addAll("annotation values", request.annotations().values());
        application.addInputs(inputs);
    }

    /**
     * @param file that may be one of the build's
     * @return the hash of its content, which is not read again where it is known
     */
    public Digest content(Path file) throws IOException {
        return application.content(file);
    }

    /** Remembers what the files were, so that they need not be read the next time; for when there is nothing to do. */
    public void rememberInputs() throws IOException {
        application.rememberInputs();
    }

    /**
     * Checks the application, takes the base, builds the application's layers, and puts them together for each
     * platform.
     *
     * @return the image; the caller closes it
     * @throws io.github.imagepromotion.image.ImageException if the request cannot be met, with the remedy
     * @throws IOException if the disk or a registry fails
     */
    public BuiltImage run() throws IOException {
        IoFunction<Consumer<String>, BuiltApplication> prepared = application.prepare();
        Parts parts = Parts.make(
                () -> base.take(request.platforms()),
                () -> prepared.apply(request.workspace().progress()));
        try {
            return assemble(parts);
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private BuiltImage assemble(Parts parts) throws IOException {
        ImageAssembly assembly =
                ImageAssembly.of(parts.base(), parts.application(), request.container(), request.annotations());
        checkStart(parts, assembly);
        return new BuiltImage(assembly.image(), assembly.blobs(), parts.base().image(), parts);
    }

    /** What passed without a word is remembered, so that the layers of the base are not looked into each time. */
    private void checkStart(Parts parts, ImageAssembly assembly) throws IOException {
        Path memory = request.workspace().workDirectory().resolve("start-check.properties");
        Set<String> before = BuildState.read(memory).texts().keySet();
        Map<String, String> passed = new HashMap<>();
        Set<Message> told = new HashSet<>();
        StartCheck check = new StartCheck(parts.base(), parts.application(), request.checksStart(), line -> {
            if (told.add(line)) {
                request.workspace().warnings().accept(line);
            }
        });
        List<ImageManifest> manifests = assembly.image().imageManifests();
        for (int i = 0; i < manifests.size(); i++) {
            byte[] config = assembly.blobs().read(manifests.get(i).config(), ImageConfig.LARGEST);
            JsonObject json = Json.object(config, "config of the image");
            PlatformBase platform = parts.base().platforms().get(i);
            String inputs = check.inputs(platform, json).hex();
            if (!before.contains(inputs)) {
                check.check(platform, json);
            }
            passed.put(inputs, "starts");
        }
        if (told.isEmpty() && !passed.keySet().equals(before)) {
            new BuildState(passed).write(memory);
        }
    }

    /** Closes the base, unless {@link #run} has handed it on to the image. */
    @Override
    public void close() throws IOException {
        base.close();
    }
}
