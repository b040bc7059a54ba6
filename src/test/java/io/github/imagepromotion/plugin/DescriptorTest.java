package io.github.imagepromotion.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.descriptor.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What IDEs show and do by the plugin's descriptor and the metadata beside it. */
class DescriptorTest {
    static List<MojoDescriptor> goals() {
        return Calls.descriptor().getMojos();
    }

    @ParameterizedTest
    @MethodSource("goals")
    void goalWhenDescribedSaysWhatItDoesAndEachParameterWhatItMeans(MojoDescriptor goal) {
        assertThat(goal.getDescription()).isNotBlank();
        assertThat(goal.getParameters()).isNotEmpty().allSatisfy(parameter -> {
            assertThat(parameter.getDescription()).as(parameter.getName()).isNotBlank();
            assertThat(parameter.getType()).as(parameter.getName()).isNotBlank();
        });
    }

    /** A property is the plugin's own; what has none is an element with elements in it, or Maven's. */
    @ParameterizedTest
    @MethodSource("goals")
    void parameterWhenAPlainValueHasAPropertyOfItsOwn(MojoDescriptor goal) {
        for (Parameter parameter : goal.getParameters()) {
            String property =
                    goal.getMojoConfiguration().getChild(parameter.getName()).getValue("");
            if (parameter.isEditable() && !property.isEmpty() && !goal.getGoal().equals("help")) {
                assertThat(property).as(parameter.getName()).matches("\\$\\{image\\.[a-z][A-Za-z.]*}");
            }
        }
    }

    /** Eclipse would else build an image whenever a file is saved, or mark the project as not understood. */
    @Test
    void lifecycleMappingWhenReadIgnoresEveryGoal() throws IOException, ParserConfigurationException, SAXException {
        NodeList ignored;
        try (InputStream in = Objects.requireNonNull(
                getClass().getResourceAsStream("/META-INF/m2e/lifecycle-mapping-metadata.xml"))) {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
            assertThat(document.getElementsByTagName("ignore").getLength()).isEqualTo(1);
            assertThat(document.getElementsByTagName("execute").getLength()).isZero();
            ignored = document.getElementsByTagName("goal");
        }

        assertThat(IntStream.range(0, ignored.getLength())
                        .mapToObj(i -> ignored.item(i).getTextContent()))
                .containsExactlyInAnyOrderElementsOf(
                        goals().stream().map(MojoDescriptor::getGoal).toList());
    }
}
