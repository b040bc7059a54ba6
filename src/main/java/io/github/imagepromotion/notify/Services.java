package io.github.imagepromotion.notify;

import io.github.imagepromotion.image.Message.Wording;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.web.WebClient;
import java.nio.file.Path;
import java.util.Optional;

/** What lets us reach others: transport, and secrets from where their owner keeps them. */
public interface Services {

    /**
     * @param tls whom to trust, and who we are
     * @param insecure whether plain HTTP will do over a network
     * @param retries how often a request may be sent again
     * @return a client; the caller closes it
     */
    WebClient open(TlsFiles tls, boolean insecure, int retries);

    /**
     * @param serverId of a {@code <server>} in settings.xml
     * @return its user name and password; without a user name the password is a token
     * @throws io.github.imagepromotion.image.ImageException if there is no such server
     */
    Credential login(String serverId);

    /**
     * @param name of an environment variable
     * @return its value, which is secret; empty if it is not set
     */
    Optional<Secret> variable(String name);

    /**
     * @param name of an environment variable that is no secret
     * @return its value; empty if it is not set
     */
    Optional<String> plainVariable(String name);

    /** {@return takes secrets out of what is told to anyone; whoever gets to know one tells it} */
    Redactor redactor();

    /** {@return puts what is told to others into words, without secrets} */
    Wording wording();

    /** {@return where relative paths begin} */
    Path directory();
}
