package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import java.util.Comparator;
import java.util.List;

/**
 * Orders BuildIds where no record tells which build came first: runs of digits as numbers, so that 100 comes after 99,
 * everything else as text. The order means nothing for BuildIds without numbers, such as those derived from content.
 */
public final class BuildOrder implements Comparator<BuildId> {
    /** The highest number, presumably the newest build, first. */
    public static final Comparator<BuildId> NEWEST_FIRST = new BuildOrder().reversed();

    private BuildOrder() {}

    /**
     * @param ids BuildIds
     * @return whether their order can be taken for the order in which they were built: they differ only in numbers
     */
    static boolean tells(List<BuildId> ids) {
        return ids.isEmpty()
                || ids.stream().map(BuildOrder::withoutNumbers).allMatch(withoutNumbers(ids.get(0))::equals);
    }

    private static String withoutNumbers(BuildId id) {
        StringBuilder shape = new StringBuilder();
        for (int begin = 0; begin < id.value().length(); begin = end(id.value(), begin)) {
            shape.append(isDigit(id.value(), begin) ? "#" : id.value().substring(begin, end(id.value(), begin)));
        }
        return shape.toString();
    }

    /**
     * Compares runs of digits and of other characters one by one, without allocating: thousands of builds are sorted.
     */
    @Override
    public int compare(BuildId one, BuildId other) {
        String text = one.value();
        String second = other.value();
        int here = 0;
        int there = 0;
        while (here < text.length() && there < second.length()) {
            int end = end(text, here);
            int otherEnd = end(second, there);
            int order = compare(text.substring(here, end), second.substring(there, otherEnd));
            if (order != 0) {
                return order;
            }
            here = end;
            there = otherEnd;
        }
        int longer = Boolean.compare(here < text.length(), there < second.length());
        return longer != 0 ? longer : text.compareTo(second);
    }

    /** Numbers may have any length. */
    private static int compare(String one, String other) {
        if (!isDigit(one, 0) || !isDigit(other, 0)) {
            return one.compareTo(other);
        }
        String number = withoutZeros(one);
        String second = withoutZeros(other);
        int longer = Integer.compare(number.length(), second.length());
        return longer != 0 ? longer : number.compareTo(second);
    }

    private static String withoutZeros(String number) {
        int zeros = 0;
        while (zeros < number.length() - 1 && number.charAt(zeros) == '0') {
            zeros++;
        }
        return number.substring(zeros);
    }

    /** {@return the end of the run that begins at a position} */
    private static int end(String text, int begin) {
        int end = begin + 1;
        while (end < text.length() && isDigit(text, end) == isDigit(text, begin)) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(String text, int position) {
        return text.charAt(position) >= '0' && text.charAt(position) <= '9';
    }
}
