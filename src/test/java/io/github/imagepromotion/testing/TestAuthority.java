package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A private certificate authority, by openssl, and what it issues: PEM files in a directory of its own. */
public final class TestAuthority {
    /** The password of keystores. */
    public static final String KEYSTORE_PASSWORD = "kanarienvogel-4K";

    private static final String[] EC = {"-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"};
    private static final String[] RSA = {"-newkey", "rsa:2048"};

    private final Path directory;

    private TestAuthority(Path directory) {
        this.directory = directory;
    }

    /**
     * A certificate and its key, in PKCS#8.
     *
     * @param certificate PEM file
     * @param key PEM file
     */
    public record Issued(Path certificate, Path key) {}

    /** @param directory that is there, for its files */
    public static TestAuthority in(Path directory) {
        TestAuthority authority = new TestAuthority(directory);
        authority.openssl(concat(
                new String[] {"req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=authority of the tests"},
                EC,
                "-keyout",
                authority.file("ca.key"),
                "-out",
                authority.file("ca.pem")));
        return authority;
    }

    /** {@return the authority's certificate} */
    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /** {@return a server's certificate, for 127.0.0.1, localhost and registry.test} */
    public Issued server() {
        return issue("server", "IP:127.0.0.1,DNS:localhost,DNS:registry.test", "2", EC);
    }

    /** {@return one that is over since yesterday} */
    public Issued expired() {
        return issue("expired", "IP:127.0.0.1", "-1", EC);
    }

    /** {@return one of another host} */
    public Issued ofAnotherHost() {
        return issue("another", "DNS:other.example", "2", EC);
    }

    /** {@return a client's certificate with an EC key} */
    public Issued client() {
        return issue("client", "DNS:client", "2", EC);
    }

    /** {@return a client's certificate with an RSA key} */
    public Issued rsaClient() {
        return issue("rsa", "DNS:client", "2", RSA);
    }

    private Issued issue(String name, String subject, String days, String[] kind) {
        try {
            Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=" + subject + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(concat(
                new String[] {"req", "-nodes", "-subj", "/CN=" + name},
                kind,
                "-keyout",
                file(name + ".key"),
                "-out",
                file(name + ".csr")));
        openssl(
                "x509",
                "-req",
                "-in",
                file(name + ".csr"),
                "-CA",
                file("ca.pem"),
                "-CAkey",
                file("ca.key"),
                "-CAcreateserial",
                "-days",
                days,
                "-extfile",
                file(name + ".ext"),
                "-out",
                file(name + ".pem"));
        return new Issued(directory.resolve(name + ".pem"), directory.resolve(name + ".key"));
    }

    /** {@return a PKCS#12 file with a certificate and its key, closed by {@link #KEYSTORE_PASSWORD}} */
    public Path keystore(Issued issued) {
        Path keystore = directory.resolve(issued.key().getFileName() + ".p12");
        openssl(
                "pkcs12",
                "-export",
                "-in",
                issued.certificate().toString(),
                "-inkey",
                issued.key().toString(),
                "-passout",
                "pass:" + KEYSTORE_PASSWORD,
                "-out",
                keystore.toString());
        return keystore;
    }

    /** @param arguments of openssl */
    public void openssl(String... arguments) {
        Commands.run(concat(new String[] {Commands.installed("openssl")}, arguments));
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static String[] concat(String[] first, String[] second, String... third) {
        return java.util.stream.Stream.of(first, second, third)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
