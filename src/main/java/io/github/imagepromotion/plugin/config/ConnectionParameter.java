package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Connection;
import io.github.imagepromotion.environment.Environments;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** The elements of an {@code <environment>} for the connection to its registries. */
abstract class ConnectionParameter extends GatesParameter {

    /**
     * Name of the environment variable with the user name for the registries; takes precedence over every other login.
     */
    @Parameter
    @Nullable
    private String usernameEnv;

    /** Name of the environment variable with the password. */
    @Parameter
    @Nullable
    private String passwordEnv;

    /** PEM file with certificate authorities to trust in addition to the JDK's. */
    @Parameter
    @Nullable
    private String caFile;

    /** PEM file with the client certificate, for a registry that requires one. */
    @Parameter
    @Nullable
    private String clientCertificate;

    /** PEM file with the private key of the client certificate. */
    @Parameter
    @Nullable
    private String clientKey;

    /** Id of the {@code <server>} in settings.xml whose {@code <passphrase>} decrypts the private key. */
    @Parameter
    @Nullable
    private String clientKeyServerId;

    /** PKCS#12 file with client certificate and private key, instead of the PEM files. */
    @Parameter
    @Nullable
    private String keystore;

    /** Id of the {@code <server>} in settings.xml with the password of the keystore. */
    @Parameter
    @Nullable
    private String keystoreServerId;

    /**
     * Comma-separated hosts of token servers to which the login may be sent, in addition to hosts related to the
     * registry.
     */
    @Parameter
    @Nullable
    private String realms;

    /** {@return the connection settings} */
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
