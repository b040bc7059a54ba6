package io.github.imagepromotion.plugin.config;

import com.google.gson.JsonArray;
import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Rejects credentials in elements and properties that this plugin does not have: Maven would ignore them silently, and
 * they would remain in the POM.
 */
public final class LoginInPom {
    private static final List<String> NAMES = List.of("username", "password", "passphrase", "token", "secret");
    private static final Pattern PROPERTY =
            Pattern.compile("image\\.(.+\\.)?(username|password|passphrase|token|secret)");

    private static final Pattern ADDRESS = Pattern.compile("(?i)[?&][^=&\\s\"]*"
            + "(passw|secret|token|credential|api.?key|signature|\\bsig\\b|auth(?!or))[^=&\\s\"]*=");

    private LoginInPom() {}

    /**
     * @param session session with the properties of the command line
     * @param project project with the properties of the POM
     * @param execution execution with the configuration of the POM
     * @throws ImageException if there are credentials
     */
    static void refuse(MavenSession session, MavenProject project, MojoExecution execution) {
        refuse(session.getUserProperties(), "-D");
        refuse(project.getProperties(), "property ");
        for (String name : NAMES) {
            if (containers(execution).anyMatch(container -> has(container, name))) {
                throw refused("<" + name + "> of the plugin's <configuration>");
            }
        }
    }

    /** @throws ImageException if the URL of a service contains credentials, which everyone could read in the POM */
    public static void refuseInAddresses(Environments environments) {
        for (Environment environment : environments.list()) {
            JsonArray texts = new JsonArray();
            texts.add(Json.tree(environment.reporting().notifications()));
            environment.reporting().deployed().map(Json::tree).ifPresent(texts::add);
            texts.add(Json.tree(environment.gates().consents().checks()));
            String text = new String(Json.compact(texts), StandardCharsets.UTF_8);
            if (!Text.withoutUser(text).equals(text) || ADDRESS.matcher(text).find()) {
                throw new ImageException("Refused environment '" + environment.id() + "': its <notifications>,"
                        + " <deployed> or <checks> hold a login in an address, which everyone reads there. Say where it is"
                        + " instead: env:NAME or a <serverId>, as the element takes it (-Dimage.environments).");
            }
        }
    }

    private static void refuse(Properties properties, String kind) {
        for (String name : properties.stringPropertyNames()) {
            if (PROPERTY.matcher(name).matches()) {
                throw name.endsWith("passphrase") ? refusedPassphrase(kind + name) : refused(kind + name);
            }
        }
    }

    private static Stream<ConfigurationContainer> containers(MojoExecution execution) {
        Plugin plugin = execution.getPlugin();
        return plugin == null
                ? Stream.empty()
                : Stream.concat(
                        Stream.of(plugin),
                        Stream.ofNullable(plugin.getExecutionsAsMap().get(execution.getExecutionId())));
    }

    private static boolean has(ConfigurationContainer container, String name) {
        return container.getConfiguration() instanceof Xpp3Dom configuration && configuration.getChild(name) != null;
    }

    /**
     * @param where where the credentials are
     * @return the exception to throw
     */
    static ImageException refused(String where) {
        return refused(
                where,
                "a <server> of settings.xml that <serverId> names (-Dimage.serverId), or into environment variables"
                        + " that <usernameEnv> and <passwordEnv> name");
    }

    /**
     * @param where where the credentials are
     * @param place where they belong
     * @return the exception to throw
     */
    static ImageException refused(String where, String place) {
        return new ImageException("Refused a login in " + where + ": whoever reads it there has it. Remove it, change"
                + " the password, and put it into " + place + ".");
    }

    /** {@return whether an element of that name is for credentials} */
    static boolean isLogin(String element) {
        return NAMES.contains(element);
    }

    /**
     * @param where where the passphrase is
     * @return the exception to throw
     */
    static ImageException refusedPassphrase(String where) {
        return new ImageException(
                "Refused a passphrase in " + where + ": whoever reads it there has it. Remove it, change"
                        + " it, and put it into the <passphrase> of a <server> of settings.xml that <signing><serverId> names"
                        + " (-Dimage.signing.serverId), or into the environment variable that <signing><passphraseEnv> names"
                        + " (-Dimage.signing.passphraseEnv).");
    }
}
