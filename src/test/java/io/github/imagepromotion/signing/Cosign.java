package io.github.imagepromotion.signing;

import io.github.imagepromotion.testing.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real cosign, without a network: no transparency log, no time stamps, no trusted root from anywhere. */
final class Cosign {
    private final Path directory;
    private final String password;

    /**
     * @param directory for keys and settings
     * @param password of the keys
     */
    Cosign(Path directory, String password) {
        this.directory = directory;
        this.password = password;
        run("signing-config", "create", "--out", file("signing-config.json").toString());
        run("trusted-root", "create", "--out", file("trusted-root.json").toString());
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** {@return a private key of its own making, in its own form} */
    String generateKey(String name) throws IOException {
        run("generate-key-pair", "--output-key-prefix", file(name).toString());
        return Files.readString(file(name + ".key"));
    }

    /** {@return the private key in cosign's own form} */
    String importKey(String name, String pem) throws IOException {
        Path plain = Files.writeString(file(name + ".pem"), pem);
        run(
                "import-key-pair",
                "-y",
                "--key",
                plain.toString(),
                "--output-key-prefix",
                file(name).toString());
        return Files.readString(file(name + ".key"));
    }

    void sign(String key, SignedImage image) {
        run(arguments("sign", key, image, bundle()));
    }

    void attest(String key, String type, Path predicate, SignedImage image) {
        run(arguments("attest", key, image, with(bundle(), "--type", type, "--predicate", predicate.toString())));
    }

    void signLegacy(String key, SignedImage image) {
        run(arguments("sign", key, image, legacy()));
    }

    void attestLegacy(String key, String type, Path predicate, SignedImage image) {
        run(arguments("attest", key, image, with(legacy(), "--type", type, "--predicate", predicate.toString())));
    }

    /** {@return what it prints about a signature that it accepts; it fails otherwise} */
    String verify(VerificationKey key, SignedImage image) throws IOException {
        return verify(key, image, List.of("verify"));
    }

    /** {@return what it prints about an attestation that it accepts; it fails otherwise} */
    String verifyAttestation(VerificationKey key, String type, SignedImage image) throws IOException {
        return verify(key, image, List.of("verify-attestation", "--type", type));
    }

    private String verify(VerificationKey key, SignedImage image, List<String> command) throws IOException {
        Path publicKey = Files.writeString(file(key.id().abbreviated() + ".pub"), key.pem());
        return run(with(
                        command,
                        "--key",
                        publicKey.toString(),
                        "--insecure-ignore-tlog",
                        "--allow-insecure-registry",
                        image.reference())
                .toArray(String[]::new));
    }

    private String[] arguments(String command, String key, SignedImage image, List<String> options) {
        List<String> arguments =
                new ArrayList<>(List.of(command, "--key", file(key + ".key").toString()));
        arguments.addAll(options);
        arguments.addAll(List.of("--allow-insecure-registry", "-y", image.reference()));
        return arguments.toArray(String[]::new);
    }

    private List<String> bundle() {
        return List.of(
                "--signing-config",
                file("signing-config.json").toString(),
                "--trusted-root",
                file("trusted-root.json").toString());
    }

    private static List<String> legacy() {
        return List.of("--new-bundle-format=false", "--use-signing-config=false", "--tlog-upload=false");
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Commands.peer("cosign")));
        command.addAll(List.of(arguments));
        Map<String, String> environment = Map.of(
                "COSIGN_PASSWORD", password,
                "HOME", directory.toString(),
                "DOCKER_CONFIG", directory.toString());
        return new String(Commands.run(environment, command.toArray(String[]::new)), StandardCharsets.UTF_8);
    }
}
