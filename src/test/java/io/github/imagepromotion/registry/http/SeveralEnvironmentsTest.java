package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.registry.http.FakeRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Credential;
import io.github.imagepromotion.registry.CredentialSource;
import io.github.imagepromotion.registry.Secret;
import io.github.imagepromotion.testing.Accesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two environments, each with a registry and a login of its own: neither sees the other's, whatever it says. */
class SeveralEnvironmentsTest {

    private static CredentialSource login(String password) {
        return new CredentialSource() {
            @Override
            public Optional<Credential> find(RegistryAddress.Host registry) {
                return Optional.of(new Credential("the tests", "ci", Secret.of(password), false));
            }

            @Override
            public String places(RegistryAddress.Host registry) {
                return "the tests";
            }
        };
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("ci:" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Dev asks for a login, and sends every request on to prod, which asks too. */
    @Test
    void loginsWhenOneRegistrySendsToTheOtherStayWhereTheyBelong() throws IOException {
        try (FakeRegistry dev = new FakeRegistry();
                FakeRegistry prod = new FakeRegistry();
                UnhurriedClient toDev = new UnhurriedClient(dev.address(), Accesses.with(login("of-dev")));
                UnhurriedClient toProd = new UnhurriedClient(prod.address(), Accesses.with(login("of-prod")))) {
            prod.with(exchange -> {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"dev\"");
                answer(exchange, FakeRegistry.header(exchange, "Authorization").isPresent() ? 404 : 401);
                return true;
            });
            dev.with(exchange -> {
                boolean known = FakeRegistry.header(exchange, "Authorization").isPresent();
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"dev\"");
                exchange.getResponseHeaders().set("Location", prod.url() + exchange.getRequestURI());
                answer(exchange, known ? 307 : 401);
                return true;
            });

            toProd.repository().manifest(Tag.of("42"));
            org.assertj.core.api.Assertions.assertThatThrownBy(
                    () -> toDev.repository().manifest(Tag.of("42")));

            assertThat(dev.seen).extracting(FakeRegistry.Seen::authorization).contains(Optional.of(basic("of-dev")));
            assertThat(dev.seen).noneMatch(seen -> seen.authorization().equals(Optional.of(basic("of-prod"))));
            assertThat(prod.seen).extracting(FakeRegistry.Seen::authorization).contains(Optional.of(basic("of-prod")));
            assertThat(prod.seen).noneMatch(seen -> seen.authorization().equals(Optional.of(basic("of-dev"))));
        }
    }
}
