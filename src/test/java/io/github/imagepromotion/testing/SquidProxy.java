package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A real proxy, Debian's squid, that asks for a login. It alone knows the host {@code registry.test}, which is this
 * machine: whoever reaches that host was let through.
 */
public final class SquidProxy implements AutoCloseable {
    /** The user that it knows. */
    public static final String USER = "office";
    /** The password of that user, with characters that an address has to encode. */
    public static final String PASSWORD = "kanarienvogel-6S@:/%";

    private final Path directory;
    private final ServerProcess server;

    private SquidProxy(Path directory, ServerProcess server) {
        this.directory = directory;
        this.server = server;
    }

    /** @param parent of the directory with its files */
    public static SquidProxy in(Path parent) {
        String squid = Commands.installed("squid");
        try {
            // Started as root, squid is another user.
            Path directory = Files.createTempDirectory(parent, "squid");
            Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.writeString(directory.resolve("hosts"), "127.0.0.1 registry.test\n");
            Files.write(
                    directory.resolve("passwords"),
                    Commands.run(Commands.installed("htpasswd"), "-Bbn", USER, PASSWORD));
            Path config = directory.resolve("squid.conf");
            ServerProcess server = ServerProcess.start(directory.resolve("out.log"), port -> {
                write(config, directory, port);
                return new String[] {squid, "-N", "-f", config.toString()};
            });
            return new SquidProxy(directory, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path config, Path home, int port) {
        List<String> lines = List.of(
                "http_port 127.0.0.1:" + port,
                "hosts_file " + home + "/hosts",
                "auth_param basic program /usr/lib/squid/basic_ncsa_auth " + home + "/passwords",
                "auth_param basic realm tests",
                "auth_param basic children 1 startup=1",
                "acl known proxy_auth REQUIRED",
                "acl forbidden dstdomain forbidden.test",
                "http_access deny known forbidden",
                "http_access allow known",
                "http_access deny all",
                "cache deny all",
                "access_log stdio:" + home + "/access.log",
                "logfile_rotate 0",
                "buffered_logs off",
                "cache_log " + home + "/cache.log",
                "pid_filename " + home + "/pid",
                "coredump_dir " + home,
                "pinger_enable off",
                "shutdown_lifetime 0 seconds",
                "visible_hostname proxy.test");
        try {
            Files.write(config, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return {@code 127.0.0.1:port}} */
    public String authority() {
        return "127.0.0.1:" + server.port();
    }

    /** {@return its port on 127.0.0.1} */
    public int port() {
        return server.port();
    }

    /**
     * Waits a little: squid writes a tunnel down when it has ended.
     *
     * @param part of a line
     * @return a line for each request and tunnel, when such a line is there
     */
    public List<String> logWith(String part) throws IOException {
        for (int attempt = 0; attempt < 200; attempt++) {
            List<String> lines = Files.readAllLines(directory.resolve("access.log"));
            if (lines.stream().anyMatch(line -> line.contains(part))) {
                return lines;
            }
            ServerProcess.pause();
        }
        throw new AssertionError("squid wrote no line with " + part);
    }

    @Override
    public void close() {
        server.close();
    }
}
