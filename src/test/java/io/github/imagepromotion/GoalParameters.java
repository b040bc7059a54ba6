package io.github.imagepromotion;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Writes the page of all parameters from the plugin descriptor: {@code bin/parameters}. */
final class GoalParameters {
    static final Path PAGE = Path.of("docs/goals/parameters.md");

    private static final String DESCRIPTOR = "/META-INF/maven/plugin.xml";
    private static final String HEAD =
            """
            # Parameters

            Every parameter of every goal, as the plugin's descriptor has it: `bin/parameters` writes this page. What is inside
            an element, such as `<environments>`, is in [environments.md](../environments.md).
            """;

    private GoalParameters() {}

    /** @param arguments none */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(PAGE, page());
    }

    static String page() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Element goal : children(descriptor(), "mojos")) {
            if (!text(goal, "goal").equals("help")) {
                page.append("\n## image:").append(text(goal, "goal")).append("\n\n");
                page.append("| element | property | default | meaning |\n|---|---|---|---|\n");
                parameters(goal).forEach(page::append);
            }
        }
        return page.toString();
    }

    private static Element descriptor() throws IOException {
        try (InputStream in = GoalParameters.class.getResourceAsStream(DESCRIPTOR)) {
            if (in == null) {
                throw new IOException("no " + DESCRIPTOR + ": build the plugin with Maven first");
            }
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    private static List<String> parameters(Element goal) {
        Element configuration = child(goal, "configuration");
        return children(goal, "parameters").stream()
                .filter(parameter -> text(parameter, "editable").equals("true"))
                .map(parameter -> row(parameter, configuration))
                .toList();
    }

    private static String row(Element parameter, Element configuration) {
        String name = text(parameter, "name");
        String property = text(configuration, name).replaceAll("^\\$\\{|}$", "");
        boolean required = text(parameter, "required").equals("true");
        return "| `<" + name + ">` | " + code(property) + " | "
                + (required ? "an error" : code(otherwise(configuration, name))) + " | "
                + meaning(text(parameter, "description")) + " |\n";
    }

    private static String otherwise(Element configuration, String name) {
        NodeList configured = configuration.getElementsByTagName(name);
        return configured.getLength() == 0 ? "" : ((Element) configured.item(0)).getAttribute("default-value");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /** Elements as code, and nothing that would end a cell. */
    private static String meaning(String description) {
        return description
                .replaceAll("</?code>", "`")
                .replaceAll("<([a-z][A-Za-z]*)>(?!`)", "`<$1>`")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|");
    }

    private static List<Element> children(Element parent, String list) {
        NodeList nodes = child(parent, list).getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    private static Element child(Element parent, String name) {
        return (Element) parent.getElementsByTagName(name).item(0);
    }

    private static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
