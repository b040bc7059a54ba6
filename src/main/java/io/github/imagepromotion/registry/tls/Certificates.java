package io.github.imagepromotion.registry.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates of a PEM file. */
final class Certificates {
    private Certificates() {}

    /**
     * @param file that holds them
     * @return its certificates in their order, at least one
     * @throws io.github.imagepromotion.image.ImageException if there is none, or one that cannot be read
     */
    static List<X509Certificate> in(PemFile file) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (byte[] content : file.contents("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(content)));
            }
        } catch (CertificateException e) {
            throw file.refused("certificate " + (certificates.size() + 1)
                    + " of it cannot be read. It must be a PEM file" + " (-----BEGIN CERTIFICATE-----).");
        }
        if (certificates.isEmpty()) {
            throw file.refused("it holds no certificate. It must be a PEM file (-----BEGIN CERTIFICATE-----); from DER:"
                    + " openssl x509 -inform der -in FILE -out FILE.pem");
        }
        return certificates;
    }
}
