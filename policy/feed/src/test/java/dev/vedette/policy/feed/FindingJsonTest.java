package dev.vedette.policy.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Domain(ArbitraryFindings.class)
@Domain(DomainContext.Global.class)
class FindingJsonTest {
    private final FindingJson json = new FindingJson();
    private final Schema findingSchema = schema("finding.schema.json");
    private final Schema outcomeSchema = schema("outcome.schema.json");
    private final Schema decisionSchema = schema("decision.schema.json");

    @Property(tries = 300)
    void givesBackTheFindingThatWasWritten(@ForAll Finding finding) {
        assertThat(json.decodeFinding(json.encode(finding))).isEqualTo(finding);
    }

    @Property(tries = 300)
    void givesBackTheOutcomeThatWasWritten(@ForAll ResponseOutcome outcome) {
        assertThat(json.decodeOutcome(json.encode(outcome))).isEqualTo(outcome);
    }

    @Property(tries = 300)
    void givesBackTheDecisionThatWasWritten(@ForAll AdmissionDecision decision) {
        assertThat(json.decodeDecision(json.encode(decision))).isEqualTo(decision);
    }

    @Property(tries = 100)
    void aDecisionKeepsToItsSchemaAndToOneLine(@ForAll AdmissionDecision decision) {
        String written = new String(json.encode(decision), UTF_8);
        assertThat(written).doesNotContain("\n").doesNotContain("\r");
        assertThat(decisionSchema.validate(written, InputFormat.JSON)).isEmpty();
    }

    @Property(tries = 100)
    void keepsToItsSchemaAndToOneLine(@ForAll Finding finding, @ForAll ResponseOutcome outcome) {
        String written = new String(json.encode(finding), UTF_8);
        assertThat(written).doesNotContain("\n").doesNotContain("\r");
        assertThat(findingSchema.validate(written, InputFormat.JSON)).isEmpty();
        assertThat(outcomeSchema.validate(new String(json.encode(outcome), UTF_8), InputFormat.JSON))
                .isEmpty();
    }

    @Property(tries = 300)
    void refusesCutOffBytesInOneSentence(@ForAll Finding finding, @ForAll int at) {
        byte[] whole = json.encode(finding);
        byte[] cut = java.util.Arrays.copyOf(whole, Math.floorMod(at, whole.length));
        assertThatThrownBy(() -> json.decodeFinding(cut)).isInstanceOf(MalformedFeedException.class);
    }

    @Example
    void schemaRefusesWhatIsNoFinding() {
        assertThat(findingSchema.validate("{\"type\":\"finding\",\"version\":1}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Example
    void namesTheFieldThatIsWrong() {
        byte[] wrong = "{\"type\":\"finding\",\"id\":\"a\",\"ruleId\":\"b\",\"severity\":\"awful\"}".getBytes(UTF_8);
        assertThatThrownBy(() -> json.decodeFinding(wrong))
                .isInstanceOf(MalformedFeedException.class)
                .hasMessage("severity is \"awful\", which is unknown");
    }

    @Example
    void ignoresFieldsOfLaterVersions() {
        String later = "{\"type\":\"outcome\",\"version\":1,\"action\":\"pause\",\"status\":\"verified\","
                + "\"container\":{\"identity\":\"host\",\"new\":1},\"added\":{\"later\":true}}";
        assertThat(json.decodeOutcome(later.getBytes(UTF_8)).container().onHost())
                .isTrue();
    }

    @Example
    void refusesAnOutcomeWhereAFindingIsWanted() {
        assertThatThrownBy(() -> json.decodeFinding("{\"type\":\"outcome\"}".getBytes(UTF_8)))
                .hasMessage("type is \"outcome\", wanted \"finding\"");
    }

    private static Schema schema(String name) {
        try (InputStream in = FindingJson.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
