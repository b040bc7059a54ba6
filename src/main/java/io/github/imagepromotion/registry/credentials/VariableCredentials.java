package io.github.imagepromotion.registry.credentials;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials in two environment variables, as CI servers provide them.
 *
 * @param variables environment variables of the process
 * @param username name of the variable with the user name
 * @param password name of the variable with the password
 * @param purpose text that follows "for" in messages
 * @param named where both names are configured, text that follows "correct" in messages
 */
public record VariableCredentials(
        Map<String, String> variables, String username, String password, String purpose, String named)
        implements CredentialSource {

    /** @throws ImageException if one of the variables is not set or empty */
    @Override
    public Optional<Credential> find(RegistryAddress.Host registry) {
        String user = value(registry, username);
        Secret secret = Secret.of(value(registry, password));
        return Optional.of(new Credential(places(registry), user, secret, false));
    }

    private String value(RegistryAddress.Host registry, String name) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new ImageException("Cannot log in to '" + registry.authority() + "' for " + purpose
                    + ": environment variable '" + name + "' is not set, or empty. Set it where Maven runs (a CI server"
                    + " may hide secrets from some builds), or correct " + named + ".");
        }
        return value;
    }

    @Override
    public String places(RegistryAddress.Host registry) {
        return "environment variables " + username + " and " + password;
    }

    /** {@return a text without the values of the variables} */
    @Override
    public String toString() {
        return "VariableCredentials[" + username + ", " + password + "]";
    }
}
