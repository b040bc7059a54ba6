package io.github.imagepromotion.signing;

import io.github.imagepromotion.testing.Commands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds of key, as openssl makes them. */
enum KeyKind {
    P256("EC", "ec_paramgen_curve:P-256"),
    P384("EC", "ec_paramgen_curve:P-384"),
    RSA("RSA", "rsa_keygen_bits:2048"),
    ED25519("ED25519");

    private static final Map<String, String> MADE = new ConcurrentHashMap<>();

    private final String algorithm;
    private final String[] options;

    KeyKind(String algorithm, String... options) {
        this.algorithm = algorithm;
        this.options = options;
    }

    /** {@return a private key, plain PKCS#8 in PEM form, always the same: RSA keys take their time} */
    String pem() {
        return made(0);
    }

    /** {@return the same private key} */
    SigningKey key() {
        return SigningKey.parse(made(0), Optional.empty(), "test.key");
    }

    /** {@return another private key, always the same} */
    SigningKey another() {
        return SigningKey.parse(made(1), Optional.empty(), "another.key");
    }

    private String made(int index) {
        return MADE.computeIfAbsent(name() + index, name -> generate(algorithm, options));
    }

    static String generate(String algorithm, String... options) {
        List<String> command = new ArrayList<>(List.of(openssl(), "genpkey", "-algorithm", algorithm));
        for (String option : options) {
            command.addAll(List.of("-pkeyopt", option));
        }
        return new String(Commands.run(command.toArray(String[]::new)), StandardCharsets.US_ASCII);
    }

    /** {@return the public half, by openssl} */
    static String publicPem(String pem) {
        try {
            Path file = Files.writeString(Files.createTempFile("key", ".pem"), pem);
            byte[] output = Commands.run(openssl(), "pkey", "-in", file.toString(), "-pubout");
            Files.delete(file);
            return new String(output, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String openssl() {
        return Commands.installed("openssl");
    }
}
