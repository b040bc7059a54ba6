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

/** Calls services over HTTP with the transport that registries are spoken to with. */
public final class HttpWebClient implements WebClient {
    /** What of an answer's head is of use to a caller. */
    private static final List<String> HEADERS = List.of("Content-Type", "Location", "Retry-After", "ETag");
    /** For connecting, and for the next byte; each request bounds itself as a whole. */
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
     * Nothing is sent yet.
     *
     * @param access how services are reached
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

    /** What is cancelled fails as a connection that was closed. */
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
            // Nothing is under way any more that could be lost.
        }
    }

    /** Why a service was not called. */
    public enum WebReason implements Reason {
        /** It would be called without TLS. */
        PLAIN_HTTP
    }

    /**
     * How a service is reached.
     *
     * @param insecure whether plain HTTP will do; on the loopback interface it always does
     * @param offline whether everything is refused
     * @param retries how often a request may be sent again
     * @param retryBudget what the whole call may spend on that
     * @param userAgent sent with every request
     * @param tls whom to trust, and who we are
     * @param proxies between us and the service
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

        /** @throws IllegalArgumentException if the retries are negative */
        public WebAccess {
            if (retries < 0) {
                throw new IllegalArgumentException("retries are negative: " + retries);
            }
        }
    }
}
