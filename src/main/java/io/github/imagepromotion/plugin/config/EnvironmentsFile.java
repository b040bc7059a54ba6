package io.github.imagepromotion.plugin.config;

import io.github.imagepromotion.environment.Environments;
import io.github.imagepromotion.image.ImageException;
import io.github.imagepromotion.image.Text;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.codehaus.plexus.component.configurator.BasicComponentConfigurator;
import org.codehaus.plexus.component.configurator.ComponentConfigurationException;
import org.codehaus.plexus.component.configurator.expression.DefaultExpressionEvaluator;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluator;
import org.codehaus.plexus.configuration.DefaultPlexusConfiguration;
import org.codehaus.plexus.configuration.PlexusConfiguration;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** A file with an {@code <environments>} element, read by the same rules as that element in a POM. */
public final class EnvironmentsFile {
    /** The element's name, in a POM and in a file. */
    public static final String ELEMENT = "environments";

    private final File file;

    /** @param file a file with an {@code <environments>} element */
    public EnvironmentsFile(File file) {
        this.file = file;
    }

    /** The object that Maven's configurator fills. */
    public static final class Holder {
        private List<EnvironmentParameter> environments = List.of();
    }

    /**
     * {@return the environments in the file}
     *
     * @throws ImageException if it cannot be read
     */
    public Environments read() throws IOException {
        try (InputStream in = Files.newInputStream(existing().toPath())) {
            return parse(environments(document(in)));
        } catch (XMLStreamException | ComponentConfigurationException e) {
            throw malformed(Text.printable(String.valueOf(e.getMessage())), e);
        }
    }

    private static Environments parse(PlexusConfiguration environments) throws ComponentConfigurationException {
        DefaultPlexusConfiguration holder = new DefaultPlexusConfiguration("configuration");
        holder.addChild(environments);
        Holder target = new Holder();
        configure(target, holder);
        return EnvironmentParameter.environments(target.environments);
    }

    /** Parses the element without evaluating expressions. */
    public static Environments parse(Xpp3Dom environments) {
        try {
            return parse(BuildConfiguration.configuration(environments));
        } catch (ComponentConfigurationException e) {
            throw new ImageException("Illegal <environments>: " + Text.printable(String.valueOf(e.getMessage())), e);
        }
    }

    private File existing() {
        if (!file.isFile()) {
            throw new ImageException("There is no file of environments " + Text.quote(file.toString())
                    + ". Name the XML file that has <environments> (-Dimage.environments=FILE).");
        }
        return file;
    }

    private PlexusConfiguration environments(PlexusConfiguration root) {
        PlexusConfiguration child = root.getName().equals(ELEMENT) ? root : root.getChild(ELEMENT, false);
        if (child == null) {
            throw malformed("it has no <environments>", null);
        }
        return child;
    }

    /** Sets fields as Maven does. */
    static void configure(Object target, PlexusConfiguration configuration) throws ComponentConfigurationException {
        configure(target, configuration, new DefaultExpressionEvaluator());
    }

    /** Sets fields as Maven does, with an evaluator for expressions. */
    static void configure(Object target, PlexusConfiguration configuration, ExpressionEvaluator evaluator)
            throws ComponentConfigurationException {
        ClassLoader loader = EnvironmentsFile.class.getClassLoader();
        ClassRealm realm = loader instanceof ClassRealm own ? own : new ClassRealm(null, "plugin", loader);
        new BasicComponentConfigurator().configureComponent(target, configuration, evaluator, realm);
    }

    /** DTDs and external entities are disabled, since the file may be untrusted. */
    private static PlexusConfiguration document(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        XMLStreamReader reader = factory.createXMLStreamReader(in);
        reader.nextTag();
        return element(reader);
    }

    private static PlexusConfiguration element(XMLStreamReader reader) throws XMLStreamException {
        DefaultPlexusConfiguration element = new DefaultPlexusConfiguration(reader.getLocalName());
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            element.setAttribute(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        StringBuilder text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                element.addChild(element(reader));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        String value = text.toString().trim();
        if (!value.isEmpty()) {
            element.setValue(value);
        }
        return element;
    }

    private ImageException malformed(String why, @org.jspecify.annotations.Nullable Exception cause) {
        String message = "The file of environments " + Text.quote(file.toString()) + " cannot be used: " + why
                + ". It holds the same <environments> element as a POM (-Dimage.environments=FILE).";
        return cause == null ? new ImageException(message) : new ImageException(message, cause);
    }
}
