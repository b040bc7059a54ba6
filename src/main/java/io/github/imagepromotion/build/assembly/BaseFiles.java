package io.github.imagepromotion.build.assembly;

import com.google.gson.JsonObject;
import io.github.imagepromotion.build.application.BuiltApplication.RuntimeNeeds;
import io.github.imagepromotion.build.base.Base;
import io.github.imagepromotion.build.base.Base.PlatformBase;
import io.github.imagepromotion.build.layer.ExpansionLimit;
import io.github.imagepromotion.build.layer.Rootfs;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of an image: those of its base, read when needed, and those of the application except the content of a WAR.
 */
final class BaseFiles {
    private static final long MOST_BYTES = 64L * 1024 * 1024 * 1024;

    /** {@code 17.0.9}, {@code jdk-17.0.9+9}, {@code jdk8u392-b08}, {@code 1.8.0_392}. */
    private static final Pattern RELEASE = Pattern.compile("[^0-9]*(?:1\\.(?=[5-9]))?([0-9]{1,2})(?![0-9]).*");

    private static final Pattern RELEASE_FILE = Pattern.compile("(?m)^JAVA_VERSION=\"?([^\"\\r\\n]*)");

    private final Base base;
    private final PlatformBase platform;
    private final RuntimeNeeds needs;
    private Optional<Rootfs> rootfs = Optional.empty();
    private String whyUnknown = "";

    BaseFiles(Base base, PlatformBase platform, RuntimeNeeds needs) {
        this.base = base;
        this.platform = platform;
        this.needs = needs;
    }

    /** {@return the files; empty if a layer cannot be decompressed} */
    Optional<Rootfs> rootfs() throws IOException {
        if (rootfs.isEmpty() && whyUnknown.isEmpty()) {
            rootfs = read();
        }
        return rootfs;
    }

    String whyUnknown() {
        return whyUnknown;
    }

    private Optional<Rootfs> read() throws IOException {
        Rootfs files = new Rootfs();
        ExpansionLimit limit = new ExpansionLimit(MOST_BYTES);
        for (Descriptor layer : platform.layers()) {
            try (InputStream in = base.blobs().open(layer, 0)) {
                files.add(in, limit);
            } catch (FileSystemException e) {
                throw e;
            } catch (IOException e) {
                whyUnknown = layer.digest() + ": " + Text.printable(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }
        String web = needs.webRoot().map(root -> root + "/").orElse("/dev/null/");
        needs.files().keySet().stream().filter(path -> !path.startsWith(web)).forEach(files::addFile);
        return Optional.of(files);
    }

    /** {@return the Java release in the base's environment variables, which Eclipse Temurin and many others set} */
    Optional<Integer> javaVersion() {
        JsonObject config = Json.member(platform.config().json(), "config", "config of the base image")
                .orElseGet(JsonObject::new);
        return Json.strings(config, "Env", "config of the base image").stream()
                .filter(variable -> variable.startsWith("JAVA_VERSION="))
                .map(variable -> variable.substring("JAVA_VERSION=".length()))
                .findFirst()
                .flatMap(BaseFiles::release);
    }

    /**
     * @param program path of {@code java} in the image
     * @return the release in the {@code release} file of its JDK or JRE
     */
    static Optional<Integer> releaseBeside(String program, Rootfs files) {
        String real = files.resolve(program).orElse("");
        for (String home : List.of("../..", "../../..")) {
            Optional<Integer> release = files.release(real + "/" + home + "/release")
                    .map(RELEASE_FILE::matcher)
                    .filter(Matcher::find)
                    .flatMap(found -> release(found.group(1)));
            if (release.isPresent()) {
                return release;
            }
        }
        return Optional.empty();
    }

    static Optional<Integer> release(String version) {
        return Optional.of(RELEASE.matcher(version))
                .filter(Matcher::matches)
                .map(found -> Integer.valueOf(found.group(1)))
                .filter(release -> release >= 5);
    }
}
