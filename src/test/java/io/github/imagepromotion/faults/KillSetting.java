package io.github.imagepromotion.faults;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a promotion is killed.
 *
 * @param moment within the request
 * @param buffered whether the proxy before the registry passes on whole requests only
 */
record KillSetting(Kill.Moment moment, boolean buffered) {

    static List<KillSetting> all() {
        return Stream.of(false, true)
                .flatMap(buffered -> Stream.of(Kill.Moment.values()).map(moment -> new KillSetting(moment, buffered)))
                .toList();
    }

    String label() {
        return moment.label() + (buffered ? "; a buffering proxy is before the registry" : "");
    }
}
