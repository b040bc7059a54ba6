package io.github.imagepromotion.report.page;

import io.github.imagepromotion.status.Promotion;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats values for display. */
final class DisplayFormat {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final int SHORT_COMMIT = 10;

    private DisplayFormat() {}

    static String time(Instant at) {
        return minute(at) + " UTC";
    }

    /** Used where the page says that times are UTC. */
    static String minute(Instant at) {
        return TIME.format(at);
    }

    static String count(long number, String one, String many) {
        return String.format(Locale.ENGLISH, "%,d %s", number, number == 1 ? one : many);
    }

    static String commit(String commit) {
        return commit.length() > SHORT_COMMIT ? commit.substring(0, SHORT_COMMIT) : commit;
    }

    static String by(Promotion promotion) {
        return Stream.concat(promotion.by().stream(), promotion.ci().stream()).collect(Collectors.joining(", "));
    }

    /** {@return the text if it is a web address; records may contain anything} */
    static Optional<String> link(String untrusted) {
        try {
            URI uri = new URI(untrusted);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getUserInfo() == null
                    ? Optional.of(uri.toASCIIString())
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
