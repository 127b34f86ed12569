package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileChanged.KnownBy;
import dev.vedette.policy.model.FileChanged.Operation;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-2030")
class LinkPlantedForHostTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static FileChanged links(String path, String text) {
        return new FileChanged(
                Events.byServer().context(),
                Operation.SYMLINK,
                FileObject.ofPath(path),
                FileObject.NONE,
                0,
                path,
                text,
                false,
                KnownBy.KERNEL,
                true,
                FileRole.ORDINARY);
    }

    @ParameterizedTest
    @CsvSource({
        "/host/var/log/x, /etc/shadow",
        "/var/log/pods/shop_web_1/web/0.log, /etc/kubernetes/pki/ca.key",
        "/var/log/root, /",
        "/mnt/log/pods/a/b.log, ../../../../../etc/shadow",
        "/host/var/log/x, ././/..//../root/.ssh/id_rsa",
        "/host/var/log/x, /var/../proc/1/root/root/.kube/config",
        "/host/var/lib/kubelet/x, /etc/shadow",
        "/host/var/log/x, pods/../../../etc/shadow",
        "/host/var/log/x, ../../..",
    })
    void findsLinksThatTheNodeFollows(String path, String text) {
        assertThat(JUDGE.only("VDT-2030", links(path, text)).severity()).isEqualTo(Severity.HIGH);
    }

    @ParameterizedTest
    @CsvSource({
        "/var/log/nginx/access.log, /dev/stdout",
        "/var/log/containers/web.log, /var/log/pods/shop_web_1/web/0.log",
        "/var/log/app/current, ./2025-01-01.log",
        "/var/log/app/current, ../archive/2025-01-01.log",
        "/var/log/app/current, etc/shadow",
        "/srv/app/config, /etc/app",
        "/var/lib/kubelet/plugins/csi/dev, /var/lib/kubelet/pods/uid/volumes/x",
    })
    void isSilentOnOrdinaryLinks(String path, String text) {
        assertThat(JUDGE.judge("VDT-2030", links(path, text))).isEmpty();
    }

    @Test
    void isSilentOnRenames() {
        FileChanged made = links("/var/log/x", "/etc/shadow");
        FileChanged renamed = new FileChanged(
                made.context(),
                Operation.RENAME,
                made.file(),
                made.other(),
                0,
                made.requestedPath(),
                made.otherPath(),
                false,
                KnownBy.KERNEL,
                true,
                FileRole.ORDINARY);

        assertThat(JUDGE.judge("VDT-2030", renamed)).isEmpty();
    }
}
