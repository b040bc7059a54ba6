package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.Text;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Credentials and TLS settings for an environment's registries. It holds names and places of secrets, but no secret, so
 * that it can be written into the build record. Paths are as configured; relative ones are resolved against the
 * directory in which Maven was called.
 *
 * @param usernameEnv environment variable with the user name; set together with {@code passwordEnv}
 * @param passwordEnv environment variable with the password
 * @param caFile PEM file with certificates that are trusted in addition to the system's
 * @param clientCertificate PEM file with the client certificate and its issuers; set together with {@code clientKey}
 * @param clientKey PEM file with that certificate's key
 * @param clientKeyServerId the {@code <server>} in settings.xml with the passphrase of {@code clientKey}, if it is
 *     encrypted
 * @param keystore PKCS#12 file with certificate and key, as an alternative; set together with {@code keystoreServerId}
 * @param keystoreServerId the {@code <server>} in settings.xml with the password of {@code keystore}
 * @param realms hosts of token servers that may receive the credential, in addition to those related to the registry
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
    /** The system's TLS settings, and the credentials that are configured for the registry's host. */
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

    /** @throws IllegalArgumentException if one of two settings that belong together is missing, or a name is illegal */
    public Connection {
        together(EnvironmentSetting.USERNAME_VARIABLE, usernameEnv, EnvironmentSetting.PASSWORD_VARIABLE, passwordEnv);
        together(EnvironmentSetting.CLIENT_CERTIFICATE, clientCertificate, EnvironmentSetting.CLIENT_KEY, clientKey);
        together(EnvironmentSetting.KEYSTORE, keystore, EnvironmentSetting.KEYSTORE_PASSWORD, keystoreServerId);
        if (clientKeyServerId.isPresent() && clientKey.isEmpty()) {
            throw EnvironmentSetting.CLIENT_KEY_PASSPHRASE.lacks(EnvironmentSetting.CLIENT_KEY);
        }
        if (clientCertificate.isPresent() && keystore.isPresent()) {
            throw new IllegalSettingException(EnvironmentSetting.CLIENT_CERTIFICATE
                    .named()
                    .and(" and ")
                    .and(EnvironmentSetting.KEYSTORE.named())
                    .and(" are both set; one of them will do"));
        }
        EnvironmentSetting.requireVariable(EnvironmentSetting.USERNAME_VARIABLE.named(), usernameEnv);
        EnvironmentSetting.requireVariable(EnvironmentSetting.PASSWORD_VARIABLE.named(), passwordEnv);
        realms.forEach(Connection::checkHost);
        realms = List.copyOf(realms);
    }

    private static void together(
            EnvironmentSetting one, Optional<String> first, EnvironmentSetting other, Optional<String> second) {
        if (first.isPresent() != second.isPresent()) {
            throw first.isPresent() ? one.lacks(other) : other.lacks(one);
        }
    }

    private static void checkHost(String host) {
        if (!HOST.matcher(host).matches() && !Withheld.isExpression(host)) {
            throw EnvironmentSetting.REALMS.illegal("holds something else than host names: " + Text.quote(host));
        }
    }
}
