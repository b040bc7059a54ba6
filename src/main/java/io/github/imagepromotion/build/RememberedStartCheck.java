package io.github.imagepromotion.build;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.assembly.ImageAssembly;
import io.github.imagepromotion.build.assembly.StartCheck;
import io.github.imagepromotion.build.base.Base.PlatformBase;
import io.github.imagepromotion.disk.BuildState;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.ImageConfig;
import io.github.imagepromotion.manifest.ImageManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that the image of each platform can start. Passed checks without warnings are remembered, so that the base
 * need not be read again.
 */
record RememberedStartCheck(BuildRequest request) {

    /** @throws io.github.imagepromotion.image.ImageException if the image certainly cannot start */
    void check(Parts parts, ImageAssembly assembly) throws IOException {
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
}
