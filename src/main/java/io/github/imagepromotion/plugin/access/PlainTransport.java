package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import org.apache.maven.plugin.logging.Log;

/**
 * Watches over environments whose registries may be spoken to without TLS. One that others come before, or that
 * asks for approvals, is nearer to production: there, a line in a file is not enough.
 */
public final class PlainTransport {
    private final String allowed;
    private final Log log;

    /**
     * @param allowed ids of environments, separated by commas, that may be so although others come before them
     * @param log takes the warning
     */
    public PlainTransport(String allowed, Log log) {
        this.allowed = allowed;
        this.log = log;
    }

    /** @throws ImageException if the environment must not be so */
    public void check(Environment environment, RegistryAddress address) {
        if (!environment.isPlain() || !(address instanceof RegistryAddress.Host)) {
            return;
        }
        String id = environment.id();
        refuseGuarded(
                environment,
                "logins and images would go to it without TLS. Remove <insecure>, and http:// from its registries");
        log.warn(
                "Environment '" + id + "' is insecure: registry '" + address + "' may be spoken to without TLS, so that"
                        + " anyone on the way can read the login and change what is sent.");
    }

    /** @throws ImageException if services that the environment asks or tells must not be spoken to without TLS */
    public void checkServices(Environment environment) {
        if (environment.tellsPlainly()) {
            refuseGuarded(
                    environment,
                    "what its <checks> and <deployed> answer could be anyone's, without TLS. Remove their <insecure>,"
                            + " and that of its <notifications>");
            log.warn("Environment '" + environment.id() + "' is insecure: services of its <checks>, <notifications> or"
                    + " <deployed> may be spoken to without TLS, so that anyone on the way can read their logins and"
                    + " answer for them.");
        }
    }

    private void refuseGuarded(Environment environment, String why) {
        String id = environment.id();
        if (environment.isGuarded() && !Environments.names(allowed).contains(id)) {
            throw new ImageException("Refused environment '" + id + "': it "
                    + (environment.after().isEmpty()
                            ? "asks for approvals"
                            : "comes after '" + String.join("', '", environment.after()) + "'")
                    + ", and " + why + ", and name the authority in <caFile> where that is the reason"
                    + " (-Dimage.environments); or confirm it: -Dimage.allowInsecure=" + id);
        }
    }
}
