package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** VDT-3055. A server that does with what it fetches as it is told; where it comes from lies on its own loopback. */
@OnAttackRange
class FetchedCodeTest {
    /**
     * Takes one request, {@code WAY PORT NAME}; mmap is 9 with rights to read and execute, privately, memfd_create 319.
     */
    private static final String SERVER = """
            use Socket; $SIG{ALRM} = sub { exit 9 }; alarm 60; $| = 1;
            socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!; setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1);
            bind($s, sockaddr_in(8091, INADDR_LOOPBACK)) or die $!; listen($s, 5) or die $!;
            accept(my $c, $s) or die $!;
            my ($way, $port, $name) = split(" ", scalar <$c>);
            if ($way eq "fork") { if (fork) { wait; exit } $way = "id" }
            socket(my $from, PF_INET, SOCK_STREAM, 0) or die $!;
            connect($from, sockaddr_in($port, INADDR_LOOPBACK)) or die $!;
            syswrite($from, "GET /$name HTTP/1.0\\r\\n\\r\\n") if $name; my $got = join("", <$from>);
            die "nothing" if !length($got);
            sub mapped { my $a = syscall(9, 0, 4096, 5, 2, fileno($_[0]), 0); die "mmap $!" if $a == -1; }
            if ($way eq "shell") { system("/bin/sh", "-c", "id >/dev/null; true"); }
            if ($way eq "id") { system("/usr/bin/id"); }
            if ($way eq "file") { open(my $f, "+>", "/tmp/plugin") or die $!; syswrite($f, $got); mapped($f); }
            if ($way eq "memory") { my $n = "x"; open(my $m, "+>&=", syscall(319, $n, 0)); syswrite($m, $got); mapped($m); }
            print {$c} "done\\n";
            """;

    /** {@code asks PERL REQUEST} runs the server for one request. */
    private static final String ASKS = """
            listening() { until cat /proc/net/tcp /proc/net/tcp6 | grep -q ":$1 [0-9A-F:]* 0A "; do sleep 0.05; done; }
            asks() { $1 /run/server.pl & listening 1F9B; echo "$2" | nc 127.0.0.1 8091 | grep -q done || exit 1; wait $!; }
            mkdir -p /code; head -c 5000 /bin/busybox >/code/plugin; printf '#!/bin/sh\\nid\\n' >/code/run
            printf '\\312\\376\\272\\276\\0\\0\\0\\101\\0\\0\\0\\0' >/code/Run.class; echo '{"run": 1}' >/code/text
            """;

    private static final String HTTPD = "httpd -p 127.0.0.1:8092 -h /code; listening 1F9C\n";

    private final AttackRange range;

    FetchedCodeTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void serverThatFetchesCodeAndStartsProgramsIsFound() throws IOException {
        Workload attacked = withServer();

        attacked.does(ASKS + HTTPD + "asks perl 'shell 8092 Run.class'").worked();
        attacked.isFound(
                "VDT-3055",
                Severity.MEDIUM,
                f -> f.message()
                        .startsWith("The network server /usr/bin/perl fetched a class of Java from 127.0.0.1:8092"));

        attacked.does(ASKS + "cp /usr/bin/perl /tmp/innocent; asks /tmp/innocent 'fork 8092 run'")
                .worked();
        attacked.isFound(
                "VDT-3055",
                Severity.LOW,
                f -> f.message().startsWith("The network server /tmp/innocent fetched a script"));
    }

    @Test
    void serverThatLoadsWhatItFetchedIsFound() throws IOException {
        Workload attacked = withServer();

        attacked.does(ASKS + HTTPD + "asks perl 'memory 8092 plugin'").worked();
        attacked.isFound(
                "VDT-3055",
                Severity.MEDIUM,
                f -> f.message().contains("fetched a program or library from 127.0.0.1:8092"));

        attacked.does(ASKS + "nc -l -p 8093 </code/plugin & listening 1F9D; asks perl 'file 8093'")
                .worked();
        attacked.isFound(
                "VDT-3055",
                Severity.LOW,
                f -> f.message().endsWith("ran code of /tmp/plugin.")
                        && f.evidence().get("fetched").contains("127.0.0.1:8093"));
    }

    @Test
    void serversThatPassCodeOnOrFetchTextsAndClientsAreSilent() throws IOException {
        Workload workload = withServer();

        workload.does(ASKS + HTTPD + """
                asks perl 'shell 8092 text'
                asks perl 'pass-on 8092 Run.class'
                wget -q -O /tmp/run http://127.0.0.1:8092/run && sh /tmp/run
                perl -e 'system("wget", "-q", "-O", "/tmp/plugin", "http://127.0.0.1:8092/plugin"); system("/usr/bin/id")'
                """).worked();

        workload.isSilentOn("VDT-3055");
    }

    private Workload withServer() throws IOException {
        Workload workload = range.ordinary();
        workload.does("true").worked();
        Files.writeString(workload.inside("/run/server.pl"), SERVER);
        return workload;
    }
}
