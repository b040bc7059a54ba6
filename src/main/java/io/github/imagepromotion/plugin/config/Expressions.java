package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environment;
import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.environment.Withheld;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Evaluates texts of the POM that still contain {@code ${...}}, as Maven does for parameters. */
public final class Expressions {
    private static final String BEGIN = "${";

    /** Elements that may contain any text. */
    private static final Set<String> FREE_TEXTS = Set.of("template", "text", "reason", "pattern");

    private final MavenSession session;
    private final MojoExecution execution;

    /** @param execution execution of the goal */
    public Expressions(MavenSession session, MojoExecution execution) {
        this.session = session;
        this.execution = execution;
    }

    /**
     * Maven treats an element with an unset expression as absent, which would remove a gate.
     *
     * @throws ImageException if an element has such an expression
     */
    public void refuseUnset(Xpp3Dom element) {
        for (Xpp3Dom child : element.getChildren()) {
            refuseUnset(child);
        }
        String text = Optional.ofNullable(element.getValue()).orElse("");
        if (element.getChildCount() == 0 && evaluate(text).isEmpty()) {
            throw new ImageException("Illegal <" + element.getName() + ">: it is " + Text.quote(text)
                    + ", which nothing sets, so it would count as absent. Set that property, or give it a value in the"
                    + " POM's <properties>.");
        }
    }

    /**
     * Expressions in files are not evaluated.
     *
     * @throws ImageException if an environment has an expression as a value
     */
    public static void refuseIn(Environments environments) {
        for (Environment environment : environments.list()) {
            Set<String> left = Withheld.elements(environment);
            left.removeAll(FREE_TEXTS);
            if (!left.isEmpty()) {
                throw new ImageException(
                        "Illegal <environments>: environment '" + environment.id() + "' has ${...} in <"
                                + String.join(">, <", left) + ">, which nothing sets. Say it in the POM, or in the file"
                                + " (-Dimage.environments).");
            }
        }
    }

    /** {@return the text with all expressions evaluated; empty if one of them is not set} */
    public Optional<String> value(String text) {
        return evaluate(text).filter(known -> !known.contains(BEGIN));
    }

    private Optional<String> evaluate(String text) {
        if (!text.contains(BEGIN)) {
            return Optional.of(text);
        }
        try {
            return Optional.ofNullable(new PluginParameterExpressionEvaluator(session, execution).evaluate(text))
                    .map(Object::toString);
        } catch (ExpressionEvaluationException e) {
            throw new ImageException("Cannot evaluate " + Text.quote(text) + ": " + e.getMessage(), e);
        }
    }
}
