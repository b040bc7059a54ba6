package io.github.imagepromotion.plugin.config;

import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Declares elements for credentials only to reject them with a helpful message; Maven would just call them unknown. */
public abstract class WithoutLogin {
    /** Not supported, and the goal fails if it is set: a POM is no place for a login. */
    @Parameter
    private @Nullable String username;

    /** Not supported, and the goal fails if it is set: a POM is no place for a password. */
    @Parameter
    private @Nullable String password;

    /** Not supported, and the goal fails if it is set: a POM is no place for a passphrase. */
    @Parameter
    private @Nullable String passphrase;

    /** Not supported, and the goal fails if it is set: a POM is no place for a token. */
    @Parameter
    private @Nullable String token;

    /** Not supported, and the goal fails if it is set: a POM is no place for a secret. */
    @Parameter
    private @Nullable String secret;

    /** {@return whether one of them is set} */
    final boolean hasLogin() {
        return username != null || password != null || passphrase != null || token != null || secret != null;
    }
}
