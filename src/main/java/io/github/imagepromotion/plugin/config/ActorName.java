package io.github.imagepromotion.plugin.config;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The name of the person who acts, as claimed. The account that a CI agent runs under is not used.
 *
 * @param name the name; empty if unknown
 * @param origin where it comes from, for messages
 */
public record ActorName(Optional<String> name, String origin) {
    private static final Set<String> NOBODY =
            Set.of("root", "?", "system", "administrator", "nobody", "daemon", "default", "runner", "jenkins", "build");

    /**
     * @param said value of {@code -Dimage.actor}
     * @param ofKey name in the comment of the key that signs a decision; empty if none is signed
     * @param ofCi user who started the CI job
     * @param account account that runs the process
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
