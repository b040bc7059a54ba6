package io.github.imagepromotion.registry.tls;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.tls.TlsContext.TlsReason;
import io.github.imagepromotion.signing.PemBlock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PEM file for TLS. Messages contain none of its content, which may be a key.
 *
 * @param what what it is, for messages
 * @param place where it is configured, if it is a file
 * @param name name of the file, or of where the text comes from
 * @param text the text
 */
record PemFile(String what, Optional<TlsReason> place, String name, String text) {
    private static final int LARGEST = 4 * 1024 * 1024;

    /**
     * @param place where it is configured
     * @throws ImageException if the file cannot be read
     */
    static PemFile read(String what, TlsReason place, Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(LARGEST);
            return new PemFile(
                    what, Optional.of(place), path.toString(), new String(content, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new ImageException(
                    Message.of("Cannot read " + what + " " + Text.quote(path.toString()) + ": "
                                    + e.getClass().getSimpleName().replace("Exception", "") + ".")
                            .because(place),
                    e);
        }
    }

    /** PEM from another source than a file. */
    static PemFile of(String what, TlsFiles.PemText pem) {
        return new PemFile(what, Optional.empty(), pem.origin(), pem.text().reveal());
    }

    /**
     * @return its certificates in order, at least one
     * @throws ImageException if there is none, or one is malformed
     */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (PemBlock block : PemBlock.all(text)) {
                if (block.label().equals("CERTIFICATE")) {
                    InputStream content =
                            new ByteArrayInputStream(block.content().orElse(new byte[0]));
                    certificates.add((X509Certificate) factory.generateCertificate(content));
                }
            }
        } catch (CertificateException e) {
            throw refused("certificate " + (certificates.size() + 1)
                    + " of it cannot be read. It must be a PEM file (-----BEGIN CERTIFICATE-----).");
        }
        if (certificates.isEmpty()) {
            throw refused("it holds no certificate. It must be a PEM file (-----BEGIN CERTIFICATE-----); from DER:"
                    + " openssl x509 -inform der -in FILE -out FILE.pem.");
        }
        return certificates;
    }

    /** {@return what and which file it is, for messages} */
    String subject() {
        return what + " " + Text.quote(name);
    }

    /** {@return the exception to throw} */
    ImageException refused(String why) {
        Message said = Message.of("Cannot use " + subject() + ": " + why);
        return new ImageException(place.map(said::because).orElse(said));
    }
}
