package io.github.imagepromotion.registry;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.registry.ProxySource.HttpProxy;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies of {@code HTTPS_PROXY} and {@code HTTP_PROXY}, in upper or lower case, but for the hosts of
 * {@code NO_PROXY}. As with docker, podman and crane, the loopback interface is reached directly: to a proxy it would be
 * the proxy's own.
 */
public final class VariableProxies implements ProxySource {
    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z0-9+.-]+)://)?(?:([^:@/]*)(?::([^@/]*))?@)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::(\\d{1,5}))?/?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1\\]");

    private final Map<String, String> variables;
    private final NoProxy exempt;

    /** @param variables of the process that called us, by name */
    public VariableProxies(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
        this.exempt = NoProxy.of(variable("NO_PROXY").map(name -> value(name)).orElse(""));
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toLowerCase(Locale.ROOT))
                .filter(candidate -> !value(candidate).isEmpty())
                .findFirst();
    }

    private String value(String name) {
        return variables.getOrDefault(name, "").trim();
    }

    @Override
    public Optional<HttpProxy> find(String scheme, String host, int port) {
        if (LOOPBACK.matcher(host).matches() || exempt.covers(host, port)) {
            return Optional.empty();
        }
        return variable(scheme.equals("https") ? "HTTPS_PROXY" : "HTTP_PROXY").map(this::proxy);
    }

    /** The value is never displayed: it may contain a password. */
    private HttpProxy proxy(String name) {
        String origin = "environment variable " + name;
        Matcher form = FORM.matcher(value(name));
        if (!form.matches()) {
            throw new ImageException("Cannot use the proxy of " + origin
                    + ": its value is not an address. It must be http://[user:password@]host:port, with special characters"
                    + " of the password percent-encoded (%40 for @).");
        }
        if (form.group(1) != null && !form.group(1).equalsIgnoreCase("http")) {
            throw new ImageException("Cannot use the proxy of " + origin + ": this plugin speaks plain HTTP to proxies,"
                    + " and no '" + form.group(1) + "'. Name the proxy's HTTP port, http://host:port; what goes to an"
                    + " HTTPS registry is encrypted through the proxy.");
        }
        Optional<Credential> login = Optional.ofNullable(form.group(2))
                .map(user -> new Credential(
                        origin, decode(user), Secret.of(decode(form.group(3) == null ? "" : form.group(3))), false));
        int port = form.group(5) == null ? 80 : Integer.parseInt(form.group(5));
        return new HttpProxy(form.group(4), port, login, origin);
    }

    /** Percent-decoding only: a plus is a plus (RFC 3986, section 2.1). */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // A percent sign without a valid encoding is kept; the exception would quote the value.
            return text;
        }
    }

    /**
     * The hosts of {@code NO_PROXY}, as docker, podman and crane read it (golang.org/x/net/http/httpproxy): separated by
     * commas, each {@code *}, an address or a block of addresses, a domain with all below it, or ({@code .domain},
     * {@code *.domain}) all below it only; a port narrows it down.
     *
     * @param entries lower-case
     */
    record NoProxy(List<String> entries) {
        private static final Pattern WITH_PORT = Pattern.compile("(\\[[^]]*\\]|[^:]*):(\\d{1,5})");
        private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*");

        static NoProxy of(String text) {
            return new NoProxy(Stream.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                    .filter(entry -> !entry.isEmpty())
                    .toList());
        }

        /**
         * @param host lower-case, an IPv6 address in brackets
         * @param port of the server
         * @return whether the server is reached without a proxy
         */
        boolean covers(String host, int port) {
            return entries.stream().anyMatch(entry -> covers(entry, plain(host), port));
        }

        private static boolean covers(String entry, String host, int port) {
            if (entry.equals("*")) {
                return true;
            }
            Matcher withPort = WITH_PORT.matcher(entry);
            if (withPort.matches()) {
                return Integer.parseInt(withPort.group(2)) == port && covers(withPort.group(1), host);
            }
            return covers(entry, host);
        }

        private static boolean covers(String entry, String host) {
            int slash = entry.indexOf('/');
            if (slash > 0) {
                return isInBlock(host, entry.substring(0, slash), entry.substring(slash + 1));
            }
            Optional<InetAddress> address = address(plain(entry));
            if (address.isPresent()) {
                return address(host).equals(address);
            }
            String domain = entry.startsWith("*.") ? entry.substring(1) : entry;
            return domain.startsWith(".") ? host.endsWith(domain) : host.equals(domain) || host.endsWith("." + domain);
        }

        private static boolean isInBlock(String host, String network, String bits) {
            Optional<InetAddress> address = address(host);
            Optional<InetAddress> base = address(plain(network));
            if (address.isEmpty() || base.isEmpty() || !bits.matches("[0-9]{1,3}")) {
                return false;
            }
            byte[] one = address.get().getAddress();
            byte[] other = base.get().getAddress();
            int ignored = other.length * 8 - Integer.parseInt(bits);
            return one.length == other.length
                    && ignored >= 0
                    && new BigInteger(1, one).shiftRight(ignored).equals(new BigInteger(1, other).shiftRight(ignored));
        }

        /** Never asks a name server: only what is written as an address is one. */
        private static Optional<InetAddress> address(String text) {
            try {
                return ADDRESS.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }

        private static String plain(String host) {
            return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        }
    }
}
