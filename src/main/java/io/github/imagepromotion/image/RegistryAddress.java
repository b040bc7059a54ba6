package io.github.imagepromotion.image;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a registry is: a host, or a directory on disk. */
public sealed interface RegistryAddress {

    /**
     * @param text {@code [https://|http://]host[:port][/prefix]}, or {@code oci:<directory>}
     * @return the address
     * @throws IllegalArgumentException if the text is neither
     */
    static RegistryAddress of(String text) {
        String address = text.trim();
        return address.startsWith("oci:") ? Directory.of(address) : Host.of(address);
    }

    /**
     * @param repository a repository, as the project names it
     * @return its name in this registry: below the prefix where the address has one
     */
    RepositoryName locate(RepositoryName repository);

    /**
     * A registry that speaks the distribution-spec.
     *
     * @param scheme {@code https} or {@code http} where the address says it; else HTTPS, and on loopback HTTP where the
     *     server does not speak TLS
     * @param host host name, or an IP address (an IPv6 one in brackets), lower-case
     * @param port where the address says it
     * @param prefix in front of every repository name, where the address says it
     */
    record Host(Optional<String> scheme, String host, Optional<Integer> port, Optional<RepositoryName> prefix)
            implements RegistryAddress {
        private static final Pattern FORM = Pattern.compile(
                "(?:(https?)://)?((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
                        + "|\\[[0-9A-Fa-f:.]+\\])(?::(\\d{1,5}))?(?:/(.*?))?/?");

        static Host of(String text) {
            if (text.indexOf('@') >= 0) {
                throw new IllegalArgumentException("not a registry: "
                        + Text.quote(text.substring(text.lastIndexOf('@') + 1))
                        + " has a login before it, which belongs into settings.xml");
            }
            Matcher form = FORM.matcher(text);
            if (!form.matches() || (form.group(3) != null && Integer.parseInt(form.group(3)) > 65_535)) {
                throw new IllegalArgumentException("not a registry: " + Text.quote(text)
                        + " ([https://|http://]host[:port][/prefix], or oci:<directory>)");
            }
            return new Host(
                    Optional.ofNullable(form.group(1)),
                    form.group(2).toLowerCase(Locale.ROOT),
                    Optional.ofNullable(form.group(3)).map(Integer::valueOf),
                    Optional.ofNullable(form.group(4)).filter(p -> !p.isEmpty()).map(RepositoryName::of));
        }

        /** {@return {@code host[:port]}, as docker's configuration and settings.xml name a registry} */
        public String authority() {
            return host + port.map(p -> ":" + p).orElse("");
        }

        /** {@return whether it is on this machine: {@code localhost}, or an address of the loopback interface} */
        public boolean isLoopback() {
            return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        }

        @Override
        public RepositoryName locate(RepositoryName repository) {
            return prefix.map(repository::under).orElse(repository);
        }

        /** {@return {@code [scheme://]host[:port][/prefix]}} */
        @Override
        public String toString() {
            return scheme.map(s -> s + "://").orElse("")
                    + authority()
                    + prefix.map(p -> "/" + p).orElse("");
        }
    }

    /**
     * A directory that holds each repository as an OCI image layout at {@code <directory>/<repository>}.
     *
     * @param path of the directory
     */
    record Directory(Path path) implements RegistryAddress {
        static Directory of(String text) {
            String path = text.substring("oci:".length());
            if (path.isBlank()) {
                throw new IllegalArgumentException(
                        "not a registry: " + Text.quote(text) + " (oci: names no directory)");
            }
            return new Directory(Path.of(path));
        }

        @Override
        public RepositoryName locate(RepositoryName repository) {
            return repository;
        }

        /** {@return {@code oci:<directory>}} */
        @Override
        public String toString() {
            return "oci:" + path;
        }
    }
}
