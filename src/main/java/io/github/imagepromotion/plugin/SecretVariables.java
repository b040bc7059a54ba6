package io.github.imagepromotion.plugin;

import com.google.gson.JsonArray;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import io.github.imagepromotion.registry.Redactor;
import io.github.imagepromotion.registry.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Environment variables whose name says that they are secret. Maven puts a variable's value where the POM says
 * {@code ${env.NAME}}, and what is configured is written into the build record and into provenance.
 */
final class SecretVariables {
    /** {@code PWD} is a directory, and {@code GIT_AUTHOR_NAME} a name. */
    private static final Pattern NAME =
            Pattern.compile("(?i).*(passw|passphrase|secret|token|credential|api_?key|private).*");

    /** What is shorter is in many words by chance. */
    private static final int SHORTEST = 8;

    private static final Pattern LOGIN = Pattern.compile("(?i)[?&][^=&\\s\"]*"
            + "(passw|secret|token|credential|api.?key|signature|\\bsig\\b|auth(?!or))[^=&\\s\"]*=");

    private final Map<String, Redactor> secrets = new TreeMap<>();

    /** @param variables of the caller's environment */
    SecretVariables(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (NAME.matcher(name).matches() && value.length() >= SHORTEST) {
                Redactor redactor = new Redactor();
                redactor.hide(Secret.of(value));
                secrets.put(name, redactor);
            }
        });
    }

    /** @return the text without their values */
    String clean(String text) {
        String cleaned = text;
        for (Redactor redactor : secrets.values()) {
            cleaned = redactor.clean(cleaned);
        }
        return cleaned;
    }

    /** @throws ImageException if one of the environments would tell a secret to everyone who reads a build record */
    void refuseIn(Environments environments) {
        environments.list().forEach(this::refuseIn);
    }

    /** Ids of servers, names of variables and files are no secrets, whatever they are called. */
    private void refuseIn(Environment environment) {
        JsonArray texts = new JsonArray();
        texts.add(Json.tree(environment.notifications()));
        environment.deployed().map(Json::tree).ifPresent(texts::add);
        texts.add(Json.tree(environment.gates().checks()));
        String text = new String(Json.compact(texts), StandardCharsets.UTF_8);
        if (!Text.withoutUser(text).equals(text) || LOGIN.matcher(text).find()) {
            throw refused(environment, "a login in an address");
        }
        secrets.forEach((name, redactor) -> {
            if (!redactor.clean(text).equals(text)) {
                throw refused(environment, "the value of the environment variable " + Text.quote(name));
            }
        });
    }

    private static ImageException refused(Environment environment, String what) {
        return new ImageException("Refused environment '" + environment.id() + "': its <notifications>, <deployed> or"
                + " <checks> hold " + what + ", which everyone would read in the build record. Say where it is instead:"
                + " env:NAME or a <serverId>, as the element takes it (-Dimage.environments).");
    }
}
