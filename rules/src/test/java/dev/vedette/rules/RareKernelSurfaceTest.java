package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.KernelSurfaceReached;
import dev.vedette.policy.model.KernelSurfaceReached.Surface;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.rules.fixtures.Confinement;
import dev.vedette.rules.fixtures.Events;
import dev.vedette.rules.fixtures.Judge;
import dev.vedette.rules.fixtures.Sockets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@RuleTest("VDT-2034")
class RareKernelSurfaceTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    private static final int XFRM = 6;
    private static final int SEQPACKET = 5;
    private static final int RAW = 3;

    private static KernelSurfaceReached asks(Events by, String module) {
        return new KernelSurfaceReached(by.context(), Surface.MODULE_REQUEST, 0, module, true);
    }

    @ParameterizedTest
    @EnumSource(names = {"ALG", "KEY", "TIPC", "RXRPC"})
    void findsSocketsOfRareFamilies(Family family) {
        Finding finding = JUDGE.only("VDT-2034", Sockets.made(Events.byServer().context(), family, SEQPACKET, 0));

        assertThat(finding.severity()).isEqualTo(Severity.HIGH);
    }

    @Test
    void findsIpsecAndVsock() {
        assertThat(JUDGE.judge("VDT-2034", Sockets.made(Events.byServer().context(), Family.NETLINK, RAW, XFRM)))
                .hasSize(1);
        assertThat(JUDGE.only("VDT-2034", Sockets.made(Events.byServer().context(), Family.VSOCK, 1, 0))
                        .severity())
                .isEqualTo(Severity.MEDIUM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "net-pf-38",
                "net-pf-33",
                "algif-aead",
                "tty-ldisc-21",
                "nft-expr-payload",
                "net-pf-2-proto-132-type-1"
            })
    void findsModulesThatTheKernelMustFetch(String module) {
        assertThat(JUDGE.only("VDT-2034", asks(Events.byServer(), module)).severity())
                .isEqualTo(Severity.HIGH);
    }

    @Test
    void takesItMilderWhereTheSpecificationGivesTheNetwork() {
        Events vpn = Events.byServer().in(Confinement.with(Capability.NET_ADMIN));
        Events node = Events.byServer().in(Confinement.privileged());

        assertThat(JUDGE.only("VDT-2034", asks(vpn, "nft-chain-2-nat")).severity())
                .isEqualTo(Severity.LOW);
        assertThat(JUDGE.only("VDT-2034", Sockets.made(node.context(), Family.KEY, RAW, 2))
                        .severity())
                .isEqualTo(Severity.LOW);
    }

    @Test
    void isSilentOnEverydaySocketsAndModulesAndOnTheNode() {
        int audit = 9;
        int events = 15;

        assertThat(JUDGE.judge(asks(Events.byServer(), "net-pf-10"))).isEmpty();
        assertThat(JUDGE.judge(asks(Events.byServer(), "net-pf-16-proto-4-type-2-6")))
                .isEmpty();
        assertThat(JUDGE.judge(asks(Events.byServer(), "tcp-ulp-tls"))).isEmpty();
        assertThat(JUDGE.judge(asks(Events.byServer(), "crypto-gcm(aes)"))).isEmpty();
        assertThat(JUDGE.judge("VDT-2034", Sockets.made(Events.byServer().context(), Family.NETLINK, RAW, audit)))
                .isEmpty();
        assertThat(JUDGE.judge("VDT-2034", Sockets.made(Events.byServer().context(), Family.NETLINK, RAW, events)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-2034", Sockets.made(Events.byServer().onHost().context(), Family.ALG, 5, 0)))
                .isEmpty();
    }
}
