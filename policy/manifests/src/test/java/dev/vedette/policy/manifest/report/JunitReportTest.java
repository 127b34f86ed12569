package dev.vedette.policy.manifest.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.manifest.result.Results;
import dev.vedette.policy.manifest.result.ScanResult;
import dev.vedette.policy.model.Severity;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class JunitReportTest {
    @Test
    void isASuiteForAFileAndACaseForAFindingOrACleanObject() throws Exception {
        Document xml = parsed(Written.ofPod());

        Element suite = elements(xml, "testsuite").getFirst();
        assertThat(suite.getAttribute("name")).isEqualTo("deploy/a b.yaml");
        assertThat(suite.getAttribute("tests")).isEqualTo("3");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        assertThat(elements(xml, "testcase"))
                .extracting(one -> one.getAttribute("name"))
                .containsExactly("hostNamespaces Pod shop/web", "privileged Pod shop/web main", "Service shop/web");
        assertThat(elements(xml, "failure").getFirst().getAttribute("message")).isEqualTo("The pod has hostPID: true.");
        assertThat(elements(xml, "failure").getFirst().getTextContent())
                .startsWith("/repo/deploy/a b.yaml:4:12: baseline: The pod has");
    }

    @Test
    void failsWithWhatFailsTheScanAlone() throws Exception {
        Document xml = parsed(Written.ofPod().failingOn(Severity.CRITICAL));

        assertThat(elements(xml, "failure")).isEmpty();
        assertThat(elements(xml, "system-out")).hasSize(2);
    }

    @Test
    void skipsWhatIsKeptBackAndErrsWhereSomethingCouldNotBeJudged() throws Exception {
        Document xml = parsed(Written.hostile("x"));

        assertThat(elements(xml, "skipped")).hasSize(2);
        assertThat(elements(xml, "error")).hasSize(1);
        Element suite = elements(xml, "testsuite").getFirst();
        assertThat(List.of(
                        suite.getAttribute("tests"),
                        suite.getAttribute("failures"),
                        suite.getAttribute("errors"),
                        suite.getAttribute("skipped")))
                .containsExactly("6", "1", "1", "2");
    }

    static Document parsed(ScanResult result) throws Exception {
        String text = Written.by(new JunitReport(Results.PATHS), result);
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    static List<Element> elements(Document xml, String name) {
        NodeList nodes = xml.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
