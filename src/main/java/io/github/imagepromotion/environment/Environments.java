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
 * All environments, in the order in which a build is promoted through them.
 *
 * @param list in that order; ids are unique, and {@code after} names known ids only
 * @param source of the configuration
 */
public record Environments(List<Environment> list, EnvironmentSource source) {
    private static final Environments NONE = new Environments(List.of());

    /** @throws IllegalArgumentException if an id is not unique, or {@code after} names an unknown one */
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
                            + Text.quote(predecessor) + ", which is not another configured environment");
                }
            }
        }
    }

    /** Environments that the operator configured. */
    public Environments(List<Environment> list) {
        this(list, EnvironmentSource.OPERATOR);
    }

    /** {@return an empty list of environments} */
    public static Environments none() {
        return NONE;
    }

    /**
     * @param id of an environment
     * @return the environment; empty if there is none of that id
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
     * @return those environments, in the configured order, with everything that a promotion needs
     * @throws ImageException as for {@link #select}, or if a build record withholds which services are notified and
     *     asked
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
        /** No environment is named; argument: the known ones. */
        NONE_NAMED,
        /** There is no such environment. */
        UNKNOWN,
        /** A build record withholds a part of an environment. */
        WITHHELD
    }

    /** The source of the configuration of environments, which decides how far it is trusted. */
    public enum EnvironmentSource {
        /** The POM of a checkout, a named file of environments, or settings.xml: trusted in everything. */
        OPERATOR,
        /** A build record that is signed by a key that the operator named: trusted like the POM. */
        SIGNED,
        /**
         * An unsigned build record, which anyone with write access to its place may have written. Only the ids, the
         * order, the tags and the registries of its environments are used.
         */
        UNSIGNED
    }
}
