package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import io.github.imagepromotion.plugin.access.CallData;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Model;
import org.apache.maven.model.io.xpp3.MavenXpp3Writer;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/**
 * Checks the configuration as the user wrote it, before the goal does anything: Maven converts {@code yes} to {@code
 * false}, and ignores unknown elements and properties.
 */
public final class ConfigurationCheck {
    private static final String WARNED = "image.unknown.warned";

    private final MavenSession session;
    private final MavenProject project;
    private final MojoExecution execution;
    private final SessionProperties properties;
    private final KnownNames known;

    /** @param execution execution of the goal */
    public ConfigurationCheck(MavenSession session, MavenProject project, MojoExecution execution) {
        this.session = session;
        this.project = project;
        this.execution = execution;
        this.properties = new SessionProperties(session, project);
        this.known = new KnownNames(execution);
    }

    /**
     * @return a warning, issued once per call
     * @throws ImageException if a value would be interpreted differently than it is meant
     */
    public Optional<String> run() {
        LoginInPom.refuse(session, project, execution);
        checkElements();
        checkFlags();
        return checkProperties();
    }

    private void checkElements() {
        for (PomConfiguration.Block said : new PomConfiguration(project, execution).all()) {
            for (Xpp3Dom element : said.elements()) {
                if (!known.elements().contains(element.getName())) {
                    throw unknownElement(element.getName(), said.where());
                }
                if (known.flags().contains(element.getName())) {
                    checkFlag(element);
                }
            }
        }
    }

    private ImageException unknownElement(String name, String where) {
        String beginsSo = known.elements().stream()
                .filter(element -> element.startsWith(name))
                .collect(Collectors.joining("> or <"));
        String meant = NearMiss.of(name, known.elements())
                .or(() -> Optional.of(beginsSo).filter(elements -> !elements.isEmpty()))
                .map(elements -> "Perhaps <" + elements + "> is meant: correct it.")
                .orElse("Remove it, or correct it: docs/goals/parameters.md has all elements"
                        + " (mvn image:help -Ddetail).");
        return new ImageException("Unknown element <" + Text.printable(name) + "> in " + where + " of '"
                + project.getArtifactId() + "': no goal knows it. " + meant);
    }

    private void checkFlag(Xpp3Dom element) {
        String said = Optional.ofNullable(element.getValue()).orElse("");
        String name = "<" + element.getName() + ">" + property(element.getName());
        String value = new Expressions(session, execution)
                .value(said)
                .orElseThrow(() -> new ImageException("Illegal " + name + ": it is " + Text.quote(said)
                        + ", which nothing sets. Set that property, or write true or false."));
        checkFlag(name, value);
    }

    private String property(String flag) {
        return Optional.ofNullable(known.propertyOfFlag().get(flag))
                .map(property -> " (-D" + property + ")")
                .orElse("");
    }

    /** Checks the parameters of all goals, since other goals may run later in this call. */
    private void checkFlags() {
        known.propertyOfFlag().forEach((element, property) -> properties
                .find(property)
                .ifPresent(value -> checkFlag("<" + element + "> (-D" + property + ")", value)));
        properties.find(KnownNames.SKIP_POM).ifPresent(value -> checkFlag("-D" + KnownNames.SKIP_POM, value));
    }

    private static void checkFlag(String name, String value) {
        try {
            boolean flag = Configured.flag(value, name);
            if (flag != Boolean.parseBoolean(value)) {
                throw new IllegalArgumentException(name + ": Maven takes it for false, with the white space around it");
            }
        } catch (IllegalArgumentException e) {
            throw new ImageException("Illegal " + e.getMessage() + ". Write true or false.", e);
        }
    }

    private Optional<String> checkProperties() {
        List<String> unused =
                unknown(properties.names()).filter(name -> !isInPom(name)).toList();
        for (String name : unused) {
            meant(name).ifPresent(other -> {
                throw new ImageException("Unknown property -D" + Text.printable(name)
                        + ": no goal of this plugin knows it, and -D" + other + " is meant. Correct it.");
            });
        }
        if (project.getFile() == null && !unused.isEmpty()) {
            throw new ImageException("Unknown property -D" + Text.printable(unused.get(0))
                    + ": no goal of this plugin knows it, and there is no POM that could. Leave it out, or correct it:"
                    + " docs/goals/parameters.md has all (mvn image:help -Ddetail).");
        }
        List<String> remarks = new ArrayList<>();
        unused.forEach(name -> remarks.add(
                "-D" + name + ": no goal of this plugin knows it, and no POM refers to it, so it changes nothing."));
        unknown(project.getProperties().stringPropertyNames().stream()).forEach(name -> meant(name)
                .filter(other -> !isInPom(name))
                .ifPresent(other -> remarks.add("Property " + name
                        + " of the POM: no goal of this plugin knows it. Perhaps " + other + " is meant.")));
        boolean told = !remarks.isEmpty() && CallData.of(session).isFirst(WARNED);
        return told ? Optional.of(Text.printable(String.join(" ", remarks))) : Optional.empty();
    }

    private Stream<String> unknown(Stream<String> names) {
        return names.filter(name -> name.startsWith(KnownNames.PREFIX))
                .filter(name -> !known.properties().contains(name))
                .sorted();
    }

    private Optional<String> meant(String name) {
        String own = name.substring(KnownNames.PREFIX.length());
        return NearMiss.of(
                        own,
                        known.properties().stream()
                                .map(each -> each.substring(KnownNames.PREFIX.length()))
                                .collect(Collectors.toCollection(TreeSet::new)))
                .map(other -> KnownNames.PREFIX + other);
    }

    /** {@return whether a POM of this call contains {@code ${name}}, or a profile activated by the property} */
    private boolean isInPom(String name) {
        Pattern use = Pattern.compile("\\$\\{" + Pattern.quote(name) + "}|>\\s*!?" + Pattern.quote(name) + "\\s*<");
        return session.getProjects().stream()
                .flatMap(each -> Stream.iterate(each, module -> module != null, MavenProject::getParent))
                .map(MavenProject::getOriginalModel)
                .anyMatch(model -> model != null && use.matcher(xml(model)).find());
    }

    private static String xml(Model model) {
        StringWriter xml = new StringWriter();
        try {
            new MavenXpp3Writer().write(xml, model);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return xml.toString();
    }
}
