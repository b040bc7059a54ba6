package io.github.imagepromotion.plugin;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.ledger.Attester;
import io.github.imagepromotion.ledger.SignatureForm;
import io.github.imagepromotion.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** {@code <signing>}: with which key what is said about an image is signed. */
public class SigningParameter {
    private static final String VARIABLE = "env:";
    private static final List<String> MOMENTS = List.of("build", "promotion");
    private static final int LARGEST = 1024 * 1024;

    /**
     * The private key in PEM form (EC P-256 or P-384, RSA, Ed25519; PKCS#8, encrypted or not, or cosign's): a file, or
     * {@code env:NAME} for the environment variable that holds it ({@code -Dimage.signing.keyFile}).
     */
    @Parameter
    private @Nullable String keyFile;

    /** The server of settings.xml whose {@code <passphrase>} opens the key ({@code -Dimage.signing.serverId}). */
    @Parameter
    private @Nullable String serverId;

    /** The environment variable with the passphrase instead ({@code -Dimage.signing.passphraseEnv}). */
    @Parameter
    private @Nullable String passphraseEnv;

    /**
     * When is signed, separated by commas: at {@code build} image and provenance, at {@code promotion} the promotion's
     * record, and an image that this key has not signed yet; by default both ({@code -Dimage.signing.sign}).
     */
    @Parameter
    private @Nullable String sign;

    /**
     * {@code bundle}: a Sigstore bundle whose subject is the image; {@code legacy}: under cosign's tags {@code .sig} and
     * {@code .att} ({@code -Dimage.signing.signatureFormat}).
     */
    @Parameter
    private @Nullable String signatureFormat;

    /**
     * @param moment {@code build} or {@code promotion}
     * @param properties of the call
     * @param directory that a relative name is taken from
     * @param variables of the caller's environment
     * @param passphrases gives the passphrase of a server of settings.xml
     * @return what signs then, or does not
     * @throws ImageException if the key is not to be had
     */
    Attester attester(
            String moment,
            Properties properties,
            Path directory,
            Map<String, String> variables,
            Passphrases passphrases)
            throws IOException {
        Optional<String> key = properties.text("signing.keyFile", keyFile);
        SignatureForm form = form(properties);
        if (key.isEmpty() || !moments(properties).contains(moment)) {
            return new Attester(Optional.empty(), form);
        }
        Optional<char[]> passphrase = passphrase(properties, variables, passphrases);
        return new Attester(
                Optional.of(SigningKey.parse(pem(key.get(), directory, variables), passphrase, key.get())), form);
    }

    /** Where passphrases of settings.xml come from. */
    interface Passphrases {
        /** @throws ImageException if there is no such server, or it has none that can be decrypted */
        char[] ofServer(String id);
    }

    private Optional<char[]> passphrase(Properties properties, Map<String, String> variables, Passphrases passphrases) {
        Optional<String> variable = properties.text("signing.passphraseEnv", passphraseEnv);
        if (variable.isPresent()) {
            return Optional.of(variable(variable.get(), variables, "the passphrase of the signing key", "passphraseEnv")
                    .toCharArray());
        }
        return properties.text("signing.serverId", serverId).map(passphrases::ofServer);
    }

    private static String pem(String key, Path directory, Map<String, String> variables) throws IOException {
        if (key.startsWith(VARIABLE)) {
            return variable(key.substring(VARIABLE.length()), variables, "the signing key", "keyFile");
        }
        try {
            Path file = directory.resolve(key);
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                return Files.readString(file);
            }
        } catch (InvalidPathException e) {
            // No file has such a name.
        }
        throw new ImageException("There is no signing key " + Text.quote(key)
                + ", or the file is too large for one. Correct <signing><keyFile> (-Dimage.signing.keyFile): a PEM file,"
                + " or env:NAME.");
    }

    private static String variable(String name, Map<String, String> variables, String what, String element) {
        return Optional.ofNullable(variables.get(name))
                .orElseThrow(() -> new ImageException("Cannot read " + what + ": the environment variable "
                        + Text.quote(name) + " is not set. Set it, or correct <signing><" + element
                        + "> (-Dimage.signing." + element + ")."));
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
