package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.Attester.SignatureForm;
import io.github.imagepromotion.plugin.access.SigningSecrets;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <signing>}: the key that signs images and documents. */
public class SigningParameter extends WithoutLogin {
    private static final List<String> MOMENTS = List.of("build", "promotion");

    /**
     * Private key in PEM form (EC P-256 or P-384, RSA, Ed25519; PKCS#8, encrypted or not, or cosign's): a file, or
     * {@code env:NAME} for the environment variable that holds it ({@code -Dimage.signing.keyFile}).
     */
    @Parameter
    private @Nullable String keyFile;

    /**
     * Id of the {@code <server>} in settings.xml whose {@code <passphrase>} decrypts the key
     * ({@code -Dimage.signing.serverId}).
     */
    @Parameter
    private @Nullable String serverId;

    /**
     * Name of the environment variable with the passphrase, instead of {@code <serverId>}
     * ({@code -Dimage.signing.passphraseEnv}).
     */
    @Parameter
    private @Nullable String passphraseEnv;

    /**
     * Comma-separated times of signing: {@code build} signs the image and its provenance, {@code promotion} signs the
     * promotion record, and the image if this key has not signed it yet. Both by default
     * ({@code -Dimage.signing.sign}).
     */
    @Parameter
    private @Nullable String sign;

    /**
     * Format of signatures: {@code bundle} attaches Sigstore bundles to the image as referrers, {@code legacy} uses
     * cosign's tags {@code .sig} and {@code .att} ({@code -Dimage.signing.signatureFormat}).
     */
    @Parameter
    private @Nullable String signatureFormat;

    /**
     * @param moment {@code build} or {@code promotion}
     * @param properties properties of the call
     * @param secrets reads key and passphrase
     * @return the signer; does not sign if none is configured for this moment
     * @throws ImageException if the key cannot be read
     */
    public Attester attester(String moment, Properties properties, SigningSecrets secrets) throws IOException {
        if (hasLogin()) {
            throw LoginInPom.refusedPassphrase("<signing>");
        }
        Optional<String> key = properties.text("signing.keyFile", keyFile);
        SignatureForm form = form(properties);
        if (key.isEmpty() || !moments(properties).contains(moment)) {
            return new Attester(Optional.empty(), form);
        }
        Optional<char[]> opening = passphrase(properties, secrets);
        return new Attester(Optional.of(SigningKey.parse(secrets.pem(key.get()), opening, key.get())), form);
    }

    private Optional<char[]> passphrase(Properties properties, SigningSecrets secrets) {
        Optional<String> variable = properties.text("signing.passphraseEnv", passphraseEnv);
        return variable.isPresent()
                ? variable.map(secrets::passphraseOfVariable)
                : properties.text("signing.serverId", serverId).map(secrets::passphraseOfServer);
    }

    private SignatureForm form(Properties properties) {
        String name =
                properties.text("signing.signatureFormat", signatureFormat).orElse("bundle");
        try {
            return SignatureForm.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "Illegal <signing><signatureFormat> (-Dimage.signing.signatureFormat): it is bundle"
                            + " or legacy, not " + Text.quote(name) + ".");
        }
    }

    private List<String> moments(Properties properties) {
        List<String> named =
                Environments.names(properties.text("signing.sign", sign).orElse(String.join(",", MOMENTS)));
        if (!MOMENTS.containsAll(named)) {
            throw new ImageException(
                    "Illegal <signing><sign> (-Dimage.signing.sign): it is build, promotion or both, not "
                            + Text.quote(String.join(",", named)) + ".");
        }
        return named;
    }
}
