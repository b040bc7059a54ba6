package io.github.imagepromotion.faults;

import com.google.gson.JsonObject;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.testing.DockerRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a registry holds, past the proxy, with another HTTP client and none of the code that is tested. */
final class RegistryEye {
    private static final Pattern CHALLENGE = Pattern.compile("Bearer realm=\"([^\"]+)\",service=\"([^\"]+)\".*");
    private static final String ACCEPT = "application/vnd.oci.image.index.v1+json,"
            + " application/vnd.oci.image.manifest.v1+json, application/octet-stream";

    private final String url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    /** @param url of the registry, {@code http://host:port} */
    RegistryEye(String url) {
        this.url = url;
    }

    String url() {
        return url;
    }

    /** {@return the digest of the bytes that a tag or digest names, empty if it names nothing} */
    Optional<Digest> manifest(String repository, String reference) throws IOException {
        return get(repository, "/manifests/" + reference);
    }

    /** {@return the digest of the bytes that the registry has under that digest, empty if it has none} */
    Optional<Digest> blob(String repository, Digest digest) throws IOException {
        return get(repository, "/blobs/" + digest);
    }

    /** Who is killed leaves a registry that is still writing: it answers 500 while a tag's file is written in part. */
    private Optional<Digest> get(String repository, String path) throws IOException {
        URI uri = URI.create(url + "/v2/" + repository + path);
        HttpResponse<byte[]> answer = answer(uri, repository);
        for (int again = 0; again < 20 && answer.statusCode() == 500; again++) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            answer = answer(uri, repository);
        }
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(Digest.sha256(answer.body()));
            case 404 -> Optional.empty();
            default -> throw new IOException(uri + " answers " + answer.statusCode());
        };
    }

    private HttpResponse<byte[]> answer(URI uri, String repository) throws IOException {
        HttpResponse<byte[]> answer = send(uri, Optional.empty());
        if (answer.statusCode() == 401) {
            return send(uri, Optional.of("Bearer " + token(answer, repository)));
        }
        return answer;
    }

    private String token(HttpResponse<byte[]> refusal, String repository) throws IOException {
        Matcher challenge = CHALLENGE.matcher(
                refusal.headers().firstValue("WWW-Authenticate").orElse(""));
        if (!challenge.matches()) {
            throw new IOException("no challenge: " + challenge);
        }
        return token(challenge.group(1), challenge.group(2), "repository:" + repository + ":pull");
    }

    /** {@return a new token of the registry's token server} */
    String anyToken() throws IOException {
        return token(send(URI.create(url + "/v2/any/tags/list"), Optional.empty()), "any");
    }

    private String token(String realm, String service, String scope) throws IOException {
        String pair = DockerRegistry.USER + ":" + DockerRegistry.PASSWORD;
        URI uri = URI.create(
                realm + "?service=" + service + "&scope=" + URLEncoder.encode(scope, StandardCharsets.US_ASCII));
        HttpResponse<byte[]> answer = send(
                uri,
                Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII))));
        JsonObject json = Json.object(answer.body(), "token");
        return Json.string(json, "token", "token").orElseThrow();
    }

    private HttpResponse<byte[]> send(URI uri, Optional<String> authorization) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).header("Accept", ACCEPT);
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
