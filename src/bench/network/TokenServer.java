import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Issues the tokens that docker-registry takes (distribution, "Token Authentication Specification"): to whoever logs in, for
 * what is asked. Prints the address it listens on, and ends with its standard input.
 *
 * <p>Arguments: PKCS #12 files, of the key that signs and its certificate, and of those of the server itself.
 */
public final class TokenServer {
    private static final char[] PASSWORD = "bench".toCharArray();

    private final PrivateKey key;
    private final String certificate;

    private TokenServer(PrivateKey key, String certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    public static void main(String[] arguments) throws Exception {
        KeyStore store = store(arguments[0]);
        String alias = store.aliases().nextElement();
        TokenServer tokens = new TokenServer(
                (PrivateKey) store.getKey(alias, PASSWORD),
                Base64.getEncoder().encodeToString(store.getCertificate(alias).getEncoded()));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store(arguments[1]), PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        HttpsServer http = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        http.setHttpsConfigurator(new HttpsConfigurator(tls));
        http.setExecutor(Executors.newCachedThreadPool());
        http.createContext("/token", tokens::answer);
        http.start();
        System.out.println("127.0.0.1:" + http.getAddress().getPort());
        while (System.in.read() >= 0) {
            // Until whoever started it is gone.
        }
        System.exit(0);
    }

    private static KeyStore store(String file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    /** By GET as docker does, by POST with a form (distribution, "OAuth2 Token Authentication"). */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String query = exchange.getRequestURI().getRawQuery();
            boolean known = exchange.getRequestHeaders().containsKey("Authorization") || form.contains("password=");
            String said = known ? token(scopes(form + "&" + query)) : "";
            byte[] body = ("{\"token\":\"" + said + "\",\"access_token\":\"" + said + "\",\"expires_in\":300}")
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static List<String> scopes(String form) {
        List<String> scopes = new ArrayList<>();
        for (String pair : form.split("&")) {
            if (pair.startsWith("scope=")) {
                String value = URLDecoder.decode(pair.substring("scope=".length()), StandardCharsets.UTF_8);
                scopes.addAll(Arrays.asList(value.split(" ")));
            }
        }
        return scopes;
    }

    private String token(List<String> scopes) {
        long now = Instant.now().getEpochSecond();
        String access = scopes.stream().map(TokenServer::access).collect(Collectors.joining(","));
        String header = "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"" + certificate + "\"]}";
        String claims = "{\"iss\":\"bench\",\"sub\":\"bench\",\"aud\":\"bench\",\"exp\":" + (now + 300) + ",\"nbf\":"
                + (now - 5) + ",\"iat\":" + now + ",\"jti\":\"" + System.nanoTime() + "\",\"access\":[" + access + "]}";
        String signed = encoded(header.getBytes(StandardCharsets.US_ASCII)) + "."
                + encoded(claims.getBytes(StandardCharsets.US_ASCII));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code repository:name:pull,push}, whose name may have a port. */
    private static String access(String scope) {
        String[] parts = scope.split(":");
        String name = String.join(":", Arrays.asList(parts).subList(1, parts.length - 1));
        String actions = Arrays.stream(parts[parts.length - 1].split(","))
                .map(action -> "\"" + action + "\"")
                .collect(Collectors.joining(","));
        return "{\"type\":\"" + parts[0] + "\",\"name\":\"" + name + "\",\"actions\":[" + actions + "]}";
    }

    private static String encoded(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }
}
