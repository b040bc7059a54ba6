package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real cosign with a key of its own, offline. */
public final class CosignSigner {
    private static final Map<String, String> PASSWORD = Map.of("COSIGN_PASSWORD", "tests");

    private final Path directory;

    /** @param directory takes its keys */
    public CosignSigner(Path directory) {
        this.directory = directory;
        cosign(
                "generate-key-pair",
                "--output-key-prefix",
                directory.resolve("cosign").toString());
        byte[] config = cosign("signing-config", "create");
        try {
            Files.write(directory.resolve("signing-config.json"), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Signs as cosign 3 does: a bundle in an artifact that refers to the image. */
    public void sign(String reference) {
        sign(
                reference,
                "--signing-config",
                directory.resolve("signing-config.json").toString());
    }

    /** Signs as cosign always did: a layer of what stands under the tag {@code sha256-….sig}. */
    public void signUnderTag(String reference) {
        sign(reference, "--use-signing-config=false", "--new-bundle-format=false", "--tlog-upload=false");
    }

    private void sign(String reference, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "sign", "--key", directory.resolve("cosign.key").toString(), "--allow-insecure-registry", "-y"));
        arguments.addAll(List.of(options));
        arguments.add(reference);
        cosign(arguments.toArray(String[]::new));
    }

    /** Fails unless a bundle verifies. */
    public void verify(String reference) {
        verify(reference, "--new-bundle-format=true");
    }

    /** Fails unless a signature under the tag verifies. */
    public void verifyUnderTag(String reference) {
        verify(reference, "--new-bundle-format=false");
    }

    private void verify(String reference, String format) {
        cosign(
                "verify",
                "--key",
                directory.resolve("cosign.pub").toString(),
                "--insecure-ignore-tlog",
                "--allow-insecure-registry",
                format,
                reference);
    }

    private static byte[] cosign(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Commands.peer("cosign")));
        command.addAll(List.of(arguments));
        return Commands.run(PASSWORD, command.toArray(String[]::new));
    }
}
