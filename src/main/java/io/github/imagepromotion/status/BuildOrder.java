package io.github.imagepromotion.status;

import io.github.imagepromotion.image.BuildId;
import java.util.Comparator;
import java.util.List;

/**
 * The order of BuildIds where no record tells which build came first: the numbers in them as numbers, so that 100 comes
 * after 99; all else as text. Of builds without numbers, such as those named by content, it says nothing true.
 */
public final class BuildOrder implements Comparator<BuildId> {
    /** The one that was built last, as far as its number tells, comes first. */
    public static final Comparator<BuildId> NEWEST_FIRST = new BuildOrder().reversed();

    private BuildOrder() {}

    /**
     * @param ids of builds
     * @return whether their order is that in which they were built, as far as can be seen: they differ in numbers alone
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

    /** Parts of digits alone, and parts without, are compared one by one. Thousands of builds are put in order. */
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

    /** Numbers may be of any length. */
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

    /** Where the part ends that begins at a position. */
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
