package io.github.imagepromotion.plugin.access;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.credentials.VariableCredentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The registries that the operator allows, and the environment variables with their logins. */
public final class AllowedRegistries {
    private static final Pattern LOGIN = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*):([A-Za-z_][A-Za-z0-9_]*)");
    private static final String PROPERTY = "<allowRegistries> (-Dimage.allowRegistries)";

    private final List<Entry> entries;
    private final Path root;

    private record Login(String username, String password) {}

    private record Entry(RegistryAddress address, Optional<Login> login) {}

    /**
     * @param text comma-separated {@code host[:port][/path][=USER:PASSWORD]} or {@code oci:directory}, where {@code
     *     USER} and {@code PASSWORD} are names of environment variables
     * @param directory directory that relative paths in the text are resolved against
     * @param root directory that relative paths of registries are resolved against
     * @throws ImageException if the text is malformed
     */
    public AllowedRegistries(String text, Path directory, Path root) {
        this.root = root;
        this.entries = Environments.names(text).stream()
                .map(AllowedRegistries::entry)
                .map(entry -> new Entry(absolute(entry.address, directory), entry.login))
                .toList();
    }

    private static Entry entry(String text) {
        int equals = text.startsWith("oci:") ? -1 : text.indexOf('=');
        try {
            RegistryAddress address = RegistryAddress.of(equals < 0 ? text : text.substring(0, equals));
            return new Entry(address, equals < 0 ? Optional.empty() : Optional.of(login(text.substring(equals + 1))));
        } catch (IllegalArgumentException e) {
            throw new ImageException("Illegal " + PROPERTY + ": " + e.getMessage() + ".", e);
        }
    }

    /** Text that is not the name of a variable may be the secret itself, so it is not quoted. */
    private static Login login(String text) {
        Matcher names = LOGIN.matcher(text);
        if (!names.matches()) {
            throw new IllegalArgumentException(
                    "'=' must be followed by the names of two environment variables, USER:PASSWORD. If"
                            + " it is the login itself, change that: whoever reads it there has it");
        }
        return new Login(names.group(1), names.group(2));
    }

    /**
     * {@return whether the registry is one of them, or below one; with plain HTTP to other hosts than loopback only if
     * the entry begins with {@code http://}}
     */
    public boolean allow(RegistryAddress address) {
        return entries.stream().map(Entry::address).anyMatch(allowed -> covers(allowed, address));
    }

    /** {@return whether the image is in one of them} */
    public boolean allow(ImageReference image) {
        return allow(new RegistryAddress.Host(
                image.registry().scheme(),
                image.registry().host(),
                image.registry().port(),
                Optional.of(image.repository())));
    }

    private boolean covers(RegistryAddress allowed, RegistryAddress address) {
        if (allowed instanceof RegistryAddress.Directory above && address instanceof RegistryAddress.Directory below) {
            return absolute(below, root).path().startsWith(above.path());
        }
        return allowed instanceof RegistryAddress.Host host
                && address instanceof RegistryAddress.Host other
                && isSameHost(host, other)
                && (!isPlainOverNetwork(other) || isPlainOverNetwork(host))
                && isAtOrBelow(host.prefix(), other.prefix());
    }

    private static RegistryAddress absolute(RegistryAddress address, Path directory) {
        return address instanceof RegistryAddress.Directory relative ? absolute(relative, directory) : address;
    }

    private static RegistryAddress.Directory absolute(RegistryAddress.Directory address, Path directory) {
        return new RegistryAddress.Directory(
                directory.resolve(address.path()).toAbsolutePath().normalize());
    }

    private static boolean isAtOrBelow(Optional<RepositoryName> allowed, Optional<RepositoryName> path) {
        return allowed.isEmpty()
                || path.filter(name -> (name + "/").startsWith(allowed.get() + "/"))
                        .isPresent();
    }

    /** {@return whether others on the network could read the login and change the content} */
    static boolean isPlainOverNetwork(RegistryAddress.Host host) {
        return host.scheme().filter("http"::equals).isPresent() && !host.isLoopback();
    }

    private static boolean isSameHost(RegistryAddress.Host one, RegistryAddress.Host other) {
        return authority(one).equals(authority(other));
    }

    /** Omits the default port of HTTPS, and replaces Docker Hub's names by that of its registry. */
    private static String authority(RegistryAddress.Host host) {
        String authority = host.authority().toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
        return authority.equals("docker.io") || authority.equals("index.docker.io")
                ? "registry-1.docker.io"
                : authority;
    }

    /** {@return the logins of entries that have one} */
    Stream<CredentialSource> logins(Map<String, String> variables, String purpose) {
        List<CredentialSource> sources = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.login().isPresent() && entry.address() instanceof RegistryAddress.Host host) {
                Login login = entry.login().get();
                CredentialSource source = new VariableCredentials(
                        variables, login.username(), login.password(), purpose, "-Dimage.allowRegistries");
                sources.add(new OfHost(host, source));
            }
        }
        return sources.stream();
    }

    /** A login for a single host. */
    private record OfHost(RegistryAddress.Host host, CredentialSource source) implements CredentialSource {
        @Override
        public Optional<Credential> find(RegistryAddress.Host registry) {
            return isSameHost(host, registry) ? source.find(registry) : Optional.empty();
        }

        @Override
        public String places(RegistryAddress.Host registry) {
            return isSameHost(host, registry) ? source.places(registry) : "-Dimage.allowRegistries";
        }
    }

    /** {@return the entry that would allow the registry, for the operator to copy} */
    public static String entry(RegistryAddress address) {
        return address instanceof RegistryAddress.Host host
                ? (isPlainOverNetwork(host) ? "http://" : "") + host.authority()
                : Text.printable(address.toString());
    }
}
