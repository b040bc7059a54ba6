package demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Answers every request with what it is and where it runs. The image is the same in every environment; what differs
 * comes from the environment: HOST, PORT and ENVIRONMENT.
 */
public final class Service {
    private Service() {}

    public static void main(String[] args) throws IOException {
        String answer = "{\"service\":\"demo\",\"environment\":\"" + setting("ENVIRONMENT", "unknown") + "\"}\n";
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);

        int port = Integer.parseInt(setting("PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(setting("HOST", "0.0.0.0"), port), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        System.out.println("demo listens on port " + server.getAddress().getPort());
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
