package io.github.imagepromotion.build.application;

import java.util.Map;
import java.util.Optional;

/**
 * What an application brings to its start, and what it needs of its base.
 *
 * @param files that its layers bring: the mode of each, by its path in the image
 * @param javaRelease the highest that one of its own class files needs; 0 if there are none
 * @param missingMainClass the class that is to be started, if no class file has it
 * @param mayHaveMainClass whether something that is not looked into, of the class path, may have it
 * @param webRoot of a WAR that the base's own command serves: where its content goes
 */
public record RuntimeNeeds(
        Map<String, Integer> files,
        int javaRelease,
        Optional<String> missingMainClass,
        boolean mayHaveMainClass,
        Optional<String> webRoot) {
    public RuntimeNeeds {
        files = Map.copyOf(files);
    }
}
