package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.image.ImageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Paths in a tar: relative, with {@code /}, and always within it. */
final class TarPaths {
    private TarPaths() {}

    /**
     * @param path path in the tar
     * @param refusal creates the exception for a path that is absolute or contains {@code ..}
     * @return the path without {@code .} and repeated or trailing slashes
     */
    static String normalize(String path, Function<String, ImageException> refusal) {
        if (hasParent(path)) {
            throw refusal.apply(path);
        }
        return resolve("", path, refusal);
    }

    /**
     * @param name normalized name of a link
     * @param target target relative to the link's directory
     * @param refusal creates the exception for a target that is absolute or outside the tar
     * @return normalized name of the target
     */
    static String resolve(String name, String target, Function<String, ImageException> refusal) {
        if (target.startsWith("/") || target.startsWith("\\") || target.matches("[A-Za-z]:.*")) {
            throw refusal.apply(target);
        }
        Deque<String> path = new ArrayDeque<>();
        int slash = name.lastIndexOf('/');
        String whole = slash < 0 ? target : name.substring(0, slash) + "/" + target;
        for (String part : whole.split("/")) {
            if (part.equals("..") && path.pollLast() == null) {
                throw refusal.apply(target);
            }
            if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                path.addLast(part);
            }
        }
        return String.join("/", path);
    }

    private static boolean hasParent(String path) {
        for (String part : path.split("[/\\\\]")) {
            if (part.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
