package io.github.imagepromotion.environment;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.imagepromotion.json.Json;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Placeholders in a build record for values that it withholds: the expression of the POM that names the source of the
 * value ({@code ${env.NAME}}), or the host of an address whose path may be a secret.
 */
public final class Withheld {
    private static final String PATH = "/***";
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^${}]+}");

    private Withheld() {}

    /**
     * @param text a value of an environment in a build record
     * @return whether it is a placeholder
     */
    public static boolean is(String text) {
        return isExpression(text) || text.endsWith(PATH);
    }

    /**
     * @param environment of a build record
     * @return the names of the elements that the record withholds, in no particular order
     */
    public static Set<String> elements(Environment environment) {
        Set<String> elements = new TreeSet<>();
        find("environment", Json.tree(environment), (name, text) -> elements.add(name));
        return elements;
    }

    /** {@return the withheld elements as XML, with their placeholders} */
    static Set<String> xml(Environment environment) {
        Set<String> elements = new TreeSet<>();
        find(
                "environment",
                Json.tree(environment),
                (name, text) -> elements.add("<" + name + ">" + text + "</" + name + ">"));
        return elements;
    }

    private static void find(String name, JsonElement value, BiConsumer<String, String> found) {
        if (value instanceof JsonObject object) {
            object.entrySet().forEach(member -> find(member.getKey(), member.getValue(), found));
        } else if (value instanceof JsonArray array) {
            array.forEach(item -> find(name, item, found));
        } else if (value instanceof JsonPrimitive text && is(text.getAsString())) {
            found.accept(name, text.getAsString());
        }
    }

    static boolean isExpression(String text) {
        return EXPRESSION.matcher(text).find();
    }

    /**
     * @param address of a service, or the name of a variable that has it
     * @return the address up to host and port, if anything follows them
     */
    static String path(String address) {
        if (isExpression(address) || !address.matches("https?://.*")) {
            return address;
        }
        URI uri = URI.create(address);
        String host = uri.getScheme() + "://" + uri.getRawAuthority().replaceFirst(".*@", "");
        return address.equals(host) || address.equals(host + "/") ? address : host + PATH;
    }
}
