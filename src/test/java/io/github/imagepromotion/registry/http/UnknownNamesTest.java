package io.github.imagepromotion.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.RepositoryName;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.Registry;
import io.github.imagepromotion.registry.Repository.Sight;
import io.github.imagepromotion.testing.Accesses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a 404 says of the name that was asked for, and what it says of others. */
class UnknownNamesTest {
    private static final Digest SUBJECT = Digest.sha256("a subject".getBytes(StandardCharsets.UTF_8));
    private static final Tag LOCK = Tag.of("promotion-lock");

    private final FakeRegistry server = new FakeRegistry();
    private Registry registry;

    @BeforeEach
    void open() {
        registry = HttpRegistry.open(server.address(), Accesses.anonymous());
    }

    @AfterEach
    void stop() throws IOException {
        registry.close();
        server.close();
    }

    private void answering(String path, String body) {
        server.with(exchange -> exchange.getRequestURI().getPath().contains(path) && notFound(exchange, body));
    }

    private static boolean notFound(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
        return true;
    }

    /** As docker-registry says it, of a tag that is not there, and of one whose manifest another client is writing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'errors':[{'code':'MANIFEST_UNKNOWN','message':'manifest unknown','detail':{'Tag':'promotion-lock'}}]} | true
                    {'errors':[{'code':'MANIFEST_UNKNOWN','message':'manifest unknown','detail':{'Name':'shop','Revision':'sha256:0'}}]} | false
                    {'errors':[{'code':'MANIFEST_UNKNOWN','message':'manifest unknown','detail':{'Tag':'latest'}}]} | false
                    {'errors':[{'code':'MANIFEST_UNKNOWN','message':'manifest unknown','detail':'promotion-lock'}]} | false
                    {'errors':[{'code':'UNKNOWN','detail':{'Tag':'promotion-lock'}}]} | false
                    404 page not found | false
                    """)
    void lookWhenATagIsNotFoundIsCertainOnlyWhereTheRegistrySaysThatThereIsNone(String body, boolean certain)
            throws IOException {
        answering("/manifests/", body);

        Sight sight = registry.writable(RepositoryName.of("shop")).look(LOCK);

        assertThat(sight.there()).isEmpty();
        assertThat(sight.certain()).isEqualTo(certain);
    }

    @Test
    void referrersWhenTheRegistryHasNoApiAreAskedForOnceInAPath() throws IOException {
        answering("/referrers/", "404 page not found");

        for (String name : new String[] {"team/a", "team/b", "team/c", "other/a"}) {
            registry.repository(RepositoryName.of(name)).referrers(SUBJECT);
        }

        assertThat(server.lines("GET"))
                .filteredOn(line -> line.contains("/referrers/"))
                .hasSize(2);
    }

    /** Else a rejection beside it would go unseen, in a registry that lists it. */
    @ParameterizedTest
    @CsvSource({"NAME_UNKNOWN", "NOT_FOUND"})
    void referrersWhenARepositoryIsNotThereAreAskedOfTheOthersAllTheSame(String code) throws IOException {
        answering("/referrers/", "{'errors':[{'code':'" + code + "','message':'repository team/a not found'}]}");

        for (String name : new String[] {"team/a", "team/b", "team/c"}) {
            registry.repository(RepositoryName.of(name)).referrers(SUBJECT);
        }

        assertThat(server.lines("GET"))
                .filteredOn(line -> line.contains("/referrers/"))
                .hasSize(3);
    }
}
