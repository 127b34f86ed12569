package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.manifest.result.SourcePaths;
import dev.vedette.policy.model.PrintableText;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * For build servers: JUnit's XML. A file is a suite, a finding a failed case, an object without any a passed one. What is
 * below what fails the scan passes with a text, what is kept back is skipped, and what could not be judged is an error.
 */
public final class JunitReport implements Report {
    private static final XMLOutputFactory XML = XMLOutputFactory.newDefaultFactory();

    private final SourcePaths paths;

    public JunitReport(SourcePaths paths) {
        this.paths = paths;
    }

    @Override
    public void write(ScanResult result, Appendable out) throws IOException {
        Map<String, List<JunitCase>> suites = new JunitCases(paths).of(result);
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XML.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            start(xml, "testsuites");
            attribute(xml, "name", "vedette scan");
            for (Map.Entry<String, List<JunitCase>> suite : suites.entrySet()) {
                write(xml, suite.getKey(), suite.getValue());
            }
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException("the report cannot be written as XML: " + e.getMessage(), e);
        }
        out.append(text.toString()).append('\n');
    }

    private static void write(XMLStreamWriter xml, String file, List<JunitCase> cases) throws XMLStreamException {
        start(xml, "testsuite");
        attribute(xml, "name", file);
        attribute(xml, "tests", Integer.toString(cases.size()));
        attribute(xml, "failures", count(cases, JunitCase.End.FAILURE));
        attribute(xml, "errors", count(cases, JunitCase.End.ERROR));
        attribute(xml, "skipped", count(cases, JunitCase.End.SKIPPED));
        for (JunitCase one : cases) {
            start(xml, "testcase");
            attribute(xml, "classname", file);
            attribute(xml, "name", one.name());
            writeEnd(xml, one);
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void writeEnd(XMLStreamWriter xml, JunitCase one) throws XMLStreamException {
        if (one.text().isEmpty()) {
            return;
        }
        xml.writeStartElement(one.end().element());
        if (one.end() != JunitCase.End.PASSED) {
            attribute(xml, "message", one.message());
        }
        xml.writeCharacters(PrintableText.of(one.text()));
        xml.writeEndElement();
    }

    private static String count(List<JunitCase> cases, JunitCase.End end) {
        return Long.toString(cases.stream().filter(one -> one.end() == end).count());
    }

    private static void start(XMLStreamWriter xml, String element) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(element);
    }

    /** What XML cannot hold at all (XML 1.0, 2.2) is not printable either. */
    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, PrintableText.of(value));
    }
}
