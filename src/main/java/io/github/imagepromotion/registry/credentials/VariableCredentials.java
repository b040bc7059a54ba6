package io.github.imagepromotion.registry.credentials;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * A login in two environment variables, as CI servers keep them.
 *
 * @param variables of the process, by name
 * @param username the variable with the user name
 * @param password the variable with the password
 * @param purpose what the login is for, as a message says it after "for"
 * @param named where both are named, as a message says it after "correct"
 */
public record VariableCredentials(
        Map<String, String> variables, String username, String password, String purpose, String named)
        implements CredentialSource {

    /** @throws ImageException if one of the variables is not set, or empty */
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

    /** {@return without the values of the variables} */
    @Override
    public String toString() {
        return "VariableCredentials[" + username + ", " + password + "]";
    }
}
