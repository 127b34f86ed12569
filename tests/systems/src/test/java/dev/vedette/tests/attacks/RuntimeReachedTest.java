package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-2008 and VDT-2011: the node's container runtime, its program and its API, from within a container. */
@OnAttackRange
class RuntimeReachedTest {
    private static final Path RUNC = Path.of("/usr/sbin/runc");
    private static final String CONNECT = "/opt/attacks/connect-unix.pl";

    private final AttackRange range;

    RuntimeReachedTest(AttackRange range) {
        this.range = range;
    }

    /** The program is opened for writing and not written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec 3>>/node/runc",
                "perl -e 'open(my $f, \"+<\", \"/node/runc\") or die $!'",
                // A descriptor that may do nothing (O_PATH), made one that may write.
                "perl -e 'use Fcntl; sysopen(my $p, \"/node/runc\", 010000000) or die $!;"
                        + " open(my $f, \"+<\", \"/proc/$$/fd/\" . fileno($p)) or die $!'",
                "ln -s /node/runc /tmp/innocent && exec 3>>/tmp/innocent",
            })
    void runtimesProgramOpenedForWritingIsFound(String attack) throws IOException {
        FileTime before = Files.getLastModifiedTime(RUNC);
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(RUNC.getParent(), "/node", false));

        // While runc runs somewhere, the kernel refuses to open it for writing (ETXTBSY).
        attacker.does("for i in $(seq 300); do (" + attack + ") && exit 0; sleep 0.2; done; exit 1")
                .worked();

        attacker.isFound("VDT-2008", Severity.CRITICAL);
        assertThat(Files.getLastModifiedTime(RUNC)).isEqualTo(before);
    }

    @Test
    void readingItAndWritingACopyIsSilent() {
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(RUNC.getParent(), "/node", true));

        workload.does("cp /node/runc /tmp/runc && echo >>/tmp/runc").worked();

        workload.isSilentOn("VDT-2008");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "perl " + CONNECT + " /tmp/app.sock",
                "ln -s /tmp/app.sock /tmp/link && cp /usr/bin/perl /tmp/innocent && /tmp/innocent " + CONNECT
                        + " /tmp/link",
                "cd /tmp && perl " + CONNECT + " ../proc/self/root/tmp/./app.sock",
            })
    void runtimesApiIsFoundUnderAnyName(String attack) {
        Path socket = range.containerd().endpoint().socket();
        Workload attacker = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(socket, "/tmp/app.sock", false));

        attacker.does(attack).worked();

        attacker.isFound("VDT-2011", Severity.HIGH);
    }

    @Test
    void anotherSocketIsSilentEvenWithARuntimesName() {
        Workload workload = range.ordinary();

        workload.does("""
                perl -e 'use Socket; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die $!;
                bind($s, sockaddr_un("/tmp/containerd.sock")) or die $!; listen($s, 1) or die $!; sleep 600' &
                i=0; until perl /opt/attacks/connect-unix.pl /tmp/containerd.sock; do
                i=$((i+1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done; kill $!
                """).worked();

        workload.isSilentOn("VDT-2011");
    }
}
