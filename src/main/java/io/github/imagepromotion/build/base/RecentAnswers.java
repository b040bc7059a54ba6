package io.github.imagepromotion.build.base;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What registries said lately that a base image's tag names, so that not every module asks again.
 *
 * @param ofSession what was said in this Maven call: a descriptor as text, by the reference. Safe for several threads, and
 *     of the JDK's types, since goals may run in class loaders of their own. Others wait on its monitor while one asks
 * @param maxAge how old an earlier call's answer in the user's cache may be; empty: none of them counts
 */
public record RecentAnswers(Map<String, String> ofSession, Optional<Duration> maxAge) {

    /** @return none yet */
    public static RecentAnswers none() {
        return new RecentAnswers(new ConcurrentHashMap<>(), Optional.empty());
    }
}
