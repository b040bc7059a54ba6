package io.github.imagepromotion.plugin.console;

import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Message.Because;
import io.github.imagepromotion.image.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The remedy of each {@link Reason}, with elements and properties; no other class knows them. The sentences are in
 * {@code remedies.properties}, by the names of enum and constant.
 */
public final class Remedies {
    /** An argument of a reason; a reason as argument is a place in the configuration, which has a name. */
    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d)(?:\\.(\\w+))?}");

    /** Beginnings of remedies that continue the sentence before. */
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

    /** {@return the message with its remedies, one that is the same for several faults after the last of them} */
    public static String tell(Message message) {
        Deque<Because> later = new ArrayDeque<>(message.reasons());
        return message.in(because -> {
            later.remove();
            String remedy = remedy(because);
            if (later.contains(because)) {
                return isClause(remedy) ? "." : "";
            }
            return isClause(remedy) ? remedy : " " + remedy;
        });
    }

    /** {@return the failure's message with its remedies} */
    public static String tell(Throwable failure) {
        return tell(Message.of(failure));
    }

    /** {@return the name of a place in the configuration, or a related name} */
    private static String word(Reason place, String of) {
        return sentence(key(place) + "." + of);
    }

    /** {@return the key of a remedy: names of enum and constant} */
    static String key(Reason reason) {
        return ((Enum<?>) reason).getDeclaringClass().getSimpleName() + "." + reason.name();
    }

    private static String remedy(Because because) {
        return ARGUMENT.matcher(sentence(key(because.reason())))
                .replaceAll(found -> Matcher.quoteReplacement(
                        argument(because.arguments().get(Integer.parseInt(found.group(1))), found.group(2))));
    }

    private static boolean isClause(String remedy) {
        return CLAUSE.indexOf(remedy.charAt(0)) >= 0;
    }

    private static String argument(Object argument, @Nullable String of) {
        if (argument instanceof Reason place) {
            return of == null ? sentence(key(place)) : word(place, of);
        }
        return argument.toString();
    }

    /** {@return all keys} */
    public static Set<String> keys() {
        return new TreeSet<>(Table.SENTENCES.stringPropertyNames());
    }

    /** {@return the sentence of a key, with its placeholders} */
    public static String sentence(String key) {
        return Objects.requireNonNull(Table.SENTENCES.getProperty(key), key);
    }
}
