package io.github.imagepromotion.importing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;

/**
 * The same image, as the tools of this field write it: umoci makes it, and skopeo, crane, oras, docker, podman and
 * buildah take it and give it back. It has a layer with a file that does not compress, one that does, and one twice.
 */
final class RealArchives implements AutoCloseable {
    /** The name of the image in every archive that has names. */
    static final String NAME = "localhost/shop:1.0";

    final Path directory;
    final DockerRegistry registry = DockerRegistry.anonymous();
    /** What is given to image:import, by what wrote it. */
    final Map<String, String> sources = new LinkedHashMap<>();

    private final DockerDaemon docker;
    private final DockerDaemon newerDocker;

    RealArchives(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.docker = DockerDaemon.start(directory.resolve("docker"));
        umoci();
        skopeo();
        pushed();
        docker();
        this.newerDocker = newerDocker();
        podman();
        newerPodman();
        buildah();
        jib();
    }

    /** {@return the registry's name of the image} */
    String inRegistry() {
        return registry.address() + "/shop:1.0";
    }

    /** {@return variables under which docker and podman find the stores of these tests} */
    Map<String, String> environment() {
        return Map.of(
                "DOCKER_HOST",
                docker.host(),
                "CONTAINERS_STORAGE_CONF",
                directory.resolve("podman-storage.conf").toString());
    }

    /** {@return what docker said} */
    String docker(String... arguments) {
        return new String(docker.run(arguments), UTF_8);
    }

    private void umoci() throws IOException {
        Path layout = directory.resolve("umoci");
        run("umoci", "init", "--layout", layout.toString());
        run("umoci", "new", "--image", layout + ":1.0");
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        insert(layout, "noise", noise);
        insert(layout, "text", "to be or not to be\n".repeat(2_000).getBytes(UTF_8));
        insert(layout, "text", "to be or not to be\n".repeat(2_000).getBytes(UTF_8));
        run(
                "umoci",
                "config",
                "--image",
                layout + ":1.0",
                "--config.entrypoint",
                "/bin/sh",
                "--config.label",
                "vendor=Acme & <Sons>",
                "--author",
                "Ada");
        sources.put("umoci, OCI layout", "oci:" + layout + ":1.0");
    }

    private void insert(Path layout, String name, byte[] content) throws IOException {
        Path file = directory.resolve(name);
        Files.write(file, content);
        run("umoci", "insert", "--image", layout + ":1.0", file.toString(), "/opt/" + name);
    }

    private void skopeo() throws IOException {
        String layout = "oci:" + directory.resolve("umoci") + ":1.0";
        skopeo(layout, "docker-archive", "skopeo.tar", NAME);
        skopeo(layout, "oci-archive", "skopeo-oci.tar", "1.0");
        skopeo(layout, "oci", "skopeo-oci", "1.0");
        Path zstd = directory.resolve("zstd");
        run("skopeo", "copy", "--dest-compress-format", "zstd", "--dest-compress", layout, "dir:" + zstd);
        run("skopeo", "copy", "dir:" + zstd, "oci:" + directory.resolve("skopeo-zstd") + ":1.0");
        sources.put("skopeo, OCI layout of zstd layers", "oci:" + directory.resolve("skopeo-zstd"));
        Path compressed = directory.resolve("gzipped.tar.gz");
        Files.write(
                compressed,
                Commands.run("gzip", "-c", directory.resolve("skopeo.tar").toString()));
        sources.put("skopeo, docker archive, gzipped", "docker-archive:" + compressed);
    }

    private void skopeo(String from, String transport, String file, String name) {
        String target = transport + ":" + directory.resolve(file);
        run("skopeo", "copy", from, target + ":" + name);
        sources.put("skopeo, " + transport, target);
    }

    private void pushed() {
        String image = inRegistry();
        run(
                "skopeo",
                "copy",
                "--dest-tls-verify=false",
                "oci:" + directory.resolve("umoci") + ":1.0",
                "docker://" + image);
        sources.put("docker-registry", "docker://" + image);
        String digest = crane("digest", "--insecure", image);
        sources.put("docker-registry, by digest", "docker://" + image.replace(":1.0", "@" + digest));
        String schema2 = image.replace(":1.0", ":schema2");
        run(
                "skopeo",
                "copy",
                "--format",
                "v2s2",
                "--dest-tls-verify=false",
                "oci:" + directory.resolve("umoci") + ":1.0",
                "docker://" + schema2);
        sources.put("docker-registry, docker schema 2", "docker://" + schema2);
        for (String format : new String[] {"tarball", "legacy", "oci"}) {
            Path target = directory.resolve("crane-" + format);
            crane("pull", "--insecure", "--format", format, image, target.toString());
            sources.put("crane, " + format, (format.equals("oci") ? "oci:" : "docker-archive:") + target);
        }
        Path backup = directory.resolve("oras.tar");
        Commands.run(Commands.peer("oras"), "backup", "--plain-http", "--output", backup.toString(), image);
        sources.put("oras backup", "oci-archive:" + backup);
    }

    /**
     * Pushes an index over two platforms, and an index over that one, as crane writes it.
     *
     * @param archive of the index
     * @return the registry's names of both
     */
    List<String> indexes(String archive) {
        String index = inRegistry().replace(":1.0", ":index");
        run("skopeo", "copy", "--all", "--dest-tls-verify=false", archive, "docker://" + index);
        String nested = inRegistry().replace(":1.0", ":nested");
        crane("index", "append", "--insecure", "--flatten=false", "-m", index, "-t", nested);
        return List.of(index, nested);
    }

    /** {@return a layout of two images, as umoci writes it, named {@code 1.0} and {@code other}} */
    Path layoutOfTwo() {
        Path layout = directory.resolve("umoci-two");
        Commands.run("cp", "-r", directory.resolve("umoci").toString(), layout.toString());
        run("umoci", "config", "--image", layout + ":1.0", "--tag", "other", "--config.user", "7");
        return layout;
    }

    private void docker() throws IOException {
        docker.run("load", "-i", directory.resolve("skopeo.tar").toString());
        Path saved = directory.resolve("docker.tar");
        docker.run("save", "-o", saved.toString(), NAME);
        sources.put("docker save", "docker-archive:" + saved);
        docker.run("tag", NAME, "localhost/other:2");
        Path two = directory.resolve("docker-two.tar");
        docker.run("save", "-o", two.toString(), NAME, "localhost/other:2", "localhost/shop");
        sources.put("docker save, one of several names", "docker-archive:" + two + ":" + NAME);
        sources.put("docker daemon", "docker-daemon:" + NAME);
    }

    /** The development suite's docker has both image stores; each saves in a form of its own. */
    private DockerDaemon newerDocker() throws IOException {
        DockerDaemon last = docker;
        for (DockerDaemon.ImageStore store : DockerDaemon.ImageStore.values()) {
            if (last != docker) {
                last.close();
            }
            String name = "docker-newer-" + store.name().toLowerCase(Locale.ROOT);
            last = DockerDaemon.startNewer(directory.resolve(name), store);
            last.run("load", "-i", directory.resolve("skopeo.tar").toString());
            Path saved = directory.resolve(name + ".tar");
            last.run("save", "-o", saved.toString(), NAME);
            for (String transport : List.of("docker-archive", "oci-archive")) {
                sources.put("newer docker save, image store " + store + ", " + transport, transport + ":" + saved);
            }
        }
        return last;
    }

    /**
     * What docker with containerd's image store saves of an index that it has all of, and of one of which it pulled this
     * machine's platform.
     *
     * @param archive of the index
     * @param name of the image in it
     * @return both archives
     */
    List<Path> savedIndexes(String archive, String name) {
        newerDocker.run("load", "-i", archive);
        Path whole = directory.resolve("docker-index.tar");
        newerDocker.run("save", "-o", whole.toString(), name);
        newerDocker.run("image", "rm", "--force", name);
        String pulled = inRegistry().replace("http://", "").replace(":1.0", ":pulled");
        run("skopeo", "copy", "--all", "--dest-tls-verify=false", "oci-archive:" + archive, "docker://" + pulled);
        newerDocker.run("pull", "--quiet", pulled);
        Path part = directory.resolve("docker-part.tar");
        newerDocker.run("save", "-o", part.toString(), pulled);
        return List.of(whole, part);
    }

    private void newerPodman() throws IOException {
        Path storage = storage("podman-newer");
        Path configuration = directory.resolve("podman-newer.conf");
        Files.writeString(
                configuration,
                "[engine]\nhelper_binaries_dir = [\""
                        + Path.of(Commands.peer("netavark")).getParent() + "\"]\n");
        Map<String, String> environment =
                Map.of("CONTAINERS_STORAGE_CONF", storage.toString(), "CONTAINERS_CONF", configuration.toString());
        String podman = Commands.peer("podman");
        Commands.run(
                environment,
                podman,
                "load",
                "-q",
                "-i",
                directory.resolve("skopeo.tar").toString());
        for (String format : new String[] {"docker-archive", "oci-archive"}) {
            Path target = directory.resolve("podman-newer-" + format + ".tar");
            Commands.run(environment, podman, "save", "-q", "--format", format, "-o", target.toString(), NAME);
            sources.put("newer podman save, " + format, format + ":" + target);
        }
    }

    private Path storage(String name) throws IOException {
        Path configuration = directory.resolve(name + "-storage.conf");
        Files.writeString(
                configuration,
                "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + directory.resolve(name + "-containers")
                        + "\"\nrunroot = \"" + directory.resolve(name + "-run") + "\"\n");
        return configuration;
    }

    private void podman() throws IOException {
        storage("podman");
        store("podman", "load", "-q", "-i", directory.resolve("skopeo.tar").toString());
        for (String format : new String[] {"docker-archive", "oci-archive"}) {
            Path target = directory.resolve("podman-" + format + ".tar");
            store("podman", "save", "-q", "--format", format, "-o", target.toString(), NAME);
            sources.put("podman save, " + format, format + ":" + target);
        }
        sources.put("podman store", "podman:" + NAME);
    }

    private void buildah() {
        for (String format : new String[] {"docker-archive", "oci-archive"}) {
            Path target = directory.resolve("buildah-" + format + ".tar");
            store("buildah", "push", "-q", NAME, format + ":" + target + ":" + NAME);
            sources.put("buildah push, " + format, format + ":" + target);
        }
    }

    /** Without a layer of its own, so that the image is the same. */
    private void jib() throws IOException {
        Path target = directory.resolve("jib.tar");
        try {
            Jib.from(TarImage.at(directory.resolve("skopeo.tar")))
                    .containerize(Containerizer.to(TarImage.at(target).named(NAME))
                            .setBaseImageLayersCache(directory.resolve("jib-base"))
                            .setApplicationLayersCache(directory.resolve("jib-layers"))
                            .setOfflineMode(true));
        } catch (InterruptedException
                | ExecutionException
                | InvalidImageReferenceException
                | RegistryException
                | CacheDirectoryCreationException e) {
            throw new AssertionError("jib did not write its tar", e);
        }
        sources.put("jib", "docker-archive:" + target);
    }

    private static String crane(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Commands.peer("crane");
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return new String(Commands.run(command), UTF_8).trim();
    }

    private void store(String tool, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Commands.installed(tool);
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Commands.run(environment(), command);
    }

    private static void run(String tool, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = Commands.installed(tool);
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Commands.run(command);
    }

    @Override
    public void close() throws IOException {
        newerDocker.close();
        docker.close();
        registry.close();
    }
}
