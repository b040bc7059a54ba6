package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.RegistryAddress;
import org.apache.maven.plugin.logging.Log;

/**
 * Checks environments whose registries are used without TLS. An environment with predecessors or approvals is nearer to
 * production, where the configuration alone does not suffice.
 */
public final class PlainTransport {
    private final String allowed;
    private final Log log;

    /**
     * @param allowed comma-separated ids of environments that may use plain HTTP although they have predecessors
     * @param log receives the warning
     */
    public PlainTransport(String allowed, Log log) {
        this.allowed = allowed;
        this.log = log;
    }

    /** @throws ImageException if the environment may not use the registry without TLS */
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

    /** @throws ImageException if a service of the environment may not be called without TLS */
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
