package io.github.imagepromotion.registry.http;

import io.github.imagepromotion.registry.transport.Origin;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The way to the next page of a list (RFC 8288; distribution-spec 1.1, "Listing Tags"). */
final class Links {
    private static final Pattern LINK = Pattern.compile("<([^<>]*+)>([^,<]*+)");
    private static final Pattern NEXT = Pattern.compile("(?i);\\s*rel\\s*=\\s*(\"\\s*next\\s*\"|next)");

    /** Longer than any registry needs to name a page. */
    private static final int LONGEST = 4 * 1024;

    private static final int MOST_HEADERS = 10;

    private Links() {}

    /**
     * @param page that was asked for
     * @param headers every value of {@code Link}
     * @return the next page; empty if there is none, or if it is on another server
     */
    static Optional<URI> next(URI page, List<String> headers) {
        for (String header : headers.stream().limit(MOST_HEADERS).toList()) {
            Matcher link = LINK.matcher(header.substring(0, Math.min(header.length(), LONGEST)));
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return Locations.resolve(page, link.group(1))
                            .filter(next -> Origin.of(next).equals(Origin.of(page)));
                }
            }
        }
        return Optional.empty();
    }
}
