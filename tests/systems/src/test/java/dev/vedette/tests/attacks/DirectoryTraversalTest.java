package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** VDT-3026. PORT serves from FOLDER whatever name it is sent, as many servers have done. */
@OnAttackRange
class DirectoryTraversalTest {
    private static final String SERVER = """
            use Socket; my ($port, $folder) = @ARGV;
            socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!; setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
            bind($s, sockaddr_in($port, INADDR_LOOPBACK)) or die $!; listen($s, 5) or die $!;
            accept(my $c, $s) or die $!;
            chomp(my $name = <$c>); $name =~ s/%([0-9a-f]{2})/chr(hex($1))/gie;
            if (open(my $f, "<", $folder . $name)) { print {$c} <$f> } else { print {$c} "404 $!" }
            """;

    private final AttackRange range;

    DirectoryTraversalTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void filesThatAServerIsMadeToClimbToAreFound() throws IOException {
        Workload attacker = withServer();

        assertThat(asks(attacker, "perl", "/srv/www/", "../../etc/passwd")).contains("root:");
        attacker.isFound(
                "VDT-3026",
                Severity.HIGH,
                f -> f.message().startsWith("/usr/bin/perl")
                        && f.evidence().get("file").equals("/etc/passwd"));

        attacker.does("cp /usr/bin/perl /tmp/innocent; cd /srv/www").worked();
        assertThat(asks(attacker, "cd /srv/www; /tmp/innocent", "./", "%2e%2e%2f.%2e//%2e./../../etc/group"))
                .contains("root:");
        attacker.isFound(
                "VDT-3026",
                Severity.HIGH,
                f -> f.message().startsWith("/tmp/innocent")
                        && f.evidence().get("file").equals("/etc/group"));

        attacker.does("ln -s /srv/www /srv/link; mkdir /secret; echo hidden >/secret/notes")
                .worked();
        assertThat(asks(attacker, "perl", "/srv/link/", "../../../../../secret/notes"))
                .contains("hidden");
        attacker.isFound("VDT-3026", Severity.MEDIUM, f -> f.evidence().containsValue("/secret/notes"));
    }

    @Test
    void triesInVainAreFound() throws IOException {
        Workload attacker = withServer();

        assertThat(asks(attacker, "perl", "/srv/www/", "../../../../windows/win.ini"))
                .contains("404");

        attacker.isFound(
                "VDT-3026", Severity.MEDIUM, f -> f.evidence().containsValue("/srv/www/../../../../windows/win.ini"));
    }

    @Test
    void aServersOwnTreeAnotherServersRefusalAndToolsAreSilent() throws IOException {
        Workload workload = withServer();

        assertThat(asks(workload, "perl", "/srv/www/", "sub/../../www/page")).contains("hello");
        assertThat(asks(workload, "perl", "/srv/www/", "sub/../../../nothing")).contains("404");
        workload.does("""
                httpd -p 127.0.0.1:8083 -h /srv/www; cat /srv/www/../../etc/passwd >/dev/null
                i=0; until wget -q -O- http://127.0.0.1:8083/page; do i=$((i+1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done
                printf 'GET /../../etc/passwd HTTP/1.0\\r\\n\\r\\n' | nc 127.0.0.1 8083 | grep -q root: && exit 1 || true
                """).worked();

        workload.isSilentOn("VDT-3026");
    }

    private Workload withServer() throws IOException {
        Workload workload = range.ordinary();
        Files.writeString(workload.inside("/run/server.pl"), SERVER);
        workload.does("mkdir -p /srv/www/sub; echo hello >/srv/www/page").worked();
        return workload;
    }

    /** Starts the server for one request. */
    private static String asks(Workload workload, String perl, String folder, String name) {
        return workload.does("""
                (%s /run/server.pl 8082 %s) & i=0
                until printf '%%s\\n' '%s' | nc 127.0.0.1 8082; do i=$((i+1)); [ $i -lt 300 ] || exit 1; sleep 0.1; done
                wait
                """.formatted(perl, folder, name)).output();
    }
}
