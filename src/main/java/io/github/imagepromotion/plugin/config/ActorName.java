package io.github.imagepromotion.plugin.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The name of who acts, by his own account. It is a person's: the account that an agent runs under is nobody.
 *
 * @param name empty where nobody is named
 * @param origin where it comes from, for people
 */
public record ActorName(Optional<String> name, String origin) {
    private static final Set<String> NOBODY =
            Set.of("root", "?", "system", "administrator", "nobody", "daemon", "default", "runner", "jenkins", "build");

    /**
     * @param said with {@code -Dimage.actor}
     * @param ofKey the name in the comment of the key that signs a decision; empty where none is signed
     * @param ofCi who set off the job
     * @param account that runs the process
     */
    public static ActorName of(Optional<String> said, Optional<String> ofKey, Optional<String> ofCi, String account) {
        if (said.isPresent()) {
            return new ActorName(said, "-Dimage.actor");
        }
        if (ofKey.isPresent()) {
            return new ActorName(ofKey, "the comment of the signing key");
        }
        if (ofCi.isPresent()) {
            return new ActorName(ofCi, "the CI server");
        }
        Optional<String> person = Optional.of(account.trim())
                .filter(name -> !name.isEmpty() && !name.matches("[0-9]+"))
                .filter(name -> !NOBODY.contains(name.toLowerCase(Locale.ROOT)));
        return new ActorName(person, person.isPresent() ? "the account on this machine" : "account '" + account + "'");
    }
}
