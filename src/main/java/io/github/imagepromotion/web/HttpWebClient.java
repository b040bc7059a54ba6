package io.github.imagepromotion.web;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.registry.ProxySource;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.RetryBudget;
import io.github.imagepromotion.registry.TlsFiles;
import io.github.imagepromotion.registry.transport.ApacheTransport;
import io.github.imagepromotion.registry.transport.Attempts;
import io.github.imagepromotion.registry.transport.Body;
import io.github.imagepromotion.registry.transport.Origin;
import io.github.imagepromotion.registry.transport.Request;
import io.github.imagepromotion.registry.transport.Response;
import io.github.imagepromotion.registry.transport.RetryPolicy;
import io.github.imagepromotion.registry.transport.Transport;
import io.github.imagepromotion.web.WebClient.NoAnswerException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls services over HTTP, with the same transport as for registries. */
public final class HttpWebClient implements WebClient {
    /** Headers that callers use. */
    private static final List<String> HEADERS = List.of("Content-Type", "Location", "Retry-After", "ETag");
    /** Time-out of connecting and between two bytes; each request also has a total time-out. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final WebAccess access;
    private final Transport transport;
    private final RetryPolicy retryPolicy;

    HttpWebClient(WebAccess access, Transport transport, RetryPolicy retryPolicy) {
        this.access = access;
        this.transport = transport;
        this.retryPolicy = retryPolicy;
    }

    /**
     * Does not connect yet.
     *
     * @param access access to services
     * @return a client; the caller closes it
     * @throws ImageException if a certificate or key file cannot be used
     */
    public static HttpWebClient open(WebAccess access) {
        Transport transport =
                ApacheTransport.of(PATIENCE, access.userAgent(), access.tls(), access.proxies(), access.redactor());
        return new HttpWebClient(
                access, transport, RetryPolicy.standard(access.retryBudget()).attempts(access.retries() + 1));
    }

    @Override
    public WebResponse send(WebRequest request) throws IOException {
        Origin service = Origin.of(request.uri());
        refuse(service);
        Attempts attempts = retryPolicy.begin("call '" + Failure.name(service) + "'");
        while (true) {
            long start = System.nanoTime();
            try (Response response = transport.send(outgoing(request))) {
                WebResponse answer = read(response, service);
                if (!attempts.again(response)) {
                    return answer;
                }
            } catch (NoAnswerException e) {
                throw e;
            } catch (IOException e) {
                IOException failure = inTime(e, start, request.timeout());
                if (!attempts.again(failure)) {
                    throw new NoAnswerException(Failure.reason(service, failure, access.redactor()), failure);
                }
            }
        }
    }

    private void refuse(Origin service) {
        if (access.offline()) {
            throw new ImageException(
                    "Cannot call '" + Failure.name(service) + "': Maven is offline. Run without -o (--offline).");
        }
        if (service.isPlain() && !service.isLoopback() && !access.insecure()) {
            throw new ImageException(Message.of("Cannot call '" + Failure.name(service)
                            + "' by http://: what is sent could be read and changed on its way.")
                    .because(WebReason.PLAIN_HTTP));
        }
    }

    private static Request outgoing(WebRequest request) {
        Optional<Body> body = request.body().isEmpty() && request.method().equals("GET")
                ? Optional.empty()
                : Optional.of(Body.of(request.body().getBytes(StandardCharsets.UTF_8)));
        return new Request(request.method(), request.uri(), request.headers(), body, Optional.of(request.timeout()));
    }

    private static WebResponse read(Response response, Origin service) throws IOException {
        byte[] content = response.body().readNBytes(WebResponse.LARGEST + 1);
        if (content.length > WebResponse.LARGEST) {
            throw new NoAnswerException(
                    "'" + Failure.name(service) + "' answers with more than " + WebResponse.LARGEST + " bytes");
        }
        Map<String, String> headers = new HashMap<>();
        HEADERS.forEach(name -> response.header(name).ifPresent(value -> headers.put(name, value)));
        return new WebResponse(response.status(), headers, new String(content, StandardCharsets.UTF_8));
    }

    /** A cancelled exchange fails like a closed connection. */
    private static IOException inTime(IOException failure, long start, Duration limit) {
        if (System.nanoTime() - start < limit.toNanos()) {
            return failure;
        }
        SocketTimeoutException late =
                new SocketTimeoutException("no whole answer within " + limit.toMillis() / 1e3 + " s");
        late.initCause(failure);
        return late;
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            // There is nothing left in progress that could be lost.
        }
    }

    /** Reasons why a service was not called. */
    public enum WebReason implements Reason {
        /** It would be called without TLS. */
        PLAIN_HTTP
    }

    /**
     * Settings for calling services.
     *
     * @param insecure whether plain HTTP is allowed to hosts other than loopback
     * @param offline whether to refuse all calls
     * @param retries maximum number of retries per request
     * @param retryBudget retries of the whole call
     * @param userAgent User-Agent of every request
     * @param tls trusted certificates and client certificate
     * @param proxies proxies
     * @param redactor knows every secret
     */
    public record WebAccess(
            boolean insecure,
            boolean offline,
            int retries,
            RetryBudget retryBudget,
            String userAgent,
            TlsFiles tls,
            ProxySource proxies,
            Redactor redactor) {

        /** @throws IllegalArgumentException if the number of retries is negative */
        public WebAccess {
            if (retries < 0) {
                throw new IllegalArgumentException("retries are negative: " + retries);
            }
        }
    }
}
