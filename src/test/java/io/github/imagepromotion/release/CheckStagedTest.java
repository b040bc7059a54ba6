package io.github.imagepromotion.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.testing.Commands;
import io.github.imagepromotion.testing.NeedsTools;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/lib/CheckStaged.java}, by which {@code bin/release} holds what it staged against what Maven Central asks. */
@NeedsTools
class CheckStagedTest {
    private static final String VERSION = "9.9.9";
    private static final String NAME = "image-promotion-maven-plugin-" + VERSION;

    @TempDir
    private Path directory;

    private Path keys;
    private Path staged;

    /** As {@code bin/release} leaves it: with the project's own POM, and signed by a key that is made for it. */
    @BeforeEach
    void stage() throws IOException, NoSuchAlgorithmException {
        keys = Files.createDirectory(directory.resolve("keys"));
        keys.toFile().setReadable(false, false);
        keys.toFile().setReadable(true, true);
        staged = Files.createDirectories(
                directory.resolve("staged/io/github/imagepromotion/image-promotion-maven-plugin/" + VERSION));
        gpg(
                "--passphrase",
                "",
                "--pinentry-mode",
                "loopback",
                "--quick-generate-key",
                "A test",
                "ed25519",
                "sign",
                "never");
        Files.writeString(file(".pom"), pom());
        jar(file(".jar"), "META-INF/maven/plugin.xml");
        jar(file("-sources.jar"), "io/github/imagepromotion/plugin/PromoteMojo.java");
        jar(file("-javadoc.jar"), "index.html");
        Files.writeString(file("-cyclonedx.json"), "{}");
        for (String suffix : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
            Files.writeString(file(suffix + ".md5"), sum("MD5", file(suffix)));
            Files.writeString(file(suffix + ".sha1"), sum("SHA-1", file(suffix)));
            sign(file(suffix), file(suffix + ".asc"));
        }
    }

    @Test
    void checkWhenAllIsThereHasNothingAgainstIt() {
        Outcome outcome = check(VERSION);

        assertThat(outcome.said()).contains("Central has nothing against");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void checkWhenPartsAreWrongNamesEachOfThem() throws IOException {
        Files.writeString(file(".jar.md5"), "0".repeat(32));
        Files.delete(file("-cyclonedx.json.sha1"));
        Files.delete(file("-sources.jar.asc"));
        Files.delete(file("-javadoc.jar"));
        Files.writeString(
                file(".pom"),
                pom().replaceFirst("(?s)<developers>.*</developers>", "").replace("v9.9.9", "HEAD"));
        jar(file(".jar"), "Other.class");
        Files.writeString(file("-tests.jar"), "");

        Outcome outcome = check(VERSION);

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.said())
                .contains(
                        NAME + ".jar.md5 is not the checksum of " + NAME + ".jar",
                        NAME + "-cyclonedx.json.sha1 is missing",
                        NAME + "-sources.jar.asc is missing",
                        NAME + "-javadoc.jar is missing",
                        NAME + ".pom lacks <developers/developer/name>",
                        NAME + ".pom names the tag 'HEAD', not v9.9.9",
                        NAME + ".pom.asc is no signature of " + NAME + ".pom",
                        NAME + ".jar lacks META-INF/maven/plugin.xml",
                        NAME + "-tests.jar does not belong there")
                .doesNotContain("<url>", "scm/connection");
    }

    @Test
    void checkWhenTheSbomNamesWhatTheJarHasNotNamesTheLibrary() throws IOException, NoSuchAlgorithmException {
        Path library = Files.createDirectories(directory.resolve("repository/org/example/lib/1.0"));
        jar(library.resolve("lib-1.0.jar"), "org/example/Lib.class");
        Path sbom = file("-cyclonedx.json");
        Files.writeString(sbom, "{\"purl\": \"pkg:maven/org.example/lib@1.0?type=jar\"}");
        Files.writeString(file("-cyclonedx.json.md5"), sum("MD5", sbom));
        Files.writeString(file("-cyclonedx.json.sha1"), sum("SHA-1", sbom));
        Files.delete(file("-cyclonedx.json.asc"));
        sign(sbom, file("-cyclonedx.json.asc"));

        Outcome outcome = check(VERSION);

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.said())
                .contains(
                        "the SBOM names [org.example:lib:1.0], pom.properties in the jar []",
                        "the SBOM names org.example:lib:1.0, of which the jar has no class");
    }

    private static String pom() throws IOException {
        return Files.readString(Path.of("pom.xml"))
                .replaceFirst("<version>[^<]*</version>", "<version>" + VERSION + "</version>")
                .replaceFirst("<tag>[^<]*</tag>", "<tag>v" + VERSION + "</tag>");
    }

    private Path file(String suffix) {
        return staged.resolve(NAME + suffix);
    }

    private static void jar(Path file, String entry) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
        }
    }

    private static String sum(String algorithm, Path file) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
    }

    private void sign(Path file, Path signature) {
        gpg("--armor", "--output", signature.toString(), "--detach-sign", file.toString());
    }

    private void gpg(String... arguments) {
        String[] command = new String[arguments.length + 3];
        command[0] = Commands.installed("gpg");
        command[1] = "--batch";
        command[2] = "--quiet";
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        Commands.run(Map.of("GNUPGHOME", keys.toString()), command);
    }

    private record Outcome(int code, String said) {}

    private Outcome check(String version) {
        try {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    Path.of("bin/lib/CheckStaged.java").toString(),
                    directory.resolve("staged").toString(),
                    version,
                    directory.resolve("repository").toString());
            builder.environment().put("GNUPGHOME", keys.toString());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            Process process = builder.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Outcome(process.waitFor(), said);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
