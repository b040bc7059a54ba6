package io.github.imagepromotion.plugin.config;

import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Elements that stand nowhere: Maven would call them unknown, and not say what to do about what everybody can read. */
public abstract class WithoutLogin {
    /** Refused: a user name does not belong here, since its password does not. */
    @Parameter
    private @Nullable String username;

    /** Not supported, and the goal fails if it is set: a POM is no place for a password. */
    @Parameter
    private @Nullable String password;

    /** Refused: a passphrase in a POM is known to everyone. */
    @Parameter
    private @Nullable String passphrase;

    /** Refused: a token in a POM is known to everyone. */
    @Parameter
    private @Nullable String token;

    /** Refused: a secret in a POM is known to everyone. */
    @Parameter
    private @Nullable String secret;

    /** {@return whether one of them is there} */
    final boolean hasLogin() {
        return username != null || password != null || passphrase != null || token != null || secret != null;
    }
}
