package io.github.imagepromotion.build.base;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.ImageReference;
import io.github.imagepromotion.image.IoFunction;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The repository of a base image: the mirrors of its registry, then the registry itself, each opened when needed.
 * Thread-safe.
 */
final class RegistryConnection implements Closeable {
    private final ImageReference image;
    private final BaseOpener opener;
    private final List<RegistryAddress.Host> mirrors;
    private final Consumer<Message> warnings;
    private final Map<RegistryAddress.Host, Registry> open = new LinkedHashMap<>();
    private final Set<RegistryAddress.Host> failed = new HashSet<>();

    RegistryConnection(ImageReference image, BaseOpener opener, Mirrors mirrors, Consumer<Message> warnings) {
        this.image = image;
        this.opener = opener;
        this.mirrors = mirrors.of(image.registry());
        this.warnings = warnings;
    }

    /**
     * @param question asked until a registry has an answer; a mirror that failed is not asked again
     * @return the answer; empty if no registry has one
     * @throws IOException if the registry itself fails
     */
    <T> Optional<T> ask(IoFunction<Repository, Optional<T>> question) throws IOException {
        for (RegistryAddress.Host mirror : mirrors) {
            Optional<T> answer = askMirror(mirror, question);
            if (answer.isPresent()) {
                return answer;
            }
        }
        return question.apply(repository(image.registry(), false));
    }

    private <T> Optional<T> askMirror(RegistryAddress.Host mirror, IoFunction<Repository, Optional<T>> question) {
        if (hasFailed(mirror)) {
            return Optional.empty();
        }
        try {
            return question.apply(repository(mirror, true));
        } catch (IOException | ImageException e) {
            if (fail(mirror)) {
                warnings.accept(Message.of("The mirror " + mirror + " of "
                                + image.registry().authority() + " is passed by: ")
                        .and(Message.of(e).map(Text::printable)));
            }
            return Optional.empty();
        }
    }

    private synchronized boolean hasFailed(RegistryAddress.Host mirror) {
        return failed.contains(mirror);
    }

    private synchronized boolean fail(RegistryAddress.Host mirror) {
        return failed.add(mirror);
    }

    private synchronized Repository repository(RegistryAddress.Host address, boolean mirror) {
        return open.computeIfAbsent(address, key -> opener.open(key, mirror))
                .repository(address.locate(image.repository()));
    }

    @Override
    public synchronized void close() throws IOException {
        for (Registry registry : open.values()) {
            registry.close();
        }
    }
}
