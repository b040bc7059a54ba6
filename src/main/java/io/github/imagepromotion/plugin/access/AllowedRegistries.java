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

/** The registries that the operator names himself, and the environment variables with their logins. */
public final class AllowedRegistries {
    private static final Pattern LOGIN = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*):([A-Za-z_][A-Za-z0-9_]*)");
    private static final String PROPERTY = "<allowRegistries> (-Dimage.allowRegistries)";

    private final List<Entry> entries;
    private final Path root;

    private record Login(String username, String password) {}

    private record Entry(RegistryAddress address, Optional<Login> login) {}

    /**
     * @param text {@code host[:port][/path][=USER:PASSWORD]} or {@code oci:directory}, separated by commas; {@code USER}
     *     and {@code PASSWORD} are names of environment variables
     * @param directory that relative directories in the text are taken from
     * @param root that those of registries are taken from
     * @throws ImageException if it is anything else
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

    /** What is no name of a variable may be the secret itself, and is not quoted. */
    private static Login login(String text) {
        Matcher names = LOGIN.matcher(text);
        if (!names.matches()) {
            throw new IllegalArgumentException(
                    "after '=' stand the names of two environment variables, USER:PASSWORD. If"
                            + " it is the login itself, change that: whoever reads it there has it");
        }
        return new Login(names.group(1), names.group(2));
    }

    /** Whether it is one of them, or below one. Without TLS over a network only where its entry says {@code http://}. */
    public boolean allow(RegistryAddress address) {
        return entries.stream().map(Entry::address).anyMatch(allowed -> covers(allowed, address));
    }

    /** Whether it is in one of them. */
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

    /** Whether everyone on the way could read the login, and change what is sent. */
    static boolean isPlainOverNetwork(RegistryAddress.Host host) {
        return host.scheme().filter("http"::equals).isPresent() && !host.isLoopback();
    }

    private static boolean isSameHost(RegistryAddress.Host one, RegistryAddress.Host other) {
        return authority(one).equals(authority(other));
    }

    /** Without HTTPS' own port; and Docker Hub by the name that it is asked under. */
    private static String authority(RegistryAddress.Host host) {
        String authority = host.authority().toLowerCase(Locale.ROOT).replaceFirst(":443$", "");
        return authority.equals("docker.io") || authority.equals("index.docker.io")
                ? "registry-1.docker.io"
                : authority;
    }

    /** Their logins, where they have one. */
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

    /** A login that goes to one host. */
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

    /** What the operator would say to allow it: for him to copy, if it is his. */
    public static String entry(RegistryAddress address) {
        return address instanceof RegistryAddress.Host host
                ? (isPlainOverNetwork(host) ? "http://" : "") + host.authority()
                : Text.printable(address.toString());
    }
}
