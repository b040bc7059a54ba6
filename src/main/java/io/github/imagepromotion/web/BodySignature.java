package io.github.imagepromotion.web;

import io.github.imagepromotion.registry.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the body of a request with a shared secret: HMAC-SHA256 (RFC 2104) in the header of GitHub's webhooks, {@code
 * X-Hub-Signature-256: sha256=<hex>} (GitHub Docs, "Validating webhook deliveries").
 *
 * @param secret the key
 */
public record BodySignature(Secret secret) {
    /** Name of the header. */
    public static final String HEADER = "X-Hub-Signature-256";

    private static final String ALGORITHM = "HmacSHA256";

    /** @throws IllegalArgumentException if the secret is empty */
    public BodySignature {
        if (secret.reveal().isEmpty()) {
            throw new IllegalArgumentException("the secret that signs is empty");
        }
    }

    /**
     * @param request a request
     * @return a copy with the signature
     */
    public WebRequest sign(WebRequest request) {
        return request.with(HEADER, "sha256=" + HexFormat.of().formatHex(mac(request.body())));
    }

    private byte[] mac(String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
