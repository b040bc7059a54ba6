package io.github.imagepromotion.environment;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Message;
import io.github.imagepromotion.image.Reason;
import io.github.imagepromotion.image.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All environments, in the order in which a build goes through them.
 *
 * @param list in that order, ids unique, {@code after} naming only known ones
 * @param source whose word that is
 */
public record Environments(List<Environment> list, EnvironmentSource source) {
    private static final Environments NONE = new Environments(List.of());

    /** @throws IllegalArgumentException if an id stands twice or {@code after} names an unknown one */
    public Environments {
        list = List.copyOf(list);
        Set<String> ids = new HashSet<>();
        for (Environment environment : list) {
            if (!ids.add(environment.id())) {
                throw new IllegalArgumentException("environment '" + environment.id() + "' is configured twice");
            }
        }
        for (Environment environment : list) {
            for (String predecessor : environment.after()) {
                if (!ids.contains(predecessor) || predecessor.equals(environment.id())) {
                    throw new IllegalArgumentException("environment '" + environment.id() + "' comes after "
                            + Text.quote(predecessor) + ", which is no other configured environment");
                }
            }
        }
    }

    /** The operator's. */
    public Environments(List<Environment> list) {
        this(list, EnvironmentSource.OPERATOR);
    }

    /** {@return no environment at all} */
    public static Environments none() {
        return NONE;
    }

    /**
     * @param id of an environment
     * @return it, empty if there is none of that id
     */
    public Optional<Environment> find(String id) {
        return list.stream().filter(environment -> environment.id().equals(id)).findFirst();
    }

    /**
     * @param ids as a user names them
     * @return those environments, in the configured order
     * @throws ImageException if one is unknown, or none is configured or named
     */
    public List<Environment> select(List<String> ids) {
        if (list.isEmpty()) {
            throw new ImageException(Message.of("No environment is configured.").because(EnvironmentReason.NONE));
        }
        if (ids.isEmpty()) {
            throw new ImageException(
                    Message.of("No environment is named.").because(EnvironmentReason.NONE_NAMED, known()));
        }
        for (String id : ids) {
            if (find(id).isEmpty()) {
                throw new ImageException(
                        Message.of("Unknown environment " + Text.quote(id) + ". Known are: " + known() + ".")
                                .because(EnvironmentReason.UNKNOWN));
            }
        }
        List<Environment> selected = list.stream()
                .filter(environment -> ids.contains(environment.id()))
                .toList();
        selected.forEach(environment -> refuseWithheld(environment.withoutServices()));
        return selected;
    }

    /**
     * @param ids as a user names them
     * @return those environments, in the configured order, with all that a promotion needs to know of them
     * @throws ImageException as of {@link #select}, or if a build record does not tell which services are asked and told
     */
    public List<Environment> selectToPromote(List<String> ids) {
        List<Environment> selected = select(ids);
        selected.forEach(this::refuseWithheld);
        return selected;
    }

    private void refuseWithheld(Environment environment) {
        Set<String> elements = source == EnvironmentSource.OPERATOR ? Set.of() : Withheld.xml(environment);
        if (!elements.isEmpty()) {
            throw new ImageException(Message.of("Refused environment '" + environment.id()
                            + "' of the build record: it does not tell all of "
                            + String.join(", ", elements) + ". What a POM takes from the machine that builds, and"
                            + " the paths of addresses, are not recorded: they may be secrets.")
                    .because(EnvironmentReason.WITHHELD));
        }
    }

    /** {@return the environments that {@code image:publish} promotes to, in order} */
    public List<Environment> continuouslyDelivered() {
        return list.stream().filter(Environment::continuousDelivery).toList();
    }

    /**
     * @param text names separated by commas, or nothing
     * @return the names
     */
    public static List<String> names(String text) {
        return Stream.of(text.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private String known() {
        return list.stream().map(Environment::id).collect(Collectors.joining(", "));
    }

    /** Why an environment cannot be used. */
    public enum EnvironmentReason implements Reason {
        /** No environment is configured. */
        NONE,
        /** No environment is named; argument: those that are known. */
        NONE_NAMED,
        /** There is no such environment. */
        UNKNOWN,
        /** A build record does not tell all of an environment. */
        WITHHELD
    }

    /** Whose word it is, what environments are. */
    public enum EnvironmentSource {
        /** The POM of a checkout, a file of environments that was named, or settings.xml: they may say all there is to say. */
        OPERATOR,
        /** A build record that was signed by a key that the operator named: what the POM could have said. */
        SIGNED,
        /**
         * A build record that nobody vouches for: whoever can write where it lay may have written it. It says which
         * environments there are, their order, tags and registries, and no more.
         */
        UNSIGNED
    }
}
