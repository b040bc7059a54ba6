package io.github.imagepromotion.faults.proxy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request asks of a registry (distribution-spec 1.1, "Endpoints"). */
public enum Operation {
    BLOB_HEAD,
    BLOB_GET,
    MOUNT,
    UPLOAD_POST,
    UPLOAD_PATCH,
    UPLOAD_PUT,
    UPLOAD_GET,
    UPLOAD_DELETE,
    MANIFEST_HEAD,
    MANIFEST_GET,
    MANIFEST_PUT,
    TAG_HEAD,
    TAG_GET,
    TAG_PUT,
    OTHER;

    private static final Pattern TARGET =
            Pattern.compile("/v2/(.+)/(?:(manifests|blobs)/([^/?]+)|(blobs/uploads)/([^/?]*))(\\?.*)?");

    /** {@return what the request is about} */
    public static Operation of(Head request) {
        Matcher target = TARGET.matcher(request.target());
        if (!target.matches()) {
            return OTHER;
        }
        if (target.group(4) != null) {
            return upload(request);
        }
        boolean digest = target.group(3).contains(":");
        return named((target.group(2).equals("blobs") ? "BLOB" : digest ? "MANIFEST" : "TAG") + "_" + request.method());
    }

    private static Operation upload(Head request) {
        return request.target().contains("mount=") ? MOUNT : named("UPLOAD_" + request.method());
    }

    private static Operation named(String name) {
        for (Operation operation : values()) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        return OTHER;
    }

    /** {@return the repository that the request is about, empty if it is about none} */
    public static String repository(Head request) {
        Matcher target = TARGET.matcher(request.target());
        return target.matches() ? target.group(1) : "";
    }

    /** {@return the upload session that the request is about, empty if it is about none} */
    public static String session(Head request) {
        Matcher target = TARGET.matcher(request.target());
        return target.matches() && target.group(5) != null ? target.group(5) : "";
    }

    /** {@return whether the answer's loss leaves something done in the registry} */
    boolean writes() {
        return name().endsWith("_PUT") || this == MOUNT || this == UPLOAD_POST || this == UPLOAD_PATCH;
    }

    boolean isUpload() {
        return name().startsWith("UPLOAD_") || this == MOUNT;
    }

    boolean answersWithContent() {
        return name().endsWith("_GET") && this != UPLOAD_GET;
    }
}
