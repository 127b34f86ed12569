package dev.vedette.tests.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.console.ConsoleException;
import dev.vedette.console.ConsoleServer;
import dev.vedette.console.ConsoleSettings;
import dev.vedette.console.store.FindingQuery;
import dev.vedette.console.store.FindingStore;
import dev.vedette.policy.feed.FeedLimits;
import dev.vedette.policy.feed.FindingJson;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FeedAcrossRestartTest {
    private static final String TOKEN = "restart-token";

    @TempDir
    Path folder;

    private final NodeFindings findings = new NodeFindings();

    @Test
    void deliversEachFindingOnceThoughTheConsoleRestartsAmidThem() throws Exception {
        ConsoleServer console = started(0);
        int port = console.feedPort();
        try (ConnectedNode node = new ConnectedNode(NodeFindings.NODE, port, TOKEN)) {
            assertThat(node.awaitConnected()).isTrue();
            for (int i = 0; i < 200; i++) {
                node.find(findings.corePattern("before-" + i));
            }
            console.close();
            assertThat(node.awaitDisconnected()).isTrue();
            for (int i = 0; i < 200; i++) {
                node.find(findings.corePattern("away-" + i));
            }
            console = started(port);
            for (int i = 0; i < 200; i++) {
                node.find(findings.corePattern("after-" + i));
            }
            assertThat(node.awaitDelivered()).isTrue();
            assertThat(node.scrape()).contains("vedette_console_lost_total 0.0");
        } finally {
            console.close();
        }
        try (FindingStore store = new FindingStore(folder.resolve("findings.db"), new FindingJson(), 1_000)) {
            assertThat(store.count()).isEqualTo(600);
            assertThat(store.find(FindingQuery.newest(1)).getFirst().summary()).contains("after-199");
        }
    }

    @Test
    void waitsForAConsoleThatStartsLater() throws Exception {
        ConsoleServer first = started(0);
        int port = first.feedPort();
        first.close();
        try (ConnectedNode node = new ConnectedNode(NodeFindings.NODE, port, TOKEN)) {
            node.find(findings.reverseShell("early"));
            try (ConsoleServer console = started(port)) {
                assertThat(node.awaitDelivered()).isTrue();
                assertThat(console.feedPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void leavesOutWhatTheConsoleWouldEndTheStreamFor() throws Exception {
        try (ConsoleServer console = started(0);
                ConnectedNode node = new ConnectedNode(NodeFindings.NODE, console.feedPort(), TOKEN)) {
            assertThat(node.awaitConnected()).isTrue();
            String tooLong = "x".repeat(FeedLimits.MESSAGE_BYTES);
            node.reportOn("{\"posture\":\"" + tooLong + "\"}");
            node.find(findings.corePattern(tooLong));
            node.find(findings.corePattern("after"));
            assertThat(node.awaitDelivered()).isTrue();
            // the report goes with the status, which is due every two seconds
            assertThat(node.awaitReportAsked()).isTrue();
            node.find(findings.corePattern("later"));
            assertThat(node.awaitDelivered()).isTrue();
            assertThat(node.scrape())
                    .contains("vedette_console_lost_total 1.0")
                    .contains("vedette_console_delivered_total 2.0")
                    .contains("vedette_console_connections_total 1.0");
        }
    }

    private ConsoleServer started(int feedPort) throws ConsoleException {
        ConsoleServer console =
                new ConsoleServer(ConsoleSettings.local(folder, TOKEN).withPorts(0, feedPort));
        console.start();
        return console;
    }
}
