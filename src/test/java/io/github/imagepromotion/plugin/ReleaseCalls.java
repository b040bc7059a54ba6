package io.github.imagepromotion.plugin;

import io.github.imagepromotion.archive.Archives;
import io.github.imagepromotion.archive.Identity;
import io.github.imagepromotion.archive.Records;
import io.github.imagepromotion.image.BuildId;
import io.github.imagepromotion.image.Coordinates;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.connect.Registries;
import io.github.imagepromotion.signing.SigningKey;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.TestImages;
import io.github.imagepromotion.testing.TestImages.TestImage;
import io.github.imagepromotion.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.model.Dependency;

/** A Maven repository of builds and of releases {@code com.acme:shop} of them, and calls in which nothing is a project. */
final class ReleaseCalls {
    private final Path directory;

    /** @param directory in which Maven is called */
    ReleaseCalls(Path directory) {
        this.directory = directory;
    }

    /** Deploys a build of {@code com.acme:name}, for the repository {@code acme/name}; the content is of name and build. */
    Digest deploy(String name, String version, String build) throws IOException {
        return deploy(name, version, build, "acme/" + name);
    }

    Digest deploy(String name, String version, String build, String repository) throws IOException {
        Path there = Files.createDirectories(home(name, version));
        Identity identity = new Identity(
                new Coordinates("com.acme", name, version), RepositoryName.of(repository), BuildId.of(build));
        TestImage image = TestImages.single((name + build).hashCode(), 400);
        Archives.write(there.resolve(name + "-" + version + "-image.tar"), image, identity);
        Records.of(identity, image.image().top(), List.of()).write(there.resolve(name + "-" + version + "-image.json"));
        return image.image().top().digest();
    }

    /**
     * Deploys a release of deployed builds as {@code mvn deploy} does.
     *
     * @param members each {@code name:version}
     * @return what the call that locks it says; last, why it does not
     */
    List<String> release(String version, String key, String... members) throws IOException {
        GoalCalls maven = new GoalCalls(directory)
                .withRelease(Arrays.stream(members).map(ReleaseCalls::member).toArray(Dependency[]::new))
                .version(version);
        Map<String, String> properties = new HashMap<>(common());
        properties.put("image.buildId", "99");
        if (!key.isEmpty()) {
            properties.put("image.signing.keyFile", key);
        }
        Path made = directory.resolve("target/shop-" + version + "-release.json");
        Files.deleteIfExists(made);
        List<String> lines = maven.call("release", properties);
        if (Files.exists(made)) {
            Files.createDirectories(lock(version).getParent());
            Files.copy(made, lock(version), StandardCopyOption.REPLACE_EXISTING);
        }
        return lines;
    }

    /** {@return the dependency on an image, named as {@code name:version}} */
    static Dependency member(String name) {
        Dependency dependency = new Dependency();
        dependency.setGroupId("com.acme");
        dependency.setArtifactId(name.substring(0, name.indexOf(':')));
        dependency.setVersion(name.substring(name.indexOf(':') + 1));
        dependency.setType("tar");
        dependency.setClassifier("image");
        return dependency;
    }

    /** Writes keys: {@code name.pem}, and the public one as {@code name.pub}. */
    void keys(String... names) throws IOException {
        for (String key : names) {
            String pem = TestKeys.pem();
            Files.writeString(directory.resolve(key + ".pem"), pem);
            Files.writeString(
                    directory.resolve(key + ".pub"),
                    SigningKey.parse(pem, Optional.empty(), key).publicKey().pem());
        }
    }

    /** {@return the deployed lock} */
    Path lock(String version) {
        return home("shop", version).resolve("shop-" + version + "-release.json");
    }

    private Path home(String name, String version) {
        return directory.resolve("repository/com/acme/" + name + "/" + version);
    }

    /** {@return what the goal says of it, named as {@code com.acme:what}; last, why it fails} */
    List<String> call(String goal, String what, String... properties) {
        Map<String, String> all = new HashMap<>(common());
        all.put("image.artifact", "com.acme:" + what);
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        all.values().removeIf(String::isEmpty);
        return new GoalCalls(directory).call(goal, all);
    }

    /** {@return the same in the project of the release, of this version} */
    List<String> callInProject(String goal, String version, String... properties) {
        Map<String, String> all = new HashMap<>(common());
        for (String property : properties) {
            all.put(property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        return new GoalCalls(directory).withRelease().version(version).call(goal, all);
    }

    /** Another build takes the place of a deployed one, as if it was deployed again, and another one is cleaned away. */
    void replaceAndDelete(String replaced, String deleted) throws IOException {
        deploy(replaced.substring(0, replaced.indexOf(':')), replaced.substring(replaced.indexOf(':') + 1), "666");
        Path home = home(deleted.substring(0, deleted.indexOf(':')), deleted.substring(deleted.indexOf(':') + 1));
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private Map<String, String> common() {
        return Map.of(
                "image.remoteRepositories",
                "it::" + directory.resolve("repository").toUri(),
                "image.environments",
                "environments.xml");
    }

    static String last(List<String> lines) {
        return lines.get(lines.size() - 1);
    }

    /** {@return what a tag names; empty if there is no such tag} */
    static Optional<Digest> tag(RegistryAddress address, String repository, String tag) throws IOException {
        try (Registry registry = Registries.open(address, Accesses.anonymous())) {
            return registry.repository(address.locate(RepositoryName.of(repository)))
                    .resolve(Tag.of(tag))
                    .map(Descriptor::digest);
        }
    }
}
