package io.github.imagepromotion.faults.proxy;

import java.util.function.Predicate;

/** What can go wrong with one request. */
public enum FaultKind {
    CUT_BEFORE("cut: closed before the request arrives", any -> true),
    CUT_IN_REQUEST("cut: closed in mid-request", FaultKind::sends),
    CUT_IN_ANSWER("cut: closed in mid-head of the answer", any -> true),
    RESET_BEFORE("reset: before the request arrives", any -> true),
    RESET_IN_REQUEST("reset: in mid-request", FaultKind::sends),
    RESET_IN_ANSWER("reset: in mid-head of the answer", any -> true),
    STALL_IN_REQUEST("stall: in mid-request, no byte moves any more", FaultKind::sends),
    STALL_BEFORE_ANSWER("stall: request arrived, no answer", any -> true),
    STALL_IN_ANSWER("stall: in mid-content of the answer", Operation::answersWithContent),
    SLOW_REQUEST("slow: request in drips", FaultKind::sends),
    SLOW_ANSWER("slow: answer in drips", any -> true),
    TRUNCATED_ANSWER("truncated content of an answer", Operation::answersWithContent),
    GARBAGE("answer that is no HTTP", any -> true),
    STATUS_408("status 408", any -> true),
    STATUS_429_SECONDS("status 429, Retry-After in seconds", any -> true),
    STATUS_429_DATE("status 429, Retry-After as a date", any -> true),
    STATUS_500("status 500", any -> true),
    STATUS_502("status 502", any -> true),
    STATUS_503("status 503", any -> true),
    STATUS_503_SECONDS("status 503, Retry-After in seconds", any -> true),
    STATUS_504("status 504", any -> true),
    STORM("429 storm (each request counted)", any -> true),
    LASTING_4XX("lasting 4xx (each request counted)", any -> true),
    WRONG_DIGEST_HEADER(
            "wrong Docker-Content-Digest", operation -> operation.name().matches("(TAG|MANIFEST)_.*|.*_PUT")),
    CORRUPT_MANIFEST(
            "corrupted content of a manifest", operation -> operation.name().matches("(TAG|MANIFEST)_GET")),
    LOGIN_REFUSED("401 in mid-layer", operation -> operation.isUpload() && sends(operation)),
    TOKEN_EXPIRED("expired token", any -> true),
    MOUNT_REFUSED("refused mount (202)", operation -> operation == Operation.MOUNT),
    PATCH_REFUSED("refused PATCH (405, 501; each request counted)", operation -> operation == Operation.UPLOAD_PATCH),
    SESSION_LOST("dead upload session (404; each request counted)", FaultKind::inSession),
    UPLOAD_ANSWER_LOST(
            "answer lost after the registry did it: upload", operation -> operation.isUpload() && operation.writes()),
    MANIFEST_ANSWER_LOST(
            "answer lost after the registry did it: manifest PUT", operation -> operation == Operation.MANIFEST_PUT),
    TAG_ANSWER_LOST("answer lost after the registry did it: tag PUT", operation -> operation == Operation.TAG_PUT),
    ANSWER_REPLACED("502 after the registry did it", Operation::writes);

    private final String label;
    private final Predicate<Operation> applies;

    FaultKind(String label, Predicate<Operation> applies) {
        this.label = label;
        this.applies = applies;
    }

    /** {@return for people} */
    public String label() {
        return label;
    }

    /** {@return whether it can happen to such a request} */
    public boolean appliesTo(Operation operation) {
        return applies.test(operation);
    }

    /** {@return whether it needs a registry with tokens} */
    public boolean needsTokens() {
        return this == LOGIN_REFUSED || this == TOKEN_EXPIRED;
    }

    /** {@return whether it costs the client a whole time-out} */
    public boolean stalls() {
        return name().startsWith("STALL_");
    }

    /** {@return the status that is answered instead of asking the registry, 0 if that is not what happens} */
    int status() {
        return name().startsWith("STATUS_") ? Integer.parseInt(name().substring(7, 10)) : this == STORM ? 429 : 0;
    }

    private static boolean sends(Operation operation) {
        return operation.name().endsWith("_PUT") || operation == Operation.UPLOAD_PATCH;
    }

    private static boolean inSession(Operation operation) {
        return operation == Operation.UPLOAD_PATCH
                || operation == Operation.UPLOAD_PUT
                || operation == Operation.UPLOAD_GET;
    }
}
