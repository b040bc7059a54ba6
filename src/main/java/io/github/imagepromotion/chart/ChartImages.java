package io.github.imagepromotion.chart;

import io.github.imagepromotion.chart.ChartYaml.Scalar;
import io.github.imagepromotion.image.Digest;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The images in a chart's values: text ({@code image: shop:1}), or a map with {@code repository}, and optionally {@code
 * registry}, {@code tag} and {@code digest}. A map without tag and digest has the tag {@code appVersion} of the chart whose
 * values it is in, as in charts of {@code helm create}.
 */
public final class ChartImages {
    private static final int MOST_IN_MESSAGE = 10;
    private static final int MOST_VALUES = 1_000_000;
    private static final Pattern IMAGE = Pattern.compile("(?:[iI]mage|.*(?:Image|[_-]image))");
    private static final Pattern IMAGES = Pattern.compile("(?:[iI]mages|.*(?:Images|[_-]images))");
    private static final List<String> OF_IMAGES = List.of("tag", "digest", "registry", "pullPolicy");

    private final String chart;
    private final Set<Object> seen = identities();
    private final Set<Object> seenAsImages = identities();
    private final Set<Object> subcharts = identities();
    private final List<Named> named = new ArrayList<>();
    private String registry = "";
    private String appVersion = "";
    private int values;

    /**
     * An image that a chart may use.
     *
     * @param name name for display
     * @param names its repository, alone and in each registry that it is promoted to
     * @param tags its tags there
     * @param digests digests of its top manifest, and of the manifests in it
     */
    public record Member(String name, Set<String> names, Set<String> tags, Set<Digest> digests) {
        public Member {
            names = Set.copyOf(names);
            tags = Set.copyOf(tags);
            digests = Set.copyOf(digests);
        }

        private boolean is(Named image) {
            return names.contains(image.repository())
                    && (image.digest().isEmpty()
                            ? tags.contains(image.tag())
                            : digests.stream().anyMatch(digest -> digest.toString()
                                            .equals(image.digest()))
                                    && (image.tag().isEmpty() || tags.contains(image.tag())));
        }
    }

    /** An image in the values. */
    private record Named(String path, String repository, String tag, String digest) {
        @Override
        public String toString() {
            String text = repository + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
            return Text.quote(text) + " (" + Text.printable(path) + ")";
        }
    }

    private ChartImages(HelmChart chart) {
        this.chart = chart.name() + " " + chart.version();
    }

    private static Set<Object> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /**
     * @param chart whose values are read, with those of the charts in it
     * @return the images that they name; the chart itself is not kept
     * @throws ImageException if its values cannot be read
     * @throws IOException if a chart in it cannot be read
     */
    public static ChartImages of(HelmChart chart) throws IOException {
        ChartImages images = new ChartImages(chart);
        images.collect("", chart.values(), "", "");
        images.forget();
        return images;
    }

    /**
     * @param members what the chart is released with
     * @return why it is refused, as a sentence to follow a colon: it names what none of them is; empty if it does not
     */
    public Optional<Message> refusal(List<Member> members) {
        List<Named> strange = named.stream()
                .filter(image -> members.stream().noneMatch(member -> member.is(image)))
                .toList();
        if (strange.isEmpty()) {
            return Optional.empty();
        }
        String set = members.stream()
                .map(Member::name)
                .sorted()
                .limit(MOST_IN_MESSAGE)
                .collect(Collectors.joining(", "));
        return Optional.of(Message.of("the values of the chart " + Text.quote(chart)
                        + " name images that are not in the set: "
                        + strange.stream()
                                .limit(MOST_IN_MESSAGE)
                                .map(Named::toString)
                                .collect(Collectors.joining(", "))
                        + (strange.size() > MOST_IN_MESSAGE
                                ? ", and " + (strange.size() - MOST_IN_MESSAGE) + " more"
                                : "")
                        + "; it has " + (set.isEmpty() ? "no image" : Text.printable(set)) + ".")
                .because(ChartReason.IMAGES));
    }

    /** The charts in a chart come first: in their values, other defaults count than around them. */
    private void collect(String key, ChartValues chart, String path, String outerRegistry) {
        String own = chart.values().get("global") instanceof Map<?, ?> global ? text(global, "imageRegistry") : "";
        String host = outerRegistry.isEmpty() ? own : outerRegistry;
        chart.inner().forEach((name, inner) -> collect(name, inner, below(path, name), host));
        forget();
        chart.inner().values().forEach(inner -> subcharts.add(inner.values()));
        registry = host;
        appVersion = chart.appVersion();
        if (key.isEmpty()) {
            walk(chart.values(), path);
        } else {
            look(key, chart.values(), path);
        }
    }

    private void forget() {
        List.of(seen, seenAsImages, subcharts).forEach(Set::clear);
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private void walk(Map<?, ?> map, String path) {
        if (seen.add(map)) {
            values += map.size();
            if (values > MOST_VALUES) {
                throw new ImageException(
                        "Its values cannot be read: with those of the charts in it there are too many.");
            }
            map.forEach((key, value) -> look(key.toString(), value, below(path, key.toString())));
        }
    }

    private void look(String key, Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            if (subcharts.contains(map)) {
                return;
            }
            if (isImage(key, map)) {
                named.add(image(map, path));
            }
            walk(map, path);
        } else if (value instanceof List<?> list && seenAs(key).add(list)) {
            String item = IMAGES.matcher(key).matches() ? "image" : "";
            for (int i = 0; i < list.size(); i++) {
                look(item, list.get(i), path + "[" + i + "]");
            }
        } else if (value instanceof Scalar scalar && IMAGE.matcher(key).matches() && isText(scalar)) {
            named.add(image(scalar.text(), path));
        }
    }

    /** An alias may give a list another name, by which it is one of images. */
    private Set<Object> seenAs(String key) {
        return IMAGES.matcher(key).matches() ? seenAsImages : seen;
    }

    /** {@code useImage: true} is not an image. */
    private static boolean isText(Scalar scalar) {
        return !scalar.text().isBlank()
                && !scalar.isNull()
                && !(scalar.isPlain() && ChartScalars.flag(scalar.text()).isPresent());
    }

    /** {@code repository} may also be that of a chart or of sources. */
    private static boolean isImage(String key, Map<?, ?> map) {
        String repository = text(map, "repository");
        boolean called = IMAGE.matcher(key).matches();
        return !repository.isEmpty()
                        && !repository.contains("://")
                        && (called || OF_IMAGES.stream().anyMatch(map::containsKey))
                || called && !text(map, "name").isEmpty() && OF_IMAGES.stream().anyMatch(map::containsKey);
    }

    private Named image(Map<?, ?> map, String path) {
        String host = registry.isEmpty() ? text(map, "registry") : registry;
        String repository = text(map, "repository").isEmpty() ? text(map, "name") : text(map, "repository");
        String name = host.isEmpty() ? repository : host.replaceAll("/+$", "") + "/" + repository;
        Named written = image(name, path);
        String tag = text(map, "tag");
        int at = tag.indexOf('@');
        String digest = at >= 0 ? tag.substring(at + 1) : text(map, "digest");
        tag = at >= 0 ? tag.substring(0, at) : tag;
        digest = digest.isEmpty() ? written.digest() : digest;
        boolean tagged = name.length() > written.repository().length();
        if (tag.isEmpty()) {
            tag = tagged ? written.tag() : digest.isEmpty() ? appVersion : "";
        }
        return new Named(path, written.repository(), tag, digest);
    }

    private static Named image(String reference, String path) {
        String text = reference.trim();
        int at = text.indexOf('@');
        String digest = at >= 0 ? text.substring(at + 1) : "";
        String name = at >= 0 ? text.substring(0, at) : text;
        int colon = name.indexOf(':', name.lastIndexOf('/') + 1);
        String tag = colon >= 0 ? name.substring(colon + 1) : digest.isEmpty() ? "latest" : "";
        return new Named(path, colon >= 0 ? name.substring(0, colon) : name, tag, digest);
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof Scalar scalar ? ChartScalars.text(scalar).trim() : "";
    }

    /** Reasons why a chart is refused. */
    public enum ChartReason implements Reason {
        /** Its values use images that are not in the set. */
        IMAGES
    }
}
