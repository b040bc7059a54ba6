package io.github.imagepromotion.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.imagepromotion.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A token server whose tokens a real registry takes (distribution, "Token Authentication Specification"): signed with a
 * key of its own, which the registry trusts by certificate.
 */
public final class TokenServer implements AutoCloseable {
    static final String SERVICE = "registry.tests";
    static final String ISSUER = "token-server.tests";
    /** A refresh token that is taken for {@link DockerRegistry#USER}. */
    public static final String IDENTITY_TOKEN = "identity-kanarienvogel-3X";

    private static final String KEY_PASSWORD = "changeit";

    private final HttpServer server;
    private final Keys keys;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Duration lifetime = Duration.ofMinutes(5);
    private volatile boolean anonymousAllowed;
    private volatile String refusedRepository = "";

    /**
     * A request for a token.
     *
     * @param method GET, or POST with an identity token
     * @param scopes asked for
     * @param authorization header, if any
     */
    public record Asked(String method, List<String> scopes, Optional<String> authorization) {}

    private TokenServer(HttpServer server, Keys keys) {
        this.server = server;
        this.keys = keys;
    }

    /** {@return a server that knows {@link DockerRegistry#USER}} */
    public static TokenServer start() {
        try {
            Keys keys = Keys.SHARED;
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TokenServer tokens = new TokenServer(http, keys);
            http.createContext("/token", tokens::answer);
            http.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "token-server");
                thread.setDaemon(true);
                return thread;
            }));
            http.start();
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The key that signs, made once: that takes a second.
     *
     * @param certificate as a PEM file, for the registry
     * @param key that signs
     * @param x5c the certificate as a token carries it
     */
    private record Keys(Path certificate, PrivateKey key, String x5c) {
        static final Keys SHARED = make();

        private static Keys make() {
            try {
                Path directory = Files.createTempDirectory("token-server");
                KeyStore keys = keys(directory);
                Certificate certificate = keys.getCertificate("token");
                String der = Base64.getEncoder().encodeToString(certificate.getEncoded());
                Path pem = directory.resolve("token.pem");
                Files.writeString(
                        pem,
                        "-----BEGIN CERTIFICATE-----\n" + der.replaceAll("(.{64})", "$1\n")
                                + "\n-----END CERTIFICATE-----\n");
                return new Keys(pem, (PrivateKey) keys.getKey("token", KEY_PASSWORD.toCharArray()), der);
            } catch (IOException | GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The JDK makes certificates with its keytool only. */
    private static KeyStore keys(Path directory) throws IOException, GeneralSecurityException {
        Path store = directory.resolve("token.p12");
        Commands.run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "token",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=token server",
                "-ext",
                "bc=ca:true",
                "-validity",
                "2",
                "-startdate",
                "-1d",
                "-storetype",
                "PKCS12",
                "-storepass",
                KEY_PASSWORD,
                "-keystore",
                store.toString());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, KEY_PASSWORD.toCharArray());
        }
        return keys;
    }

    /** @param lifetime of the tokens that are issued from now on */
    public void issueFor(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /** Gives tokens to those who do not log in, too. */
    public void allowAnonymous() {
        anonymousAllowed = true;
    }

    /** @param repository for which any request for a token fails */
    public void refuse(String repository) {
        refusedRepository = repository;
    }

    /** {@return every request for a token, in order} */
    public List<Asked> asked() {
        return asked;
    }

    String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    Path certificate() {
        return keys.certificate();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = exchange.getRequestMethod().equals("POST")
                    ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                    : Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                            .orElse("");
            Optional<String> authorization =
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"));
            List<String> scopes = values(form, "scope").stream()
                    .flatMap(scope -> Arrays.stream(scope.split(" ", -1)))
                    .toList();
            asked.add(new Asked(exchange.getRequestMethod(), scopes, authorization));
            if (isAllowed(form, authorization, scopes)) {
                send(exchange, 200, token(scopes));
            } else {
                JsonObject error = new JsonObject();
                error.addProperty("details", "refused, and here is your login again: " + authorization + form);
                send(exchange, 401, error);
            }
        }
    }

    private boolean isAllowed(String form, Optional<String> authorization, List<String> scopes) {
        boolean known = authorization.equals(Optional.of(basic()))
                || values(form, "refresh_token").contains(IDENTITY_TOKEN);
        boolean refused = !refusedRepository.isEmpty()
                && scopes.stream().anyMatch(scope -> scope.contains(":" + refusedRepository + ":"));
        boolean anonymous = anonymousAllowed && authorization.isEmpty() && form.indexOf("refresh_token") < 0;
        return (known || anonymous) && !refused;
    }

    private static String basic() {
        String pair = DockerRegistry.USER + ":" + DockerRegistry.PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject token(List<String> scopes) {
        Duration life = lifetime;
        JsonObject answer = new JsonObject();
        answer.addProperty("token", jwt(scopes, life));
        answer.addProperty("expires_in", life.toSeconds());
        return answer;
    }

    private String jwt(List<String> scopes, Duration life) {
        Instant now = Instant.now();
        JsonObject claims = new JsonObject();
        claims.addProperty("iss", ISSUER);
        claims.addProperty("sub", DockerRegistry.USER);
        claims.addProperty("aud", SERVICE);
        claims.addProperty("exp", now.plus(life).getEpochSecond());
        claims.addProperty("nbf", now.minusSeconds(5).getEpochSecond());
        claims.addProperty("iat", now.getEpochSecond());
        claims.addProperty("jti", UUID.randomUUID().toString());
        claims.add("access", access(scopes));
        JsonObject header = new JsonObject();
        header.addProperty("typ", "JWT");
        header.addProperty("alg", "RS256");
        JsonArray chain = new JsonArray();
        chain.add(keys.x5c());
        header.add("x5c", chain);
        String signed = base64(Json.compact(header)) + "." + base64(Json.compact(claims));
        return signed + "." + base64(sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static JsonArray access(List<String> scopes) {
        JsonArray access = new JsonArray();
        for (String scope : scopes) {
            List<String> parts = Arrays.asList(scope.split(":", -1));
            JsonObject entry = new JsonObject();
            entry.addProperty("type", parts.get(0));
            entry.addProperty("name", String.join(":", parts.subList(1, parts.size() - 1)));
            JsonArray actions = new JsonArray();
            Arrays.asList(parts.get(parts.size() - 1).split(",", -1)).forEach(actions::add);
            entry.add("actions", actions);
            access.add(entry);
        }
        return access;
    }

    private byte[] sign(byte[] content) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.key());
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    private static List<String> values(String form, String name) {
        List<String> values = new ArrayList<>();
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                values.add(URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    private static void send(HttpExchange exchange, int status, JsonObject json) throws IOException {
        byte[] content = Json.compact(json);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, content.length);
        exchange.getResponseBody().write(content);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
