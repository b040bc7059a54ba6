package io.github.imagepromotion.plugin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagepromotion.image.Message;
import java.util.List;
import java.util.function.Consumer;

/** What a user is told: messages of lower layers with the remedies that this package adds. */
public final class Told {
    private Told() {}

    /** {@return the whole text of a message} */
    public static String told(Message message) {
        return Remedies.tell(message);
    }

    /** {@return the whole texts of messages} */
    public static List<String> told(List<Message> messages) {
        return messages.stream().map(Remedies::tell).toList();
    }

    /** {@return the whole text of what a failure says} */
    public static String told(Throwable failure) {
        return Remedies.tell(failure);
    }

    /** {@return that a failure is told with all of these} */
    public static Consumer<Throwable> tells(String... parts) {
        return failure -> assertThat(told(failure)).contains(parts);
    }

    /** {@return that a failure is told with these words} */
    public static Consumer<Throwable> tellsExactly(String text) {
        return failure -> assertThat(told(failure)).isEqualTo(text);
    }

    /** {@return that what a failure is told with ends with these words} */
    public static Consumer<Throwable> tellsLast(String text) {
        return failure -> assertThat(told(failure)).endsWith(text);
    }
}
