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
 * PEM that is used for TLS. No message holds any of its content, since that may be a key.
 *
 * @param what it is, for messages
 * @param place by which it is configured, where it is a file
 * @param name of the file, or of what it stands in
 * @param text all of it
 */
record PemFile(String what, Optional<TlsReason> place, String name, String text) {
    private static final int LARGEST = 4 * 1024 * 1024;

    /**
     * @param place by which it is configured
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

    /** What stands in something else. */
    static PemFile of(String what, TlsFiles.PemText pem) {
        return new PemFile(what, Optional.empty(), pem.origin(), pem.text().reveal());
    }

    /**
     * @return its certificates in their order, at least one
     * @throws ImageException if there is none, or one that cannot be read
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

    /** {@return what it is, and which, as a message names it} */
    String subject() {
        return what + " " + Text.quote(name);
    }

    /** {@return the exception to throw} */
    ImageException refused(String why) {
        Message said = Message.of("Cannot use " + subject() + ": " + why);
        return new ImageException(place.map(said::because).orElse(said));
    }
}
