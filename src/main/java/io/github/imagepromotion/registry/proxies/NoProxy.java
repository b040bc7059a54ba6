package io.github.imagepromotion.registry.proxies;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
