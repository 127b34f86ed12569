package dev.vedette.tests.attacks;

import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/** VDT-3010 to VDT-3013, 3027, 3035 and 3036: what an intruder leaves behind in a container, and takes away from its records. */
@OnAttackRange
class LeftBehindTest {
    private final AttackRange range;

    LeftBehindTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void filesThatGiveRightsAreFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                cp /bin/busybox /tmp/a && chmod u+s /tmp/a
                cp /bin/busybox /tmp/b && perl -e 'open(my $f, "<", "/tmp/b") or die $!; chmod(04711, $f) or die $!'
                cp -p /tmp/a /tmp/c && cp /usr/bin/perl /tmp/innocent && cp /bin/busybox /tmp/d
                /tmp/innocent -e 'chmod(02755, "/tmp/d") or die $!'
                perl -e 'umask 0; sysopen(my $f, "/tmp/e", 0101, 04755) or die $!'
                """).worked();

        for (String file : List.of("/tmp/a", "/tmp/b", "/tmp/c", "/tmp/e")) {
            attacked.isFound(
                    "VDT-3010", Severity.HIGH, finding -> finding.evidence().containsValue(file));
        }
        attacked.isFound(
                "VDT-3010", Severity.MEDIUM, finding -> finding.evidence().containsValue("/tmp/d"));
    }

    @Test
    void whatIsStartedLaterIsFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                mkdir -p /etc/cron.d /root/.ssh /etc/profile.d /etc/init.d /var/spool/cron/crontabs /home/a
                echo '# x' >/etc/cron.d/x
                ln -s /root /home/a/linked && cd /home/a/linked/.ssh && echo '# x' | tee authorized_keys
                echo '# x' >/tmp/x && mv /tmp/x /etc/profile.d/x.sh
                perl -e 'open(my $f, ">", "/proc/self/root/root/.bashrc") or die $!'
                cp /bin/busybox /tmp/busybox-tool && /tmp/busybox-tool cp /etc/passwd /etc/init.d/x
                """).worked();

        for (String file :
                List.of("/etc/cron.d/x", "/root/.ssh/authorized_keys", "/etc/profile.d/x.sh", "/root/.bashrc")) {
            attacked.isFound(
                    "VDT-3012", Severity.INFO, finding -> finding.evidence().containsValue(file));
        }
        attacked.isFound(
                "VDT-3012", Severity.HIGH, finding -> finding.evidence().containsValue("/etc/init.d/x"));
    }

    @Test
    void foreignCodeLoadedIsFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                echo >/tmp/x && mv /tmp/x /etc/ld.so.preload && rm /etc/ld.so.preload
                mkdir -p /etc/ld.so.conf.d && perl -e 'open(my $f, ">", "/etc/ld.so.conf.d/x.conf") or die $!'
                LD_PRELOAD=/tmp/no.so /usr/bin/perl -e 1 2>/dev/null
                cd /tmp && env LD_AUDIT=./no.so /bin/true
                """).worked();

        for (String value : List.of(
                "/etc/ld.so.preload", "/etc/ld.so.conf.d/x.conf", "LD_PRELOAD=/tmp/no.so", "LD_AUDIT=./no.so")) {
            attacked.isFound(
                    "VDT-3011", Severity.HIGH, finding -> finding.evidence().containsValue(value));
        }
    }

    @Test
    void clearedRecordsAreFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                mkdir -p /var/log /home/a && echo x >/root/.bash_history && echo x >/home/a/.ash_history
                /bin/busybox ln -sf /dev/null /root/.bash_history && /bin/busybox rm /home/a/.ash_history
                perl -e 'open(my $f, ">", "/var/log/wtmp") or die $!'
                cp /bin/busybox /tmp/busybox-tool && echo x >/var/log/app.log && /tmp/busybox-tool rm /var/log/app.log
                """).worked();

        for (String file : List.of("/root/.bash_history", "/home/a/.ash_history", "/var/log/wtmp")) {
            attacked.isFound(
                    "VDT-3013", Severity.INFO, finding -> finding.evidence().containsValue(file));
        }
        attacked.isFound(
                "VDT-3013", Severity.HIGH, finding -> finding.evidence().containsValue("/var/log/app.log"));
    }

    /** The container's first program is a script of this name. */
    @Test
    void entryPointHiddenFilesAndEnvironmentsAreFound() {
        Workload attacked = range.ordinary();

        attacked.does("""
                echo '# x' >>/opt/attacks/obey.sh
                perl -e 'open(my $f, ">", "/entrypoint.sh") or die $!'
                mkdir -p "/tmp/... " && echo x >"/tmp/... /x" && perl -e 'open(my $f, ">", "/dev/shm/.x") or die $!'
                mkdir -p /tmp/.y && cp /bin/busybox /tmp/.y/busybox-y && /tmp/.y/busybox-y true
                sleep 20 & a=$!; sleep 20 & b=$!
                perl -e 'for (@ARGV) { open(my $f, "<", "/proc/$_/environ") or die "$_: $!" }' 1 $a $b; code=$?
                kill $a $b; exit $code
                """).worked();

        attacked.isFound(
                "VDT-3035", Severity.INFO, finding -> finding.evidence().containsValue("/opt/attacks/obey.sh"));
        attacked.isFound(
                "VDT-3035", Severity.INFO, finding -> finding.evidence().containsValue("/entrypoint.sh"));
        attacked.isFound("VDT-3036", Severity.LOW, finding -> finding.evidence().containsValue("/tmp/... /x"));
        attacked.isFound("VDT-3036", Severity.LOW, finding -> finding.evidence().containsValue("/dev/shm/.x"));
        attacked.isFound(
                "VDT-3036", Severity.HIGH, finding -> finding.evidence().containsValue("/tmp/.y/busybox-y"));
        attacked.isFound("VDT-3027", Severity.INFO);
    }

    @Test
    void ordinaryFilesModesAndRotationAreSilent() {
        Workload workload = range.ordinary();

        workload.does("""
                mkdir -p /data /etc/app /var/log && chmod 2775 /data && echo x >/data/x && chmod 0755 /data/x
                echo x >/etc/app/conf && mv /etc/app/conf /etc/app/conf.d && cat /etc/passwd >/data/crontab
                echo x >>/var/log/app.log && mv /var/log/app.log /var/log/app.log.1 && gzip /var/log/app.log.1
                rm /var/log/app.log.1.gz && LD_LIBRARY_PATH=/tmp perl -e 1
                echo x >/tmp/.lock && echo x >"/data/a file" && echo x >/opt/attacks/other.sh
                for i in 1 2 3 4; do perl -e 'open(my $f, "<", "/proc/self/environ") or die $!'; ps >/dev/null; done
                """).worked();

        workload.isSilentOn("VDT-3010", "VDT-3011", "VDT-3012", "VDT-3013", "VDT-3027", "VDT-3035", "VDT-3036");
    }
}
