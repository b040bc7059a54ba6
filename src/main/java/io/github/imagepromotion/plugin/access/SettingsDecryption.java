package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.image.ImageException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.jspecify.annotations.Nullable;

/**
 * Decrypts passwords of settings.xml. If decryption fails, Maven 3 returns the ciphertext and reports a problem; Maven
 * 4, which decrypts by itself, leaves the ciphertext. It must never be sent as a password.
 */
public final class SettingsDecryption {
    /** The output of {@code mvn --encrypt-password} and {@code mvnenc encrypt}. */
    private static final Pattern CIPHERTEXT = Pattern.compile("\\{(\\[[^\\]]*\\])?[A-Za-z0-9+/]{20,}={0,2}\\}");

    private final SettingsDecrypter decrypter;

    /** @param decrypter Maven's decrypter */
    public SettingsDecryption(SettingsDecrypter decrypter) {
        this.decrypter = decrypter;
    }

    /** @throws ImageException if the password cannot be decrypted */
    Server decrypted(Server server, String purpose) {
        SettingsDecryptionResult result = decrypt(new DefaultSettingsDecryptionRequest(server));
        String what = "the password of server '" + server.getId() + "'";
        check(result, what, purpose, result.getServer().getPassword());
        return result.getServer();
    }

    /** {@return the passphrase of a server, otherwise its password, for a private key} */
    public String passphrase(Server server, String purpose) {
        SettingsDecryptionResult result = decrypt(new DefaultSettingsDecryptionRequest(server));
        Server decrypted = result.getServer();
        String passphrase = decrypted.getPassphrase() == null ? decrypted.getPassword() : decrypted.getPassphrase();
        check(result, "the passphrase of server '" + server.getId() + "'", purpose, passphrase);
        return passphrase == null ? "" : passphrase;
    }

    /** @throws ImageException if the password cannot be decrypted */
    Proxy decrypted(Proxy proxy, String purpose) {
        SettingsDecryptionResult result = decrypt(new DefaultSettingsDecryptionRequest(proxy));
        String what = "the password of proxy '" + proxy.getId() + "'";
        check(result, what, purpose, result.getProxy().getPassword());
        return result.getProxy();
    }

    /** One at a time: that of Maven 3.6 gives wrong results where registries, or modules, ask at the same time. */
    private SettingsDecryptionResult decrypt(SettingsDecryptionRequest request) {
        synchronized (decrypter) {
            return decrypter.decrypt(request);
        }
    }

    private static void check(SettingsDecryptionResult result, String what, String purpose, @Nullable String password) {
        boolean failed = result.getProblems().stream()
                .map(SettingsProblem::getSeverity)
                .anyMatch(severity -> severity != SettingsProblem.Severity.WARNING);
        boolean encrypted = Optional.ofNullable(password)
                .filter(text -> CIPHERTEXT.matcher(text).find())
                .isPresent();
        if (failed || encrypted) {
            throw new ImageException("Cannot log in for " + purpose + ": " + what
                    + " in settings.xml cannot be decrypted. Encrypt it again (Maven 3: mvn --encrypt-password, Maven 4:"
                    + " mvnenc encrypt) with the master password of this machine's settings-security.xml"
                    + " (settings-security4.xml).");
        }
    }
}
