package io.github.imagepromotion.faults;

import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.TokenServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The real registries that all runs share: one that asks for nothing, one that asks for tokens. */
final class Ground implements AutoCloseable {
    /** Registries take a token for a minute longer than it says (distribution, registry/auth/token, "Leeway"). */
    private static final Duration LONG_EXPIRED = Duration.ofSeconds(-90);

    private final DockerRegistry open;
    private final DockerRegistry closed;
    private final TokenServer tokens;
    private final String expiredToken;

    private Ground(DockerRegistry open, DockerRegistry closed, TokenServer tokens, String expiredToken) {
        this.open = open;
        this.closed = closed;
        this.tokens = tokens;
        this.expiredToken = expiredToken;
    }

    static Ground prepare() {
        TokenServer tokens = TokenServer.start();
        DockerRegistry closed = DockerRegistry.withTokens(tokens);
        try {
            tokens.issueFor(LONG_EXPIRED);
            String expired = new RegistryEye(closed.url()).anyToken();
            tokens.issueFor(Duration.ofMinutes(5));
            return new Ground(DockerRegistry.anonymous(), closed, tokens, expired);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DockerRegistry registry(boolean withTokens) {
        return withTokens ? closed : open;
    }

    String expiredToken() {
        return expiredToken;
    }

    @Override
    public void close() {
        open.close();
        closed.close();
        tokens.close();
    }
}
