package io.github.imagepromotion.verification;

import io.github.imagepromotion.image.DamagedContentException;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.registry.Repository;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Checks that blobs exist, or reads them, with bounded memory. */
final class BlobReader {
    private static final int PIECE = 128 * 1024;

    private final Repository repository;

    BlobReader(Repository repository) {
        this.repository = repository;
    }

    /** {@return the error, if the blob does not exist in the registry with the right size} */
    Optional<Message> look(Descriptor blob) throws IOException {
        try {
            return repository.has(blob) ? Optional.empty() : Optional.of(Message.of("it is not there"));
        } catch (DamagedContentException e) {
            return Optional.of(Message.of("it is damaged: ").and(e));
        }
    }

    /**
     * @param read receives numbers of bytes read
     * @return the error, if the content of the blob is wrong
     */
    Optional<Message> read(Descriptor blob, LongConsumer read) throws IOException {
        // Checks the size first: a blob that is too short would be retried like a broken connection.
        Optional<Message> wrong = look(blob);
        if (wrong.isPresent()) {
            return wrong;
        }
        try (InputStream in = repository.open(blob, 0)) {
            return hash(in, blob, read);
        } catch (NoSuchFileException e) {
            return Optional.of(Message.of("it is not there"));
        } catch (EOFException | DamagedContentException e) {
            return Optional.of(Message.of("it is damaged: ").and(e));
        }
    }

    private static Optional<Message> hash(InputStream in, Descriptor blob, LongConsumer read) throws IOException {
        MessageDigest hash = blob.digest().newHash();
        byte[] piece = new byte[PIECE];
        long size = 0;
        for (int count = in.read(piece); count >= 0 && size <= blob.size(); count = in.read(piece)) {
            hash.update(piece, 0, count);
            size += count;
            read.accept(count);
        }
        return size == blob.size() && blob.digest().matches(hash.digest())
                ? Optional.empty()
                : Optional.of(Message.of("it is damaged: its content has another digest"));
    }
}
