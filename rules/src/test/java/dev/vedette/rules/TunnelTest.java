package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.OverlayLayer;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Containers;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3022")
class TunnelTest {
    private static final String PART = "mzxw6ytboi5dq2lomfxgk3tpovzgs3dm";

    @RegisterExtension
    static final Judge JUDGE = new Judge();

    /** As the child of a program of the workload. */
    private static Events runs(String commandLine) {
        String[] words = commandLine.split(" ");
        Processes process = Processes.of(words[0]).arguments(words).childOf(Processes.of("/app/worker"));
        return Events.by(process);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/ssh -fNR 9000:localhost:22 me@198.51.100.7",
                "/usr/bin/ssh me@198.51.100.7 -p 443 -D 1080",
                "/usr/bin/ssh -i key -o RemoteForward=9000 me@198.51.100.7",
                "/opt/helper -N -R 9000:10.0.0.5:3306 me@198.51.100.7",
                "/opt/helper client https://198.51.100.7 R:socks",
                "/opt/helper client 198.51.100.7:443 8080:10.0.0.5:80",
                "/opt/helper -L=socks5://:1080 -F=relay+tls://198.51.100.7:443",
                "/opt/helper -L socks5://127.0.0.1:1080",
                "/opt/helper TCP-LISTEN:8080,fork TCP:10.0.0.5:80",
                "/opt/helper -c /tmp/frpc.toml",
                "/usr/local/bin/chisel server",
            })
    void findsTunnelsByTheirArguments(String commandLine) {
        assertThat(JUDGE.only("VDT-3022", runs(commandLine).executes()).severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void isGravestWhereTheProgramIsNotOfTheImage() {
        Processes brought = Processes.process()
                .executable(Files.onOverlay("/tmp/x", OverlayLayer.UPPER))
                .arguments("x", "client", "198.51.100.7:443", "R:1080:socks");

        assertThat(JUDGE.only("VDT-3022", Events.by(brought).executes()).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void isOnlyInformedOfContainersThatAreMadeForIt() {
        Processes first = Processes.of("/usr/bin/cloudflared").arguments("cloudflared", "tunnel", "run");

        assertThat(JUDGE.only("VDT-3022", Events.by(first).executes()).severity())
                .isEqualTo(Severity.INFO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/ssh -p 2222 git@git.example git-upload-pack",
                "/usr/bin/ssh backup@host ls -R /srv",
                "/usr/bin/ssh -i -R host uptime",
                "/usr/bin/curl -L https://registry.example -F file=@x",
                "/usr/bin/pip install -e git+https://git.example/a@main",
                "/bin/ls -L -R 80:a:80",
                "/usr/bin/java -jar app.jar client",
                "/usr/bin/socat - TCP:10.0.0.5:80",
                "/bin/cp -R a@b c",
            })
    void isSilentOnOrdinaryArguments(String commandLine) {
        assertThat(JUDGE.judge("VDT-3022", runs(commandLine).executes())).isEmpty();
    }

    private static List<Finding> resolve(String container, String type, IntFunction<String> name) {
        List<Finding> findings = new ArrayList<>();
        Events events = Events.byServer().in(Containers.named(container, "web"));
        for (int i = 0; i < 40; i++) {
            findings.addAll(JUDGE.judge("VDT-3022", events.resolves(name.apply(i), type)));
        }
        return findings;
    }

    @Test
    void findsDataInNames() {
        assertThat(resolve("parts", "A", i -> PART + i + ".t.example.org"))
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.MEDIUM));
        assertThat(resolve("texts", "TXT", i -> "abcdefghijklmnopqrst.".repeat(3) + i + ".example.org"))
                .isNotEmpty();
    }

    @Test
    void isSilentOnNamesOfManyDomainsOnListsAndOnShortOnes() {
        assertThat(resolve("many", "A", i -> PART + ".d" + i + ".example")).isEmpty();
        assertThat(resolve("one", "TXT", _ -> "_acme-challenge." + PART + ".shop.example"))
                .isEmpty();
        assertThat(resolve("short", "A", i -> i + ".2.0.192.zen.example.org")).isEmpty();
        assertThat(resolve("listed", "A", i -> PART + i + ".avts.mcafee.com")).isEmpty();
    }
}
