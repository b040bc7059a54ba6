package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What it takes to be let into an environment's registries: names and places of secrets, and no secret, so that it can
 * be written into the build record. Paths are as configured; relative ones are taken from where Maven was called.
 *
 * @param usernameEnv environment variable that holds the user name; there with {@code passwordEnv} or not at all
 * @param passwordEnv environment variable that holds the password
 * @param caFile PEM file with certificates that are trusted beside the system's
 * @param clientCertificate PEM file with our certificate for TLS, and what it was issued by; there with
 *     {@code clientKey} or not at all
 * @param clientKey PEM file with that certificate's key
 * @param clientKeyServerId the {@code <server>} in settings.xml with the passphrase of {@code clientKey}, where it has one
 * @param keystore PKCS#12 file with both, instead; there with {@code keystoreServerId} or not at all
 * @param keystoreServerId the {@code <server>} in settings.xml with the password of {@code keystore}
 * @param realms hosts, beside related ones, whose token servers may get the login
 */
public record Connection(
        Optional<String> usernameEnv,
        Optional<String> passwordEnv,
        Optional<String> caFile,
        Optional<String> clientCertificate,
        Optional<String> clientKey,
        Optional<String> clientKeyServerId,
        Optional<String> keystore,
        Optional<String> keystoreServerId,
        List<String> realms) {
    /** What the system and the registry's own name give. */
    public static final Connection STANDARD = new Connection(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\]");

    /** @throws IllegalArgumentException if one of two that belong together is missing, or a name is none */
    public Connection {
        together("usernameEnv", usernameEnv, "passwordEnv", passwordEnv);
        together("clientCertificate", clientCertificate, "clientKey", clientKey);
        together("keystore", keystore, "keystoreServerId", keystoreServerId);
        if (clientKeyServerId.isPresent() && clientKey.isEmpty()) {
            throw new IllegalArgumentException(
                    "<clientKeyServerId> has the passphrase of <clientKey>, and <clientKey> is missing");
        }
        if (clientCertificate.isPresent() && keystore.isPresent()) {
            throw new IllegalArgumentException("<clientCertificate> and <keystore> are both set; one of them will do");
        }
        VariableName.check("<usernameEnv>", usernameEnv);
        VariableName.check("<passwordEnv>", passwordEnv);
        realms.forEach(host -> check(HOST, host, "<realms> holds something else than host names"));
        realms = List.copyOf(realms);
    }

    private static void together(String one, Optional<String> first, String other, Optional<String> second) {
        if (first.isPresent() != second.isPresent()) {
            throw new IllegalArgumentException("<" + one + "> and <" + other + "> belong together, and <"
                    + (first.isPresent() ? other : one) + "> is missing");
        }
    }

    private static void check(Pattern form, String text, String why) {
        if (!form.matcher(text).matches() && !Withheld.isExpression(text)) {
            throw new IllegalArgumentException(why + ": " + Text.quote(text));
        }
    }
}
