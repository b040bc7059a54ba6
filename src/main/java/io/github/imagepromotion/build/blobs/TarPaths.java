package io.github.imagepromotion.build.blobs;

import io.github.imagepromotion.image.ImageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Paths within a tar: relative, with {@code /}, and never out of it. */
final class TarPaths {
    private TarPaths() {}

    /**
     * @param path as the tar has it
     * @param refusal made for a path that is absolute or has {@code ..} in it
     * @return the path without {@code .} and doubled or trailing slashes
     */
    static String normalize(String path, Function<String, ImageException> refusal) {
        if (hasParent(path)) {
            throw refusal.apply(path);
        }
        return resolve("", path, refusal);
    }

    /**
     * @param name of a link, normalized
     * @param target relative to the link's directory
     * @param refusal made for a target that is absolute or leads out of the tar
     * @return the target's name, normalized
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
