package io.github.imagepromotion.ci.result;

import io.github.imagepromotion.ci.result.CiResult.CiCheck;
import io.github.imagepromotion.ci.result.CiResult.CiImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Gates and checks as test cases in JUnit's report format, which every CI server reads: a suite for each image in each
 * registry. Gates that wait are failures; overridden ones are skipped tests, so that they are visible.
 */
final class TestReport {
    private final CiResult result;
    private final XMLStreamWriter xml;

    private TestReport(CiResult result, XMLStreamWriter xml) {
        this.result = result;
        this.xml = xml;
    }

    static void write(CiResult result, OutputStream out) throws IOException {
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            new TestReport(result, xml).write();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("Cannot write the test report of " + result.headline(), e);
        }
    }

    private void write() throws XMLStreamException {
        xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        xml.writeStartElement("testsuites");
        for (CiImage image : result.images()) {
            suite(image);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(CiImage image) throws XMLStreamException {
        List<CiCheck> checks = image.checks();
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", plain(result.goal() + " " + result.environment() + " " + image.reference()));
        xml.writeAttribute("tests", Integer.toString(checks.size()));
        xml.writeAttribute(
                "failures",
                Long.toString(
                        checks.stream().filter(check -> fails(check.answer())).count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute(
                "skipped",
                Long.toString(checks.stream()
                        .filter(check -> check.answer() == CiResult.Answer.OVERRIDDEN)
                        .count()));
        xml.writeAttribute("timestamp", result.started().toString());
        for (CiCheck check : checks) {
            testCase(image, check);
        }
        xml.writeEndElement();
    }

    private void testCase(CiImage image, CiCheck check) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", plain("image." + result.environment() + "." + image.name()));
        xml.writeAttribute("name", plain(check.name()));
        if (fails(check.answer())) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", check.answer().toString());
            xml.writeAttribute("message", plain(check.reason()));
            xml.writeEndElement();
        } else if (check.answer() == CiResult.Answer.OVERRIDDEN) {
            xml.writeStartElement("skipped");
            xml.writeAttribute("message", plain(check.reason()));
            xml.writeEndElement();
        } else {
            xml.writeStartElement("system-out");
            xml.writeCharacters(plain(check.reason()));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static boolean fails(CiResult.Answer answer) {
        return answer == CiResult.Answer.FAIL || answer == CiResult.Answer.WAIT;
    }

    /** Removes characters that XML does not allow (XML 1.0, section 2.2). */
    private static String plain(String text) {
        return text.replaceAll("[^\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
    }
}
