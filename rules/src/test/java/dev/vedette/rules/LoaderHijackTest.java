package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Files;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Processes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-3011")
class LoaderHijackTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @ParameterizedTest
    @ValueSource(strings = {"/etc/ld.so.preload", "/etc/ld.so.conf.d/x.conf", "/lib64/ld-linux-x86-64.so.2"})
    void findsTheLoadersFilesWritten(String path) {
        assertThat(JUDGE.only("VDT-3011", Events.byServer().writes(Files.ofImage(path)))
                        .severity())
                .isEqualTo(Severity.HIGH);
        assertThat(JUDGE.judge("VDT-3011", Events.byServer().changes(Operation.RENAME, Files.ofImage("/tmp/x"), path)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD /usr/lib/a.so:/tmp/x.so",
                "LD_AUDIT ./x.so",
                "BASH_ENV /dev/shm/x",
                "NODE_OPTIONS --max-old-space-size=99 --require /tmp/x.js",
                "JAVA_TOOL_OPTIONS -Xmx1g -javaagent:/tmp/x.jar=a",
            })
    void findsVariablesThatLoadFromWhereAnybodyWrites(String setting) {
        assertThat(JUDGE.judge("VDT-3011", Events.byServer().executesWith(variable(setting))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LD_PRELOAD /usr/lib/x86_64-linux-gnu/libjemalloc.so.2",
                "NODE_OPTIONS --heapsnapshot-signal=SIGUSR2 --diagnostic-dir=/tmp/x",
                "JAVA_TOOL_OPTIONS -Djava.io.tmpdir=/tmp/x -javaagent:/otel/agent.jar",
                "LD_LIBRARY_PATH /tmp/_MEI123",
                "HISTFILE /tmp/x",
            })
    void isSilentOnAllocatorsAgentsOfTheImageAndOtherOptions(String setting) {
        assertThat(JUDGE.judge("VDT-3011", Events.byServer().executesWith(variable(setting))))
                .isEmpty();
    }

    @Test
    void isSilentOnPackagesAndTheCache() {
        Processes apt = Processes.of("/usr/bin/dpkg");

        assertThat(JUDGE.judge("VDT-3011", Events.by(apt).writes(Files.ofImage("/etc/ld.so.conf.d/x.conf"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3011", Events.byServer().writes(Files.ofImage("/etc/ld.so.cache"))))
                .isEmpty();
    }

    private static Map<String, String> variable(String setting) {
        int space = setting.indexOf(' ');
        return Map.of(setting.substring(0, space), setting.substring(space + 1));
    }

    @Test
    void isSilentOnThoseWhoseWorkItIs() {
        Events toolkit = Events.by(Processes.of("/usr/bin/nvidia-ctk"));
        Events cache = Events.by(Processes.of("/sbin/ldconfig"));
        Events dpkg = Events.by(Processes.of("/usr/bin/dpkg"));
        String loader = "/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2";

        assertThat(JUDGE.judge("VDT-3011", toolkit.writes(Files.ofImage("/etc/ld.so.conf.d/00-nvcr.conf"))))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3011", cache.changes(Operation.SYMLINK, Files.ofImage(loader), "ld-2.31.so")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3011", dpkg.changes(Operation.RENAME, Files.ofImage(loader + ".dpkg-new"), loader)))
                .isEmpty();
    }

    @Test
    void isSilentOnFilesPutElsewhereAndOnVariablesThatTheLoaderIgnores() {
        Events sudo = Events.by(Processes.of("/usr/bin/sudo"));

        assertThat(JUDGE.judge(
                        "VDT-3011",
                        Events.byServer().changes(Operation.RENAME, Files.ofImage("/data/a.tmp"), "/data/a")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-3011", sudo.executesWith(variable("LD_PRELOAD /tmp/x.so"), true)))
                .isEmpty();
    }
}
