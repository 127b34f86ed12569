package dev.vedette.tests.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.vedette.policy.feed.wire.NodeHealth;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.policy.model.ResponseOutcome.Status;
import dev.vedette.policy.model.ResponseOutcome.Trail;
import dev.vedette.sensor.outputs.console.Command;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The views of answers, nodes and images in a real browser, over the sensor's own client, with what a test lets it say. */
@Timeout(600)
class ConsoleViewsTest extends PageOfOneNode {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>";
    /** As long as the kernel lets a path be. */
    private static final String LONG = "/" + "long-name".repeat(455);

    private static final String REPORT = """
            {"posture":{"lookedTime":"2026-01-31T12:00:00Z","rules":[
              {"id":"VDT-7001","title":"Known vulnerability","severity":"critical","verdict":"found","findings":[
                {"id":"VDT-7001","severity":"critical","message":"runc 1.1.5 lets a container write to the node: CVE-2024-21626",
                 "evidence":{"program":"/usr/bin/runc","records of":"2025-11-01"},"remedy":"update runc to 1.1.12","container":"",
                 "time":"2026-01-31T12:00:00Z"},
                {"id":"VDT-7001","severity":"high","message":"HOSTILE","evidence":{"HOSTILE":"LONG"},"remedy":"LONG",
                 "container":"","time":"2026-01-31T12:00:00Z"}]},
              {"id":"VDT-7002","title":"No CRI","severity":"high","verdict":"clear","findings":[]},
              {"id":"VDT-7010","title":"Blind spot","severity":"low","verdict":"clear","findings":[]}],
             "notKnown":[{"file":"/etc/containerd/config.toml","line":3,"column":1,"problem":"a key without a value",
               "notKnown":"which registries are asked"}]},
             "images":[
              {"container":"shop/checkout-1/checkout","containerId":"c1","image":"registry.example/shop/checkout:2.14.1",
               "registry":"registry.example","digest":"sha256:0a1b","signature":"valid","signedBy":"/etc/keys/shop.pub",
               "layers":3,"encryptedLayers":0,"ageDays":12,"mirrors":[],"pinned":true,"movedTo":"","movedFrom":"",
               "signatureDetail":"","admission":"admitted sha256:77aabbccddeeff00","findings":[]},
              {"container":"batch/HOSTILE/x","containerId":"c2","image":"LONG","registry":"r","digest":"sha256:ffee",
               "signature":"absent","signedBy":"","layers":2,"encryptedLayers":-1,"mirrors":["mirror.example"],"pinned":false,
               "movedTo":"","movedFrom":"","signatureDetail":"","admission":"nobody has admitted the pod",
               "findings":["VDT-6003","VDT-6006"]},
              {"container":"batch/y","containerId":"c3","image":"registry.example/y:1","registry":"registry.example",
               "digest":"sha256:dddd","signature":"undecidable","signedBy":"","layers":1,"encryptedLayers":0,"mirrors":[],
               "pinned":false,"movedTo":"","movedFrom":"","signatureDetail":"","admission":"","findings":[]}],
             "ladder":[
              {"fact":"exec","rung":"tracepoint","canDeny":false,"limit":"sees the program once it runs","why":"the kernel refuses lsm programs"},
              {"fact":"deny_connect","rung":"cgroup","canDeny":true,"limit":"","why":""}],
             "missing":[{"probe":"mount__lsm","hook":"lsm/sb_mount","why":"LONG"}]}
            """.replace("HOSTILE", HOSTILE).replace("LONG", LONG);

    @Test
    void askForEachStepWithItsOptionsAReasonAndADryRun() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1440, 900)) {
            Page page = signedIn(chromium);
            node.find(findings.corePattern("one"));
            page.locator(".row").click();
            assertThat(page.locator("[data-action]")).hasCount(8);

            page.locator("[data-action=throttle]").click();
            page.locator("dialog input[name=cpu]").fill("much");
            page.locator("dialog button[value=yes]").click();
            assertThat(page.locator("dialog .answer")).containsText("Cpu:");
            page.locator("dialog input[name=cpu]").fill("100m");
            page.locator("dialog select[name=for]").selectOption("10m");
            page.locator("dialog input[name=why]").fill("mines coins");
            page.locator("dialog button[value=dry]").click();
            Command tried = node.awaitCommand();
            assertThat(tried.dryRun()).isTrue();
            node.report(outcome(tried, Status.PLANNED, "the cpu limit would be 100m"));
            assertThat(page.locator("dialog .answer")).hasText("It would: the cpu limit would be 100m");
            picture(page, "view-throttle-dry-run");
            page.locator("dialog button[value=yes]").click();

            Command command = node.awaitCommand();
            assertThat(command.action()).isEqualTo(ResponseAction.THROTTLE);
            assertThat(command.dryRun()).isFalse();
            assertThat(command.options().written()).containsEntry("cpu", "100m").containsEntry("for", "600s");
            assertThat(command.why()).isEqualTo("mines coins");
            assertThat(command.requestedBy()).isEqualTo("alex");
            node.report(outcome(command, Status.REFUSED, "the namespace shop is protected"));
            Locator refused = page.locator("#detail .outcome.refused");
            assertThat(refused).containsText("Throttle: refused");
            assertThat(refused).containsText("the namespace shop is protected");
            picture(page, "view-refused");
            assertThat(complaints).hasSize(1).first().asString().contains("400");
        }
    }

    @Test
    void showWhatIsInForceWithItsTimeAndUndoIt() throws Exception {
        try (Chromium chromium = browser(ColorScheme.DARK, 1440, 900)) {
            Page page = signedIn(chromium);
            node.find(findings.corePattern("one"));
            page.locator(".row").click();
            long until = (System.currentTimeMillis() + 600_000) * 1_000_000L;
            node.lastingIs(List.of(new ResponseOutcome(
                    "one",
                    ResponseAction.ISOLATE_NETWORK,
                    NodeFindings.NODE,
                    NodeFindings.CHECKOUT,
                    NodeFindings.CHECKOUT.id(),
                    Status.VERIFIED,
                    "",
                    "",
                    "alex",
                    System.currentTimeMillis() * 1_000_000L,
                    new Trail("r-1", "", "", HOSTILE, "", until))));
            Locator lasting = page.locator("#detail .lasting");
            assertThat(lasting).containsText("Isolate network");
            assertThat(lasting.locator(".timer")).containsText("min");
            assertThat(lasting.locator("q")).hasText(HOSTILE);
            picture(page, "view-in-force");

            page.locator(".views a[href='#answers']").click();
            page.locator("#view-answers [data-undo=r-1]").click();
            page.locator("dialog button[value=yes]").click();
            Command command = node.awaitCommand();
            assertThat(command.action()).isEqualTo(ResponseAction.UNDO);
            assertThat(command.undoOf()).isEqualTo("r-1");
            node.report(outcome(command, Status.VERIFIED, "isolate-network: it reaches others again"));
            node.lastingIs(List.of());
            assertThat(page.locator("#view-answers")).containsText("Nothing lasts");
            assertThat(page.locator("#view-answers .outcome.verified")).containsText("it reaches others again");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void showWhoWaitsBehindWhomAndHowThatCame() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1440, 900)) {
            Page page = signedIn(chromium);
            page.keyboard().press("7");
            assertThat(page.locator("#view-neighbours")).containsText("Nothing is told yet");

            node.waitsAre(window(0, 40_000_000, "usual", 0));
            Locator victim = page.locator("[data-victim='shop/checkout/main']");
            assertThat(victim).containsText("40 ms");
            assertThat(page.locator("#view-neighbours .headline")).containsText("Nobody is harmed");
            node.waitsAre(window(5, 2_100_000_000, "neighbour", 1_911_000_000));
            assertThat(victim).containsText("neighbour");
            assertThat(victim.locator(".heat").first()).hasText("1,911 ms");
            assertThat(page.locator(".harm li"))
                    .hasText(
                            "shop/checkout/main waited 2,100 ms, usually 20 ms, 91 % of what is more than usual behind "
                                    + HOSTILE + ", single waits up to 3.1 ms (usually 0.05 ms) in 19 of 20.");
            assertThat(victim.locator("polyline.waited")).hasAttribute("points", "0,27.5 100,2");
            page.locator("#view-neighbours select").nth(1).selectOption("io");
            assertThat(page.locator("[data-victim=host]")).containsText("7 ms");
            page.locator("#view-neighbours select").nth(1).selectOption("cpu");
            picture(page, "view-neighbours");
            assertThat(complaints).isEmpty();
        }
    }

    private static String window(int second, long waited, String verdict, long behind) {
        return """
                {"end":"2026-01-31T12:00:0%dZ","windowNanos":5000000000,"lines":[
                 {"resource":"cpu","victim":"shop/checkout/main","victimId":"c1","verdict":"%s","waitedNanos":%d,
                  "usualNanos":20000000,"p95Nanos":3100000,"usualP95Nanos":50000,
                  "behind":[{"name":"HOSTILE","nanos":%d},{"name":"itself","nanos":20000000}]%s},
                 {"resource":"io","victim":"host","victimId":"","verdict":"learning","waitedNanos":7000000,"behind":[]},
                 {"resource":"cpu","of":"another version"}]}
                """.formatted(
                        second,
                        verdict,
                        waited,
                        behind,
                        behind == 0 ? "" : ",\"culprit\":\"HOSTILE\",\"culpritId\":\"c2\",\"culpritShare\":0.91")
                .replace("HOSTILE", HOSTILE);
    }

    @Test
    void turnTheSwitchOfAllAutomaticResponsesAndBack() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            page.keyboard().press("3");
            Locator turn = page.locator("[data-switch='" + NodeFindings.NODE + "']");
            assertThat(turn).containsText("Automatic responses go on.");
            turn.locator("button").click();
            page.locator("dialog button[value=yes]").click();
            assertThat(turn).containsText("stopped by alex");
            assertThat(page.locator("#banners")).containsText("stopped by alex");
            picture(page, "view-answers-stopped");
            turn.locator("button").click();
            page.locator("dialog button[value=yes]").click();
            assertThat(turn).containsText("Automatic responses go on");
            assertThat(page.locator("#banners .banner")).hasCount(0);
        }
    }

    @Test
    void tellHowTheNodeIsAndStandsAndHowFarItsKernelTells() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1440, 900)) {
            Page page = signedIn(chromium);
            page.keyboard().press("4");
            Locator view = page.locator("#view-nodes");
            assertThat(view).containsText("The node has not reported yet");
            picture(page, "view-node-before");
            say();
            assertThat(view).containsText("This node is not all right");
            assertThat(view.locator(".health-items .bad")).containsText("move the images away");
            assertThat(view.locator(".check")).hasCount(3);
            view.locator("[data-rule=VDT-7001] summary").click();
            assertThat(view.locator(".seen").first()).containsText("update runc to 1.1.12");
            assertThat(view.locator(".seen img")).hasCount(0);
            assertThat(view.locator(".unread")).containsText("/etc/containerd/config.toml:3");
            assertThat(view.locator("tbody tr").first()).containsText("the kernel refuses lsm programs");
            picture(page, "view-node");
            view.locator("select[aria-label=Verdict]").selectOption("clear");
            assertThat(view.locator(".check")).hasCount(2);
            view.locator("input[type=search]").fill("blind");
            assertThat(view.locator(".check")).hasCount(1);
            view.locator("input[type=search]").fill("no such words");
            assertThat(view).containsText("Nothing matches");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void tellWhereEachImageComesFrom() throws Exception {
        say();
        try (Chromium chromium = browser(ColorScheme.DARK, 1440, 900)) {
            Page page = signedIn(chromium);
            page.keyboard().press("5");
            Locator signed = page.locator("[data-digest='sha256:0a1b']");
            assertThat(signed).containsText("signed by shop.pub");
            assertThat(signed).containsText("pinned by digest");
            assertThat(signed).containsText("12 days");
            assertThat(signed).containsText("by the webhook");
            assertThat(page.locator("[data-digest='sha256:dddd']")).containsText("no key can decide it");
            Locator other = page.locator("[data-digest='sha256:ffee']");
            assertThat(other).containsText("not signed");
            assertThat(other).containsText("nobody has admitted the pod");
            assertThat(other).containsText("VDT-6006");
            picture(page, "view-images");
            page.locator("#view-images select").selectOption("found");
            assertThat(page.locator(".image")).hasCount(1);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void goOnWhereAPartOfAReportIsOfAnotherForm() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            page.keyboard().press("4");
            node.reportOn("""
                    {"posture":{},"images":{"of":"tomorrow"},"ladder":[{"fact":"exec","rung":"lsm"}],"missing":[7]}
                    """);
            Locator view = page.locator("#view-nodes");
            assertThat(view).containsText("posture, images, missing in a form that this page does not know");
            assertThat(view.locator("tbody tr")).hasCount(1);
            page.keyboard().press("5");
            assertThat(page.locator("#view-images")).containsText("in a form that this page does not know");

            say();
            assertThat(page.locator(".image")).hasCount(3);
            assertThat(page.locator("#view-images .banner")).hasCount(0);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void sayWhatTheNodeHadNoRoomFor() throws Exception {
        node.reportOn(REPORT.strip().replaceFirst("}$", ",\"leftOut\":{\"findings\":7,\"notKnown\":5,\"images\":41}}"));
        node.lastingLeftOut(3);
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            page.keyboard().press("3");
            assertThat(page.locator("#view-answers")).containsText("3 older responses on");
            page.keyboard().press("4");
            assertThat(page.locator("#view-nodes")).containsText("12 more entries not shown");
            page.keyboard().press("5");
            assertThat(page.locator("#view-images")).containsText("41 more containers not shown");
        }
    }

    @Test
    void keepTheNewestTwoHundredOfWhatWasDone() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            page.keyboard().press("3");
            for (int i = 0; i < 250; i++) {
                node.report(done("r-" + i, System.currentTimeMillis() - 1_000_000 + i));
            }
            Locator recent = page.locator("#view-answers .outcome");
            assertThat(recent.first()).containsText("done r-249");
            assertThat(recent).hasCount(200);
            assertThat(recent.last()).containsText("done r-50");
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void takeForTheAnswerOfADryRunOnlyWhatCanBeOne() throws Exception {
        try (Chromium chromium = browser(ColorScheme.LIGHT, 1280, 800)) {
            Page page = signedIn(chromium);
            node.find(findings.corePattern("one"));
            page.locator(".row").click();
            page.locator("[data-action=pause]").click();
            page.locator("dialog button[value=dry]").click();
            Command tried = node.awaitCommand();
            node.report(outcome(tried, "alex", Status.VERIFIED, "it was held meanwhile"));
            node.report(outcome(tried, "kim", Status.PLANNED, "what kim would do"));
            node.report(outcome(tried, "alex", Status.PLANNED, "hold it"));
            assertThat(page.locator("dialog .answer")).hasText("It would: hold it");
        }
    }

    @Test
    void fitAPhoneWithTheLongestNamesThereAre() throws Exception {
        say();
        try (Chromium chromium = browser(ColorScheme.DARK, 390, 844)) {
            Page page = signedIn(chromium);
            node.find(findings.corePattern("one"));
            for (String view : List.of("findings", "answers", "nodes", "images")) {
                page.locator(".views a[href='#" + view + "']").click();
                assertThat(page.locator("#view-" + view)).isVisible();
                page.locator("#view-" + view + " details")
                        .evaluateAll("all => all.forEach(one => { one.open = true; })");
                assertThat(page.evaluate(
                                "view => document.documentElement.scrollWidth <= innerWidth"
                                        + " && document.getElementById('view-' + view).scrollWidth <= innerWidth",
                                view))
                        .as(view)
                        .isEqualTo(true);
                picture(page, "view-phone-" + view);
            }
            page.locator(".views a[href='#findings']").click();
            page.locator(".row").click();
            page.locator("[data-action=isolate-network]").click();
            picture(page, "view-phone-confirm");
            assertThat(complaints).isEmpty();
        }
    }

    private void say() {
        node.reportOn(REPORT);
        node.healthIs(List.of(
                item("runtime containerd", "well", "answers in 3 ms", ""),
                item("disk /var/lib/containerd", "bad", "97 % of its space is used", "move the images away"),
                item("clock", "watch", "nobody keeps it", "run chrony")));
    }

    private static NodeHealth item(String name, String state, String value, String advice) {
        return NodeHealth.newBuilder()
                .setName(name)
                .setState(state)
                .setValue(value)
                .setAdvice(advice)
                .build();
    }

    private static ResponseOutcome done(String id, long epochMillis) {
        return new ResponseOutcome(
                "",
                ResponseAction.PAUSE,
                NodeFindings.NODE,
                NodeFindings.CHECKOUT,
                NodeFindings.CHECKOUT.id(),
                Status.VERIFIED,
                "",
                "done " + id,
                "alex",
                epochMillis * 1_000_000L,
                new Trail(id, "", "", "", "", 0));
    }

    private static ResponseOutcome outcome(Command command, Status status, String detail) {
        return outcome(command, command.requestedBy(), status, detail);
    }

    private static ResponseOutcome outcome(Command command, String by, Status status, String detail) {
        return new ResponseOutcome(
                command.findingId(),
                command.action(),
                NodeFindings.NODE,
                NodeFindings.CHECKOUT,
                command.containerId(),
                status,
                "",
                detail,
                by,
                System.currentTimeMillis() * 1_000_000L);
    }
}
