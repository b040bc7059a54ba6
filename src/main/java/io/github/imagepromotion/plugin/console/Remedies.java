package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Because;
import io.github.imagepromotion.image.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What to do about each {@link Reason}, in elements and properties: the one place where a remedy is put into words. The
 * sentences are in {@code remedies.properties}, by the name of the enum and of its constant.
 */
public final class Remedies {
    /** An argument of a reason; one that is a reason itself stands for a place in the configuration, of which there is a word. */
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)(?:\\.(\\w+))?}");

    /** What goes on with the sentence before it. */
    private static final String CLAUSE = ",;:";

    private Remedies() {}

    private static final class Table {
        private static final java.util.Properties SENTENCES = read();

        private static java.util.Properties read() {
            java.util.Properties sentences = new java.util.Properties();
            try (InputStream in = Objects.requireNonNull(Remedies.class.getResourceAsStream("remedies.properties"))) {
                sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return sentences;
        }
    }

    /** The message with its remedies, as a user is told it. */
    public static String tell(Message message) {
        return message.in(Remedies::remedy);
    }

    /** What a failure says, with its remedies. */
    public static String tell(Throwable failure) {
        return tell(Message.of(failure));
    }

    /** How a place in the configuration is called, or something of it. */
    private static String word(Reason place, String of) {
        return sentence(key(place) + "." + of);
    }

    /** The key of a sentence: the enum's name and the constant's. */
    static String key(Reason reason) {
        return ((Enum<?>) reason).getDeclaringClass().getSimpleName() + "." + reason.name();
    }

    private static String remedy(Because because) {
        String remedy = ARGUMENT.matcher(sentence(key(because.reason())))
                .replaceAll(found -> Matcher.quoteReplacement(
                        argument(because.arguments().get(Integer.parseInt(found.group(1))), found.group(2))));
        return CLAUSE.indexOf(remedy.charAt(0)) < 0 ? " " + remedy : remedy;
    }

    private static String argument(Object argument, @Nullable String of) {
        if (argument instanceof Reason place) {
            return of == null ? sentence(key(place)) : word(place, of);
        }
        return argument.toString();
    }

    /** All keys that there are. */
    public static Set<String> keys() {
        return new TreeSet<>(Table.SENTENCES.stringPropertyNames());
    }

    /** The sentence of a key, with its placeholders. */
    public static String sentence(String key) {
        return Objects.requireNonNull(Table.SENTENCES.getProperty(key), key);
    }
}
