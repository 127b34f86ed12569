package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;

/**
 * VDT-3015, VDT-3016, VDT-3017, VDT-3018, VDT-3025 and VDT-3054: whom a container reaches out to. The pods have the
 * addresses of those on their own loopback, and reach nobody else.
 */
@OnAttackRange
class ReachingOutTest {
    private static final String ADDRESSES = """
            for address in 169.254.169.254 10.96.0.1 8.8.8.8 192.0.2.20; do ip address add $address/32 dev lo; done
            cp /bin/busybox /tmp/busybox-of-others
            """;

    /** Answers each question about a name with an answer that says nothing. */
    private static final String NAME_SERVER = """
            perl -e 'use Socket; socket(my $s, PF_INET, SOCK_DGRAM, 0); bind($s, sockaddr_in(53, INADDR_LOOPBACK)) or die $!;
            $SIG{ALRM} = sub { exit }; alarm 60; while (my $from = recv($s, my $asked, 512, 0)) {
            substr($asked, 2, 2) = pack("n", 0x8180); send($s, $asked, 0, $from); }' &
            server=$!
            until cat /proc/net/udp | grep -q ":0035 "; do sleep 0.1; done
            """;

    private static final String TRY_PORTS = "perl -e 'use Socket; for my $port (@ARGV) { socket(my $s, PF_INET,"
            + " SOCK_STREAM, 0); connect($s, sockaddr_in($port, inet_aton(\"192.0.2.20\"))); } 1'";

    private final AttackRange range;

    ReachingOutTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void whoeverAsksForWhatIsNotItsBusinessIsFound() {
        Workload attacked = range.privileged();

        attacked.does(ADDRESSES + NAME_SERVER + """
                        wget -q -O- http://2852039166/latest/meta-data/
                        /tmp/busybox-of-others nc -w 1 169.254.169.254 80 </dev/null
                        /tmp/busybox-of-others nc -w 1 10.96.0.1 443 </dev/null
                        sh -c "exec /tmp/busybox-of-others wget -q -O- http://192.0.2.20:10250/pods"
                        /tmp/busybox-of-others nc -w 1 192.0.2.20 2379 </dev/null
                        /tmp/busybox-of-others nc -w 1 8.8.8.8 443 </dev/null
                        nslookup c7x1.oast.pro 127.0.0.1 >/dev/null
                        for port in $(seq 100 125); do /tmp/busybox-of-others nc -w 1 192.0.2.20 $port </dev/null; done
                        /tmp/busybox-of-others arping -c 1 -w 1 -I eth0 192.0.2.1
                        perl -e 'socket(my $s, 2, 3, 255) or die $!'
                        kill $server
                        """ + TRY_PORTS + " $(seq 201 230)")
                .worked();

        attacked.isFound("VDT-3015", Severity.LOW);
        attacked.isFound(
                "VDT-3015",
                Severity.HIGH,
                finding -> finding.evidence().containsValue("169.254.169.254:80")
                        && finding.message().startsWith("/tmp/busybox-of-others"));
        attacked.isFound("VDT-3016", Severity.MEDIUM);
        attacked.isFound(
                "VDT-3054", Severity.HIGH, finding -> finding.evidence().containsValue("192.0.2.20:10250"));
        attacked.isFound(
                "VDT-3054", Severity.HIGH, finding -> finding.evidence().containsValue("192.0.2.20:2379"));
        attacked.isFound(
                "VDT-3025", Severity.MEDIUM, finding -> finding.evidence().containsValue("8.8.8.8:443"));
        attacked.isFound(
                "VDT-3025", Severity.HIGH, finding -> finding.evidence().containsValue("c7x1.oast.pro"));
        attacked.isFound("VDT-3018", Severity.HIGH, finding -> finding.message().startsWith("/tmp/busybox-of-others"));
        attacked.isFound("VDT-3018", Severity.LOW, finding -> finding.message().startsWith("/usr/bin/perl"));
        attacked.isFound("VDT-3017", Severity.HIGH, finding -> finding.message().startsWith("/tmp/busybox-of-others"));
        attacked.isFound("VDT-3017", Severity.LOW, finding -> finding.message().startsWith("/usr/bin/perl"));
    }

    @Test
    void workloadsThatReachTheirPeersAreSilent() {
        Workload workload = range.privileged();

        workload.does(ADDRESSES + NAME_SERVER + TRY_PORTS + """
                 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432 5432
                perl -e 'use Socket; for (["169.254.169.254", 80], ["10.96.0.1", 443]) {
                socket(my $s, PF_INET, SOCK_STREAM, 0); connect($s, sockaddr_in($_->[1], inet_aton($_->[0]))); }'
                nslookup registry.example 127.0.0.1 >/dev/null
                ping -c 1 -w 2 192.0.2.20 >/dev/null
                for port in 5432 6379 8080; do nc -w 1 192.0.2.20 $port </dev/null; done
                nc -w 1 192.0.2.20 2379 </dev/null
                kill $server
                """).worked();

        workload.isSilentOn("VDT-3015", "VDT-3016", "VDT-3017", "VDT-3018", "VDT-3025", "VDT-3054");
    }
}
