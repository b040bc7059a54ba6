package io.github.imagepromotion.importing.docker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.docker.DockerArchiveReader.DockerImage;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.manifest.KnownMembers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an archive of docker before 1.10 (docker's image specification 1.0): {@code repositories} names the top layer
 * of each image; each layer is a directory with {@code json}, which names its parent, and {@code layer.tar}.
 */
final class LegacyArchive {
    static final String REPOSITORIES = "repositories";

    private static final int MOST_LAYERS = 1_000;

    private final DockerArchiveReader archive;
    private final byte[] repositories;

    LegacyArchive(DockerArchiveReader archive, byte[] repositories) {
        this.archive = archive;
        this.repositories = repositories;
    }

    DockerImage image(Optional<String> ref) throws IOException {
        Deque<byte[]> history = new ArrayDeque<>();
        Deque<String> layers = new ArrayDeque<>();
        Optional<String> id = Optional.of(top(ref));
        while (id.isPresent()) {
            if (layers.size() == MOST_LAYERS) {
                throw new ImageException("It has more than " + MOST_LAYERS + " layers, or they go in a circle.");
            }
            byte[] json = json(id.get());
            history.addFirst(json);
            layers.addFirst(id.get() + "/layer.tar");
            id = Json.string(Json.object(json, KnownMembers.CONFIG, what(id.get())), "parent", what(id.get()))
                    .filter(parent -> !parent.isEmpty());
        }
        return new DockerImage(Optional.empty(), new ArrayList<>(layers), new ArrayList<>(history));
    }

    private byte[] json(String id) throws IOException {
        if (!id.matches("[0-9a-f]{1,64}")) {
            throw new ImageException(archive.what(REPOSITORIES) + " names the layer " + Text.quote(id)
                    + ", which is not the identifier of one.");
        }
        return archive.document(id + "/json")
                .orElseThrow(() -> new ImageException(
                        archive.files().place() + " names the layer " + id + ", which it does not hold."));
    }

    private String top(Optional<String> ref) {
        Map<String, String> tops = tops();
        List<String> fitting = tops.entrySet().stream()
                .filter(top -> ref.isEmpty() || DockerArchiveReader.isSameName(top.getKey(), ref.get()))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
        if (fitting.size() != 1) {
            throw new ImageException(archive.files().place() + " holds " + fitting.size() + " images"
                    + ref.map(name -> " named " + Text.quote(name)).orElse("")
                    + ", so one must be selected (docker-archive:FILE:ref); it names "
                    + Text.printable(tops.keySet().toString()) + ".");
        }
        return fitting.get(0);
    }

    private Map<String, String> tops() {
        Map<String, String> tops = new LinkedHashMap<>();
        JsonObject json = Json.object(repositories, archive.what(REPOSITORIES));
        for (Map.Entry<String, JsonElement> repository : json.entrySet()) {
            Json.stringMap(json, repository.getKey(), archive.what(REPOSITORIES))
                    .forEach((tag, id) -> tops.put(repository.getKey() + ":" + tag, id));
        }
        return tops;
    }

    private String what(String id) {
        return archive.what(Text.printable(id) + "/json");
    }
}
