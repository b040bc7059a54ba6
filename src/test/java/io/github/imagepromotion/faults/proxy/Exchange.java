package io.github.imagepromotion.faults.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and its answer, and what goes wrong between. Used by one thread. */
final class Exchange {
    private static final int PIECE = 8 * 1024;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_HTTP = "SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII);

    private final FaultProxy proxy;
    private final Wire client;
    private final Head request;
    private final Operation operation;
    private final @Nullable Fault fault;

    Exchange(FaultProxy proxy, Wire client, Head request) {
        this.proxy = proxy;
        this.client = client;
        this.request = request;
        this.operation = Operation.of(request);
        proxy.traffic().requested(request);
        this.fault = proxy.next(operation, request).orElse(null);
    }

    /** {@return whether the connection is of further use} */
    boolean run() throws IOException {
        if (fault != null && endsBeforeTheRegistry(fault)) {
            return false;
        }
        if (request.field("Expect").isPresent()) {
            client.write(CONTINUE);
        }
        Wire registry = proxy.connect();
        try {
            return forward(registry) && answer(Answer.read(request, registry.in()));
        } finally {
            proxy.done(registry);
        }
    }

    private boolean endsBeforeTheRegistry(Fault certain) throws IOException {
        Optional<Answer> own = ownAnswer(certain);
        if (own.isPresent()) {
            proxy.injected(certain.kind());
            client.write(own.get().with("Connection", "close").bytes());
            client.finish();
            return true;
        }
        switch (certain.kind()) {
            case CUT_BEFORE -> client.close();
            case RESET_BEFORE -> client.reset();
            default -> {
                return false;
            }
        }
        proxy.injected(certain.kind());
        return true;
    }

    private Optional<Answer> ownAnswer(Fault certain) {
        return switch (certain.kind()) {
            case STATUS_429_SECONDS, STATUS_503_SECONDS, STORM ->
                Optional.of(Answer.of(request, certain.kind().status()).retryAfterASecond(false));
            case STATUS_429_DATE -> Optional.of(Answer.of(request, 429).retryAfterASecond(true));
            case LASTING_4XX, PATCH_REFUSED -> Optional.of(Answer.of(request, certain.status()));
            case SESSION_LOST -> Optional.of(Answer.of(request, 404));
            default ->
                certain.kind().status() == 0
                        ? Optional.empty()
                        : Optional.of(Answer.of(request, certain.kind().status()));
        };
    }

    /** {@return whether the registry has the whole request} */
    private boolean forward(Wire registry) throws IOException {
        OutputStream out = proxy.passesOnWholeRequests() ? new ByteArrayOutputStream() : registry.out();
        if (!forward(out)) {
            return false;
        }
        if (out instanceof ByteArrayOutputStream whole) {
            registry.write(whole.toByteArray());
        }
        return true;
    }

    private boolean forward(OutputStream registry) throws IOException {
        registry.write(head().bytes());
        long length = request.contentLength();
        long strike = fault == null ? length : fault.in(length);
        boolean drips = is(FaultKind.SLOW_REQUEST);
        for (long sent = 0; sent < length; ) {
            if (sent >= strike && brokenOff()) {
                return false;
            }
            byte[] piece = client.in().readNBytes((int) Math.min(PIECE, length - sent));
            if (piece.length == 0) {
                return false;
            }
            proxy.traffic().sent(request, sent, piece);
            registry.write(piece);
            sent += piece.length;
            if (drips && sent >= strike) {
                Wire.pause();
            }
        }
        if (drips && length > 0) {
            proxy.injected(FaultKind.SLOW_REQUEST);
        }
        return true;
    }

    private Head head() {
        Head head = request.withStart(request.method() + " " + request.target() + " HTTP/1.0")
                .without("Expect")
                .without("Connection");
        Optional<String> login = request.field("Authorization");
        if (login.isPresent() && (is(FaultKind.LOGIN_REFUSED) || is(FaultKind.TOKEN_EXPIRED))) {
            boolean expired = is(FaultKind.TOKEN_EXPIRED);
            proxy.injected(expired ? FaultKind.TOKEN_EXPIRED : FaultKind.LOGIN_REFUSED);
            return head.with("Authorization", "Bearer " + (expired ? proxy.expiredToken() : "no-token"));
        }
        if (is(FaultKind.MOUNT_REFUSED)) {
            proxy.injected(FaultKind.MOUNT_REFUSED);
            return head.withStart("POST " + request.target().replaceFirst("\\?.*", "") + " HTTP/1.0");
        }
        return head;
    }

    private boolean brokenOff() throws IOException {
        if (!is(FaultKind.CUT_IN_REQUEST) && !is(FaultKind.RESET_IN_REQUEST) && !is(FaultKind.STALL_IN_REQUEST)) {
            return false;
        }
        return broken();
    }

    /** Cuts, resets or stalls, as the fault has it. */
    private boolean broken() throws IOException {
        FaultKind kind = fault == null ? FaultKind.CUT_BEFORE : fault.kind();
        proxy.injected(kind);
        if (kind.stalls()) {
            proxy.stall();
        } else if (kind.name().startsWith("RESET")) {
            client.reset();
        }
        client.close();
        return true;
    }

    private boolean answer(Answer answer) throws IOException {
        proxy.traffic().answered(request, answer.head().status());
        if (fault == null) {
            client.write(answer.bytes());
            return true;
        }
        return switch (fault.kind()) {
            case STALL_BEFORE_ANSWER, UPLOAD_ANSWER_LOST, MANIFEST_ANSWER_LOST, TAG_ANSWER_LOST -> !broken();
            case CUT_IN_ANSWER, RESET_IN_ANSWER ->
                partly(answer, fault.in(answer.head().bytes().length));
            case TRUNCATED_ANSWER, STALL_IN_ANSWER -> withoutEnd(answer, fault);
            case GARBAGE -> replaced(NO_HTTP, false);
            case ANSWER_REPLACED -> replaced(Answer.of(request, 502).bytes(), true);
            case SLOW_ANSWER -> dripped(answer);
            default -> changed(answer, fault);
        };
    }

    private boolean partly(Answer answer, int length) throws IOException {
        client.write(answer.bytes(), 0, length);
        return !broken();
    }

    private boolean withoutEnd(Answer answer, Fault certain) throws IOException {
        if (answer.content().length == 0) {
            client.write(answer.bytes());
            return true;
        }
        return partly(answer, answer.head().bytes().length + certain.in(answer.content().length));
    }

    private boolean replaced(byte[] other, boolean useful) throws IOException {
        proxy.injected(is(FaultKind.GARBAGE) ? FaultKind.GARBAGE : FaultKind.ANSWER_REPLACED);
        client.write(other);
        return useful;
    }

    private boolean dripped(Answer answer) throws IOException {
        proxy.injected(FaultKind.SLOW_ANSWER);
        client.drip(answer.bytes());
        return true;
    }

    private boolean changed(Answer answer, Fault certain) throws IOException {
        Answer changed = answer;
        if (certain.kind() == FaultKind.WRONG_DIGEST_HEADER && answer.statesDigest()) {
            changed = answer.withWrongDigest();
        } else if (certain.kind() == FaultKind.CORRUPT_MANIFEST
                && answer.head().status() == 200
                && answer.content().length > 0) {
            changed = answer.corrupted(certain.where());
        }
        if (changed != answer) {
            proxy.injected(certain.kind());
        }
        client.write(changed.bytes());
        return true;
    }

    private boolean is(FaultKind kind) {
        return fault != null && fault.kind() == kind;
    }
}
