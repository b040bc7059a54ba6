package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environments;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The elements of an {@code <environment>} that say how its registries are reached. */
abstract class ConnectionParameter extends GatesParameter {

    /** The environment variable with the user name for its registries; goes before any other login. */
    @Parameter
    @Nullable
    private String usernameEnv;

    /** The environment variable with the password. */
    @Parameter
    @Nullable
    private String passwordEnv;

    /** A PEM file with certificate authorities that are trusted beside the system's. */
    @Parameter
    @Nullable
    private String caFile;

    /** A PEM file with our certificate, for a registry that asks for one. */
    @Parameter
    @Nullable
    private String clientCertificate;

    /** The PEM file with that certificate's key. */
    @Parameter
    @Nullable
    private String clientKey;

    /** The {@code <server>} in settings.xml whose {@code <passphrase>} opens the key, if it is encrypted. */
    @Parameter
    @Nullable
    private String clientKeyServerId;

    /** A PKCS#12 file with certificate and key, instead. */
    @Parameter
    @Nullable
    private String keystore;

    /** The {@code <server>} in settings.xml whose password opens the keystore. */
    @Parameter
    @Nullable
    private String keystoreServerId;

    /** Hosts of token servers that may get the login, beside those related to the registry, separated by commas. */
    @Parameter
    @Nullable
    private String realms;

    /** How its registries are reached. */
    final Connection connection() {
        return new Connection(
                Configured.optional(usernameEnv),
                Configured.optional(passwordEnv),
                Configured.optional(caFile),
                Configured.optional(clientCertificate),
                Configured.optional(clientKey),
                Configured.optional(clientKeyServerId),
                Configured.optional(keystore),
                Configured.optional(keystoreServerId),
                Environments.names(Configured.text(realms)));
    }
}
