package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.rules.fixtures.Confinement;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Sockets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RuleTest("VDT-2020")
class UserNamespaceForAdministrationTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final int RAW = 3;
    private static final int NETFILTER = 12;

    private static Events rootInItsOwn() {
        return Events.byServer().inOwnUserNamespace();
    }

    @ParameterizedTest
    @CsvSource({"NETLINK,12", "NETLINK,6", "PACKET,768", "INET,255", "KEY,2"})
    void findsSocketsOfAdministrators(Family family, int protocol) {
        assertThat(JUDGE.only("VDT-2020", Sockets.made(rootInItsOwn().context(), family, RAW, protocol))
                        .severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void takesItMilderInAPrivilegedContainer() {
        Events builder = rootInItsOwn().in(Confinement.privileged());

        assertThat(JUDGE.only("VDT-2020", Sockets.made(builder.context(), Family.NETLINK, RAW, NETFILTER))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @Test
    void tellsOfOverlaysForInformation() {
        assertThat(JUDGE.only("VDT-2020", rootInItsOwn().mounts("overlay", "overlay", "/m", 0, ""))
                        .severity())
                .isEqualTo(Severity.INFO);
    }

    @Test
    void isSilentOnSandboxesAndOnAdministratorsOfTheContainer() {
        int route = 0;

        assertThat(JUDGE.judge("VDT-2020", Sockets.made(rootInItsOwn().context(), Family.NETLINK, RAW, route)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2020", rootInItsOwn().mounts("tmpfs", "tmpfs", "/m", 0, "")))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2020", Sockets.made(Events.byServer().context(), Family.NETLINK, RAW, NETFILTER)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2020", Events.byServer().mounts("overlay", "overlay", "/m", 0, "")))
                .isEmpty();
    }
}
