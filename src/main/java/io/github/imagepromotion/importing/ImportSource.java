package io.github.imagepromotion.importing;

import io.github.imagepromotion.build.base.BaseImageReference;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.PathReference;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.importing.ImageImporter.ImportReason;
import io.github.imagepromotion.importing.docker.SavedImage.SavingTool;
import java.nio.file.Path;

/** The source of an import. {@code toString} returns the form that {@link #of} parses. */
public sealed interface ImportSource {

    /**
     * An archive in the format of {@code docker save}.
     *
     * @param file the archive, and which of its images
     */
    record DockerArchive(PathReference file) implements ImportSource {
        @Override
        public String toString() {
            return "docker-archive:" + file;
        }
    }

    /**
     * A packaged Helm chart.
     *
     * @param file the package, as {@code helm package} writes it; its provenance file is beside it
     */
    record Chart(Path file) implements ImportSource {
        @Override
        public String toString() {
            return "helm:" + file;
        }
    }

    /**
     * An OCI layout, in a directory or an archive.
     *
     * @param place a {@link BaseImageReference.Layout} or {@link BaseImageReference.OciArchive}
     */
    record Layout(BaseImageReference place) implements ImportSource {
        @Override
        public String toString() {
            return place.toString();
        }
    }

    /**
     * An image in a registry.
     *
     * @param image its name
     */
    record Remote(BaseImageReference.Remote image) implements ImportSource {
        @Override
        public String toString() {
            return "docker://" + image;
        }
    }

    /**
     * An image in the store of a daemon or tool on this machine.
     *
     * @param tool the tool
     * @param name name of the image in that store
     */
    record Store(SavingTool tool, String name) implements ImportSource {
        /** @throws IllegalArgumentException if the name is malformed, or could be taken for an option of the tool */
        public Store {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,511}")) {
                throw new IllegalArgumentException("not the name of an image: " + Text.quote(name));
            }
        }

        @Override
        public String toString() {
            return tool.transport() + ":" + name;
        }
    }

    /**
     * @param text {@code docker-archive:FILE[:ref]}, {@code oci-archive:FILE[:ref]}, {@code oci:DIR[:ref]}, {@code
     *     docker-daemon:ref}, {@code podman:ref}, {@code docker://ref[@digest]} or {@code helm:FILE}
     * @param directory against which relative paths are resolved
     * @return the source
     * @throws ImageException if the text is none of these
     */
    static ImportSource of(String text, Path directory) {
        String source = text.trim();
        int colon = source.indexOf(':');
        String transport = source.substring(0, Math.max(colon, 0));
        String rest = source.substring(colon + 1);
        try {
            return switch (transport) {
                case "docker-archive" -> new DockerArchive(PathReference.of(rest, directory));
                case "oci" -> {
                    PathReference layout = PathReference.of(rest, directory);
                    yield new Layout(new BaseImageReference.Layout(layout.path(), layout.ref()));
                }
                case "oci-archive" -> {
                    PathReference archive = PathReference.of(rest, directory);
                    yield new Layout(new BaseImageReference.OciArchive(archive.path(), archive.ref()));
                }
                case "docker-daemon" -> new Store(SavingTool.DOCKER, rest);
                case "podman" -> new Store(SavingTool.PODMAN, rest);
                case "docker" -> new Remote(new BaseImageReference.Remote(ImageReference.of(withoutSlashes(rest))));
                case "helm" -> {
                    PathReference chart = PathReference.of(rest, directory);
                    if (chart.ref().isPresent()) {
                        throw new IllegalArgumentException("a file holds one chart, and nothing follows its name");
                    }
                    yield new Chart(chart.path());
                }
                default -> throw new IllegalArgumentException("unknown kind of source");
            };
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    Message.of("Cannot read the source " + Text.quote(withoutLogin(text)) + ": "
                                    + e.getMessage() + ". It is"
                                    + " docker-archive:FILE[:ref], oci-archive:FILE[:ref], oci:DIR[:ref],"
                                    + " docker-daemon:ref, podman:ref, docker://ref[@digest] or helm:FILE")
                            .because(ImportReason.REFERENCE),
                    e);
        }
    }

    /** What stands before an {@code @} that no digest follows is a login. */
    private static String withoutLogin(String text) {
        return text.replaceFirst("[^/:]*:[^/@]*@(?!sha256:|sha512:)", "…@");
    }

    private static String withoutSlashes(String rest) {
        if (!rest.startsWith("//")) {
            throw new IllegalArgumentException("it lacks the // of docker://");
        }
        return rest.substring(2);
    }
}
