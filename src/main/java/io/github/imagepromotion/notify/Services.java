package io.github.imagepromotion.notify;

import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.WebClient;
import java.nio.file.Path;
import java.util.Optional;

/** Access to receivers: transport, and secrets from where their owner keeps them. */
public interface Services {

    /**
     * @param tls trusted certificates and client certificate
     * @param insecure whether plain HTTP is allowed to hosts other than loopback
     * @param retries maximum number of retries per request
     * @return a client; the caller closes it
     */
    WebClient open(TlsFiles tls, boolean insecure, int retries);

    /**
     * @param serverId id of a {@code <server>} in settings.xml
     * @return its user name and password; without a user name, the password is a token
     * @throws io.github.imagepromotion.image.ImageException if there is no such server
     */
    Credential login(String serverId);

    /**
     * @param name name of an environment variable
     * @return its value, which is treated as a secret; empty if it is not set
     */
    Optional<Secret> variable(String name);

    /**
     * @param name name of an environment variable that is not secret
     * @return its value; empty if it is not set
     */
    Optional<String> plainVariable(String name);

    /** {@return the redactor for all output, to which secrets are added as they are read} */
    Redactor redactor();

    /** {@return turns messages for receivers into text without secrets} */
    Wording wording();

    /** {@return the directory that relative paths are resolved against} */
    Path directory();
}
