package io.github.imagepromotion.registry.http;

import static io.github.imagepromotion.plugin.console.Told.tells;
import static io.github.imagepromotion.plugin.console.Told.told;
import static io.github.imagepromotion.registry.http.FakeRegistry.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import io.github.imagepromotion.image.Descriptor;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.MediaType;
import io.github.imagepromotion.image.RegistryAddress;
import io.github.imagepromotion.image.Tag;
import io.github.imagepromotion.registry.RegistryRole;
import io.github.imagepromotion.registry.transport.Origin;
import io.github.imagepromotion.testing.Accesses;
import io.github.imagepromotion.testing.DockerRegistry;
import io.github.imagepromotion.testing.MemoryBlobs;
import io.github.imagepromotion.testing.NeedsTools;
import io.github.imagepromotion.testing.TokenServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A login goes to its registry, when that asks for it, and nowhere else. */
@NeedsTools
class LeakTest {
    private static final String BASIC = "Basic "
            + Base64.getEncoder()
                    .encodeToString(
                            (DockerRegistry.USER + ":" + DockerRegistry.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final FakeRegistry server = new FakeRegistry();
    private final FakeRegistry elsewhere = new FakeRegistry();
    private final UnhurriedClient client = new UnhurriedClient(server.address(), Accesses.asUser());
    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Descriptor large = blobs.add(MediaType.of("application/octet-stream"), new byte[2_500_000]);

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        elsewhere.close();
    }

    private static Optional<String> authorization(HttpExchange exchange) {
        return FakeRegistry.header(exchange, "Authorization");
    }

    /** {@return whether the request is refused for want of the login} */
    private static boolean refusesWithout(String expected, String challenge, HttpExchange exchange) throws IOException {
        if (authorization(exchange).equals(Optional.of(expected))) {
            return false;
        }
        exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
        answer(exchange, 401, "{\"errors\":[{\"message\":\"you sent " + authorization(exchange) + "\"}]}");
        return true;
    }

    private void nothingArrivedElsewhere() {
        assertThat(elsewhere.seen).isNotEmpty().allSatisfy(seen -> assertThat(seen.authorization())
                .isEmpty());
    }

    @Test
    void requestWhenNotChallengedCarriesNoLogin() throws IOException {
        client.repository().resolve(Tag.of("42"));
        assertThat(server.seen)
                .allSatisfy(seen -> assertThat(seen.authorization()).isEmpty());
    }

    @Test
    void readWhenRedirectedElsewhereLeavesTheLoginBehind() throws IOException {
        elsewhere.blobs.put(large.digest().toString(), new byte[2_500_000]);
        server.with(exchange -> {
            if (!refusesWithout(BASIC, "Basic realm=x", exchange)) {
                String target = elsewhere.url() + exchange.getRequestURI();
                exchange.getResponseHeaders().set("Location", target);
                answer(exchange, 307);
            }
            return true;
        });
        assertThat(client.repository().has(large)).isTrue();
        assertThat(client.repository().open(large, 0).readAllBytes()).hasSize(2_500_000);
        nothingArrivedElsewhere();
    }

    @Test
    void pushWhenUploadIsElsewhereLeavesTheLoginBehind() throws IOException {
        elsewhere.sessions.put("there", new java.io.ByteArrayOutputStream());
        elsewhere.with(exchange -> {
            // It asks, too; and gets none.
            return exchange.getRequestMethod().equals("GET") && refusesWithout(BASIC, "Basic realm=x", exchange);
        });
        server.with(exchange -> {
            if (!refusesWithout(BASIC, "Basic realm=x", exchange)) {
                exchange.getResponseHeaders().set("Location", elsewhere.url() + "/v2/x/blobs/uploads/there?sig=1");
                answer(exchange, 202);
            }
            return true;
        });
        client.repository().push(large, blobs, List.of());
        assertThat(elsewhere.blobs).containsKey(large.digest().toString());
        nothingArrivedElsewhere();
    }

    @Test
    void requestWhenRedirectedInCirclesEnds() {
        server.with(exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().toString());
            answer(exchange, 302);
            return true;
        });
        assertThatThrownBy(() -> client.repository().manifest(Tag.of("42")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("in circles");
        assertThat(server.seen).hasSizeLessThan(10);
    }

    @Test
    void requestWhenRegistryEchoesTheLoginHidesIt() {
        server.with(exchange -> refusesWithout("no such thing", "Basic realm=x", exchange));
        assertThatThrownBy(() -> client.repository().manifest(Tag.of("42")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("you sent")
                .satisfies(thrown -> {
                    StringWriter text = new StringWriter();
                    thrown.printStackTrace(new PrintWriter(text));
                    assertThat(text.toString()).doesNotContain(DockerRegistry.PASSWORD, BASIC.substring(6));
                });
    }

    @Test
    void pushWhenTokenIsRefusedInMidUploadTakesAnother() throws IOException {
        AtomicInteger issued = new AtomicInteger();
        AtomicInteger patches = new AtomicInteger();
        elsewhere.with(exchange -> {
            answer(exchange, 200, "{\"token\":\"t" + issued.incrementAndGet() + "\",\"expires_in\":300}");
            return true;
        });
        server.with(exchange -> {
            if (exchange.getRequestMethod().equals("PATCH") && patches.incrementAndGet() == 2) {
                issued.set(10);
            }
            String wanted = "Bearer t" + (issued.get() >= 10 ? 11 : 1);
            return refusesWithout(wanted, "Bearer realm=\"" + elsewhere.url() + "/token\",service=\"s\"", exchange);
        });
        client.repository().push(large, blobs, List.of());
        assertThat(server.blobs).containsKey(large.digest().toString());
        assertThat(elsewhere.lines("GET")).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("/token?service=s&scope=repository")
                .doesNotContain(DockerRegistry.PASSWORD));
        assertThat(elsewhere.seen)
                .allSatisfy(seen -> assertThat(seen.authorization()).contains(BASIC));
    }

    /** Its token server may be that of production, too, where our login may do more. */
    @Test
    void tokenWhenTheRegistryAsksForAnotherRepositoryIsForOursAlone() throws IOException {
        elsewhere.with(exchange -> {
            answer(exchange, 200, "{\"token\":\"t1\",\"expires_in\":300}");
            return true;
        });
        String name = client.repository().name().value();
        String scopes = "repository:prod/app:pull,push repository(plugin):x:pull repository:" + name + ":delete aws";
        server.with(exchange -> refusesWithout(
                "Bearer t1", "Bearer realm=\"" + elsewhere.url() + "/token\",scope=\"" + scopes + "\"", exchange));
        client.repository().manifest(Tag.of("42"));
        String encoded = java.net.URLEncoder.encode("repository:" + name + ":", StandardCharsets.UTF_8);
        assertThat(elsewhere.lines("GET"))
                .singleElement()
                .asString()
                .contains("scope=" + encoded + "pull&", "scope=" + encoded + "delete", "scope=aws")
                .doesNotContain("prod", "plugin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"token\":\"a b\"}", "<html>", "{\"token\":\"a\\r\\nX: y\"}", "{\"token\":7}", "[]", ""})
    void requestWhenTokenIsNoneFailsClearly(String answer) {
        elsewhere.with(exchange -> {
            answer(exchange, 200, answer);
            return true;
        });
        server.with(exchange ->
                refusesWithout("no such thing", "Bearer realm=\"" + elsewhere.url() + "/token\"", exchange));
        assertThatThrownBy(() -> client.repository().manifest(Tag.of("42")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("Cannot log in: ", "oken of '127.0.0.1'", "Check that this server gives tokens"));
    }

    /** Every token is remembered so that it is never shown, and a server may give another one each time. */
    @Test
    void requestWhenTokenIsLongerThanAnyHeaderFailsClearly() {
        elsewhere.with(exchange -> {
            answer(exchange, 200, "{\"token\":\"" + "t".repeat(33_000) + "\",\"expires_in\":0}");
            return true;
        });
        server.with(exchange ->
                refusesWithout("no such thing", "Bearer realm=\"" + elsewhere.url() + "/token\"", exchange));
        assertThatThrownBy(() -> client.repository().manifest(Tag.of("42")))
                .hasMessageContainingAll("Cannot log in: ", "'token' is missing, or is none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://auth.example/token",
                "ftp://auth.example/",
                "https://user:pw@auth.example/",
                "/token",
                "https:///",
                "::"
            })
    void realmWhenALoginMustNotGoThereIsRefused(String realm) {
        Challenge challenge = new Challenge("bearer", Map.of("realm", realm));
        Origin https = Origin.of(URI.create("https://r.example/v2/"));
        assertThatThrownBy(() -> Realm.of(challenge, https, RegistryRole.ENVIRONMENT))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("r.example");
    }

    /** Two names of one server, as far as anyone can tell from the names: two servers. */
    private void sendForTokensTo(String host) {
        elsewhere.with(exchange -> {
            answer(exchange, 200, "{\"token\":\"t1\",\"expires_in\":300}");
            return true;
        });
        String realm = elsewhere.url().replace("127.0.0.1", host) + "/token";
        server.with(exchange -> refusesWithout("Bearer t1", "Bearer realm=\"" + realm + "\"", exchange));
    }

    @Test
    void realmWhenItsHostIsNotRelatedGetsNoLogin() {
        sendForTokensTo("localhost");
        assertThatThrownBy(() -> client.repository().manifest(Tag.of("42")))
                .isInstanceOf(ImageException.class)
                .satisfies(tells("'localhost'", "not related", "<realms>", "-Dimage.environments"));
        assertThat(elsewhere.seen).isEmpty();
    }

    /** An environment has elements that a base image and an import do not have. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void remedyWhenNoEnvironmentIsMeantNamesTheElementThatIs(boolean base) throws IOException {
        RegistryRole elements = base ? RegistryRole.BASE : RegistryRole.SOURCE;
        String element = base ? "<from><image> (-Dimage.from.image)" : "<source> (-Dimage.source)";
        sendForTokensTo("localhost");
        List<String> said = new ArrayList<>();
        for (String address : List.of(server.address().toString(), "http://127.0.0.1:1")) {
            RegistryAddress.Host host = (RegistryAddress.Host) RegistryAddress.of(address);
            try (UnhurriedClient other = new UnhurriedClient(host, Accesses.with(Accesses.asUser(), elements))) {
                said.add(told(catchThrowable(() -> other.repository().manifest(Tag.of("42")))));
            }
        }
        server.with(exchange -> {
            answer(exchange, 403, "no");
            return true;
        });
        try (UnhurriedClient other =
                new UnhurriedClient(server.address(), Accesses.with(Accesses.asUser(), elements))) {
            said.add(told(catchThrowable(() -> other.repository().manifest(Tag.of("42")))));
        }

        assertThat(said.get(0)).contains("not related", "else check " + element);
        assertThat(said.get(1)).contains("does not answer", "Check " + element);
        assertThat(said.get(2)).contains("answered 403", base ? "<from><serverId>" : "<server> of settings.xml");
        assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain("nvironment", "<registry>", "<realms>"));
    }

    @Test
    void realmWhenItsHostIsAllowedGetsTheLogin() throws IOException {
        sendForTokensTo("localhost");
        try (UnhurriedClient allowing =
                new UnhurriedClient(server.address(), Accesses.with(Accesses.asUser(), List.of("LOCALHOST")))) {
            assertThat(allowing.repository().manifest(Tag.of("42"))).isEmpty();
        }
        assertThat(elsewhere.seen).hasSize(1);
    }

    @Test
    void realmWhenThereIsNoLoginMayBeAnywhere() throws IOException {
        sendForTokensTo("localhost");
        try (UnhurriedClient anonymous = new UnhurriedClient(server.address(), Accesses.anonymous())) {
            assertThat(anonymous.repository().manifest(Tag.of("42"))).isEmpty();
        }
        nothingArrivedElsewhere();
    }

    @Test
    void identityTokenWhenTheServerChangesItIsTheNewOneFromThenOn() throws IOException {
        List<String> forms = new java.util.concurrent.CopyOnWriteArrayList<>();
        elsewhere.with(exchange -> {
            forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 200, "{\"access_token\":\"t1\",\"refresh_token\":\"next-" + forms.size() + "\"}");
            return true;
        });
        server.with(exchange -> refusesWithout("Bearer t1", "Bearer realm=\"" + elsewhere.url() + "\"", exchange));
        try (UnhurriedClient known = new UnhurriedClient(server.address(), Accesses.withIdentityToken())) {
            known.repository().manifest(Tag.of("42"));
            known.repository().push(blobs.add(MediaType.of("application/octet-stream"), new byte[1]), blobs, List.of());
        }
        assertThat(forms).hasSize(2).allSatisfy(form -> assertThat(form)
                .contains("grant_type=refresh_token&client_id="));
        assertThat(forms.get(0)).endsWith("&refresh_token=" + TokenServer.IDENTITY_TOKEN);
        assertThat(forms.get(1)).endsWith("&refresh_token=next-1");
    }

    @ParameterizedTest
    @CsvSource({
        "registry-1.docker.io, auth.docker.io, true",
        "registry.gitlab.com, gitlab.com, true",
        "r.example, r.example, true",
        "a.r.corp.internal, auth.corp.internal, true",
        "docker.io.evil.example, auth.docker.io, false",
        "r.co.uk, evil.co.uk, false",
        "shop.github.io, evil.github.io, false",
        "10.0.0.1, 11.0.0.1, false",
        "registry, auth, false",
        "[::1], [::2], false"
    })
    void hostsWhenOfOneOwnerAreRelated(String registry, String realm, boolean related) {
        assertThat(RelatedHosts.are(realm, registry)).isEqualTo(related);
    }

    @ParameterizedTest
    @CsvSource({
        "http://r.example/v2/, http://r.example:81/t, true",
        "http://r.example/v2/, http://auth.r.example/t, false",
        "https://r.example/v2/, http://r.example/t, false",
        "https://127.0.0.1/v2/, http://localhost:81/t, true",
        "https://r.example/v2/, http://127.0.0.1/t, false",
        "http://r.example/v2/, https://auth.r.example/t, true"
    })
    void realmWhenPlainIsRefusedBeyondThisMachineAndThePlainRegistry(String registry, String realm, boolean taken) {
        Challenge challenge = new Challenge("bearer", Map.of("realm", realm));
        Origin origin = Origin.of(URI.create(registry));
        if (taken) {
            assertThat(Realm.of(challenge, origin, RegistryRole.ENVIRONMENT).uri())
                    .hasToString(realm);
        } else {
            assertThatThrownBy(() -> Realm.of(challenge, origin, RegistryRole.ENVIRONMENT))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("in the clear");
        }
    }

    @Test
    void locationWhenItLeadsFromHttpsToHttpIsRefusedOrLifted() {
        URI base = URI.create("https://r.example:5000/v2/x?y=1");
        assertThat(Locations.resolve(base, "http://other.example/z")).isEmpty();
        assertThat(Locations.resolve(base, "http://r.example/z?a=%2F"))
                .contains(URI.create("https://r.example:5000/z?a=%2F"));
        assertThat(Locations.resolve(base, "../z?a=b#c")).contains(URI.create("https://r.example:5000/z?a=b"));
        assertThat(Locations.resolve(base, "https://u:p@r.example/")).isEmpty();
        assertThat(Locations.resolve(base, "file:///etc/passwd")).isEmpty();
        assertThat(Locations.resolve(base, "a b")).contains(URI.create("https://r.example:5000/v2/a%20b"));
        assertThat(Locations.resolve(base, "z\u202E")).contains(URI.create("https://r.example:5000/v2/z%E2%80%AE"));
    }
}
