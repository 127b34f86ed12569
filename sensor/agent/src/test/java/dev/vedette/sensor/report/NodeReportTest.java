package dev.vedette.sensor.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.feed.FeedLimits;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.NodePosture;
import dev.vedette.policy.model.NodeSetting;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.config.ConfigProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the report says, by the built-in rules. */
class NodeReportTest {
    private static final NodeSetting WEAK =
            new NodeSetting("kernel", "kernel.unprivileged_bpf_disabled", "0", "/proc/sys", Map.of(), 5_000_000_000L);
    private static final ConfigProblem UNREAD = new ConfigProblem(
            "/etc/containerd/config.toml", 3, 1, "a key without a value", "which registries are asked");

    private final Judged judged = new Judged();
    private RuleBundle bundle;
    private PolicyEngine engine;
    private NodeReport report;
    private PostureLooks looks = PostureLooks.NONE_YET;
    private Set<String> present = Set.of("c1");

    @BeforeEach
    void load() throws Exception {
        bundle = RuleBundle.builtIn(getClass().getClassLoader());
        engine = new PolicyEngine(new Site("node-a", ""), List.of(bundle), PolicySet.NONE, EngineObserver.NONE);
        report = new NodeReport(
                RuleCatalog.of(List.of(bundle)),
                judged,
                () -> looks,
                () -> present,
                new NodeReport.Kernel(List::of, List::of));
    }

    @AfterEach
    void unload() {
        engine.close();
        bundle.close();
    }

    @Test
    void saysThatNothingWasLookedAtBeforeTheFirstLook() throws IOException {
        assertThat(rules())
                .hasSizeGreaterThan(10)
                .allSatisfy(rule -> assertThat(rule.path("verdict").asText()).isEqualTo("waiting"));
    }

    @Test
    void saysWhatIsFoundWhatIsClearAndWhatIsNotKnown() throws IOException {
        judge(WEAK);
        looked(WEAK);

        assertThat(rule("VDT-7009").path("verdict").asText()).isEqualTo("found");
        JsonNode found = rule("VDT-7009").path("findings").get(0);
        assertThat(found.path("evidence").path("setting").asText()).contains("unprivileged_bpf_disabled = 0");
        assertThat(found.path("remedy").asText()).isNotEmpty();
        assertThat(rule("VDT-7002").path("verdict").asText()).isEqualTo("clear");
        assertThat(content()
                        .path("posture")
                        .path("notKnown")
                        .get(0)
                        .path("file")
                        .asText())
                .isEqualTo("/etc/containerd/config.toml");
    }

    @Test
    void forgetsWhatDoesNotHoldAnyMore() throws IOException {
        judge(WEAK);
        looked(WEAK);
        assertThat(rule("VDT-7009").path("verdict").asText()).isEqualTo("found");
        looked();
        assertThat(rule("VDT-7009").path("verdict").asText()).isEqualTo("clear");
    }

    @Test
    void saysOfEachImageInUseWhatTheRulesFound() throws IOException {
        judge(image("c1"));
        JsonNode image = content().path("images").get(0);
        assertThat(image.path("image").asText()).contains("shop/checkout");
        assertThat(image.path("pinned").asBoolean()).isFalse();
        assertThat(image.path("findings").toString()).contains("VDT-6002");
        present = Set.of();
        assertThat(content().path("images")).isEmpty();
    }

    @Test
    void isTheSameObjectUntilSomethingHasChanged() {
        looked(WEAK);
        assertThat(report.get()).isSameAs(report.get());
        var before = report.get();
        judge(WEAK);
        assertThat(report.get()).isNotEqualTo(before);
    }

    @Test
    void isNeverLongerThanTheConsoleTakesAndSaysWhatItLeavesOut() throws IOException {
        String long4k = "/" + "ä".repeat(2_047);
        Set<String> many = new TreeSet<>();
        List<ConfigProblem> unread = new ArrayList<>();
        List<NodePosture> facts = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            many.add("c" + i);
            judged.fact(image("c" + i, List.of(long4k, long4k, long4k)));
            unread.add(new ConfigProblem(long4k + i, 1, 1, long4k, long4k));
            NodeSetting weak = new NodeSetting(
                    "kernel", "kernel.unprivileged_bpf_disabled", "0", long4k + i, Map.of(), 5_000_000_000L);
            judge(weak);
            facts.add(weak.at(0));
        }
        present = many;
        looks = new PostureLooks(5_000_000_000L, Set.copyOf(facts), unread);

        assertThat(report.get().size()).isBetween(FeedLimits.CONTENT_BYTES / 2, FeedLimits.CONTENT_BYTES);
        JsonNode content = content();
        int findings = rule("VDT-7009").path("findings").size();
        assertThat(findings).isPositive();
        assertThat(content.at("/leftOut/findings").asInt()).isPositive().isEqualTo(900 - findings);
        int images = content.path("images").size();
        assertThat(images).isPositive();
        assertThat(content.at("/leftOut/images").asInt()).isPositive().isEqualTo(900 - images);
        int unknown = content.at("/posture/notKnown").size();
        assertThat(content.at("/leftOut/notKnown").asInt()).isPositive().isEqualTo(900 - unknown);
    }

    private void judge(Fact fact) {
        judged.fact(fact);
        engine.evaluate(fact, judged::finding);
    }

    private void looked(NodePosture... facts) {
        looks = new PostureLooks(
                5_000_000_000L,
                Set.copyOf(Arrays.stream(facts).map(fact -> fact.at(0)).toList()),
                List.of(UNREAD));
    }

    private static ImageObserved image(String id) {
        return image(id, List.of());
    }

    private static ImageObserved image(String id, List<String> mirrors) {
        Container container = Container.pending(id);
        ImageObserved named = ImageObserved.named(
                container, ImageName.parse("registry.example/shop/checkout:2.14.1"), Place.NONE, 5_000_000_000L);
        return new ImageObserved(
                ImageObserved.Source.RUNTIME,
                container,
                named.name(),
                List.of("sha256:" + "0a".repeat(32)),
                mirrors,
                new ImageObserved.Tag("sha256:" + "0b".repeat(32), 1_000_000_000L, "", 0),
                named.signature(),
                named.content(),
                Place.NONE,
                named.epochNanos(),
                Origin.LIVE);
    }

    private JsonNode rule(String id) throws IOException {
        for (JsonNode rule : rules()) {
            if (rule.path("id").asText().equals(id)) {
                return rule;
            }
        }
        throw new AssertionError("no rule " + id);
    }

    private JsonNode rules() throws IOException {
        return content().path("posture").path("rules");
    }

    private JsonNode content() throws IOException {
        return new ObjectMapper().readTree(report.get().toByteArray());
    }
}
