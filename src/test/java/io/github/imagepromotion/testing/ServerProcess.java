package io.github.imagepromotion.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/** A server as a process of ours that listens on a free loopback port. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param log takes what the process says
     * @param command to start it on a port
     */
    static ServerProcess start(Path log, IntFunction<String[]> command) {
        for (int attempt = 0; attempt < 5; attempt++) {
            int port = DockerRegistry.freePort();
            try {
                Process process = new ProcessBuilder(command.apply(port))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
                ServerProcess server = new ServerProcess(process, port);
                if (server.listens()) {
                    return server;
                }
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new AssertionError("the server does not start:\n" + read(log));
    }

    private boolean listens() {
        for (int attempt = 0; attempt < 200 && process.isAlive(); attempt++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return process.isAlive() && socket.isConnected();
            } catch (IOException e) {
                pause();
            }
        }
        return false;
    }

    static void pause() {
        try {
            Thread.sleep(25);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no log)";
        }
    }

    int port() {
        return port;
    }

    /** Its storage is of no further use: it need not end in good order. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
