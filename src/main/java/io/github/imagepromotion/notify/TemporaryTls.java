package io.github.imagepromotion.notify;

import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.registry.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Certificates and a key that a kubeconfig holds, as the files that TLS takes: in a directory that is its owner's alone, and
 * gone when the call is over.
 */
final class TemporaryTls implements AutoCloseable {
    private final Optional<Path> directory;
    private final TlsFiles files;

    private TemporaryTls(Optional<Path> directory, TlsFiles files) {
        this.directory = directory;
        this.files = files;
    }

    static TemporaryTls of(Optional<String> authority, Optional<String> certificate, Optional<Secret> key)
            throws IOException {
        if (authority.isEmpty() && certificate.isEmpty()) {
            return new TemporaryTls(Optional.empty(), TlsFiles.SYSTEM);
        }
        Path directory = Files.createTempDirectory("image");
        Optional<Path> caFile = write(directory.resolve("ca.pem"), authority);
        Optional<Path> own = write(directory.resolve("client.pem"), certificate);
        Optional<Path> ownKey = write(directory.resolve("key.pem"), key.map(Secret::reveal));
        Optional<TlsFiles.Client> client = own.flatMap(chain -> ownKey.map(secret -> new TlsFiles.Pem(chain, secret)));
        return new TemporaryTls(Optional.of(directory), new TlsFiles(caFile, client));
    }

    private static Optional<Path> write(Path file, Optional<String> text) throws IOException {
        return text.isPresent() ? Optional.of(Files.writeString(file, text.get())) : Optional.empty();
    }

    TlsFiles files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        if (directory.isPresent()) {
            for (String name : new String[] {"ca.pem", "client.pem", "key.pem"}) {
                Files.deleteIfExists(directory.get().resolve(name));
            }
            Files.deleteIfExists(directory.get());
        }
    }
}
