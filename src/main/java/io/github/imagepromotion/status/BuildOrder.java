package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of BuildIds where no record tells which build came first: the numbers in them as numbers, so that 100 comes
 * after 99; all else as text. Of builds without numbers, such as those named by content, it says nothing true.
 */
public final class BuildOrder implements Comparator<BuildId> {
    /** The one that was built last, as far as its number tells, comes first. */
    public static final Comparator<BuildId> NEWEST_FIRST = new BuildOrder().reversed();

    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private BuildOrder() {}

    /**
     * @param ids of builds
     * @return whether their order is that in which they were built, as far as can be seen: they differ in numbers alone
     */
    static boolean tells(List<BuildId> ids) {
        return ids.stream()
                        .map(id -> NUMBER.matcher(id.value()).replaceAll("#"))
                        .distinct()
                        .count()
                <= 1;
    }

    @Override
    public int compare(BuildId one, BuildId other) {
        List<String> parts = parts(one);
        List<String> others = parts(other);
        for (int i = 0; i < Math.min(parts.size(), others.size()); i++) {
            int order = compare(parts.get(i), others.get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(parts.size(), others.size());
        return order != 0 ? order : one.value().compareTo(other.value());
    }

    private static List<String> parts(BuildId id) {
        List<String> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(id.value());
        while (matcher.find()) {
            parts.add(matcher.group());
        }
        return parts;
    }

    /** Numbers may be of any length. */
    private static int compare(String one, String other) {
        if (!isNumber(one) || !isNumber(other)) {
            return one.compareTo(other);
        }
        String number = one.replaceFirst("^0+(?=.)", "");
        String second = other.replaceFirst("^0+(?=.)", "");
        int longer = Integer.compare(number.length(), second.length());
        return longer != 0 ? longer : number.compareTo(second);
    }

    private static boolean isNumber(String part) {
        return Character.isDigit(part.charAt(0));
    }
}
