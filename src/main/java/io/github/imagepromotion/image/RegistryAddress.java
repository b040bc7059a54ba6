package io.github.imagepromotion.image;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a registry: a host, or a directory on disk. */
public sealed interface RegistryAddress {

    /**
     * @param text {@code [https://|http://]host[:port][/prefix]}, or {@code oci:<directory>}
     * @return the address
     * @throws IllegalArgumentException if the text is malformed
     */
    static RegistryAddress of(String text) {
        String address = text.trim();
        return address.startsWith("oci:") ? Directory.of(address) : Host.of(address);
    }

    /**
     * @param repository a repository, as named in the project
     * @return its name in this registry, with the prefix of the address
     */
    RepositoryName locate(RepositoryName repository);

    /**
     * A registry with the distribution-spec API.
     *
     * @param scheme {@code https} or {@code http} if given; otherwise HTTPS, or on loopback HTTP if the server does not
     *     use TLS
     * @param host lower-case host name, or an IP address (IPv6 in brackets)
     * @param port port if given
     * @param prefix prefix of every repository name, if given
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

        /** {@return {@code host[:port]}, the registry's name in docker's configuration and settings.xml} */
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
     * A directory with an OCI image layout for each repository at {@code <directory>/<repository>}.
     *
     * @param path path of the directory
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
