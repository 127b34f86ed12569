package dev.vedette.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.Credentials;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.NamespaceKind;
import dev.vedette.policy.model.Severity;
import dev.vedette.rules.fixtures.Isolations;
import dev.vedette.rules.fixtures.Judge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@RuleTest("VDT-1050")
class RealityExceedsSpecTest {
    @RegisterExtension
    static final Judge JUDGE = new Judge();

    @Test
    void findsCapabilitiesBeyondTheSpecification() {
        Isolations seen = Isolations.ordinary().adding(Capability.SYS_ADMIN);

        Finding finding = JUDGE.only("VDT-1050", seen.seenAgainst(Isolations.ordinary()));

        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.message()).contains("capabilities SYS_ADMIN").doesNotContain("namespace");
    }

    @Test
    void findsAPrivilegedExecIntoAnOrdinaryContainer() {
        Isolations seen = Isolations.ordinary().privileged();

        assertThat(JUDGE.only("VDT-1050", seen.seenAgainst(Isolations.ordinary()))
                        .message())
                .contains("SYS_MODULE", "no system-call filter");
    }

    @Test
    void findsNamespacesOfTheNodeBeyondTheSpecification() {
        Isolations seen = Isolations.ordinary().sharing(NamespaceKind.PID, NamespaceKind.MOUNT);

        assertThat(JUDGE.only("VDT-1050", seen.seenAgainst(Isolations.ordinary()))
                        .message())
                .contains("the node's namespaces mount, pid");
    }

    @Test
    void findsThatNewPrivilegesAreAllowedAgainstTheSpecification() {
        Isolations spec = Isolations.ordinary().noNewPrivileges();

        assertThat(JUDGE.judge("VDT-1050", Isolations.ordinary().seenAgainst(spec)))
                .hasSize(1);
    }

    @Test
    void findsInheritableAndAmbientCapabilitiesBeyondTheSpecification() {
        Isolations spec = Isolations.ordinary().inDetail();

        assertThat(excess(Isolations.ordinary().ambient(Capability.NET_RAW), spec))
                .contains("ambient capabilities NET_RAW");
        assertThat(excess(Isolations.ordinary().inheritable(Capability.NET_RAW), spec))
                .contains("inheritable capabilities NET_RAW");
    }

    @Test
    void findsRootInPlaceOfAnotherUser() {
        assertThat(excess(Isolations.ordinary().user(0), Isolations.ordinary().user(1000)))
                .contains("root as its user in place of user 1000");
        assertThat(excesses(
                        Isolations.ordinary().user(2000), Isolations.ordinary().user(1000)))
                .isEmpty();
    }

    @Test
    void findsLeaveToUseDevicesBeyondTheSpecification() {
        Isolations spec = Isolations.ordinary().mayUse("c *:* m", "c 1:3 rwm", "b 8:* r");

        assertThat(excess(Isolations.ordinary().mayUse("c 1:3 rwm", "b 8:0 rw"), spec))
                .contains("leave to use the devices b 8:0 rw");
        assertThat(excess(Isolations.ordinary().mayUse("a *:* rwm"), spec)).contains("a *:* rwm");
        assertThat(excesses(Isolations.ordinary().mayUse("c 1:3 rw", "c 10:229 m", "b 8:1 r"), spec))
                .isEmpty();
        assertThat(excesses(
                        Isolations.ordinary().mayUse("b 8:0 rw"),
                        Isolations.ordinary().mayUse("a *:* rwm")))
                .isEmpty();
        assertThat(excesses(Isolations.ordinary().inDetail(), spec)).isEmpty();
    }

    /** By constructed contexts: what the kernel writes is known from its source, no kernel with SELinux was asked. */
    @Test
    void findsAnotherSelinuxContextHoweverItIsWritten() {
        Isolations spec = Isolations.ordinary().label("system_u:system_r:container_t:s0:c5,c2,c3,c4");

        assertThat(excesses(Isolations.ordinary().label("system_u:system_r:container_t:s0:c2.c5"), spec))
                .isEmpty();
        assertThat(excess(Isolations.ordinary().label("system_u:system_r:spc_t:s0"), spec))
                .contains("spc_t:s0 in place of");
        assertThat(excess(Isolations.ordinary().label("system_u:system_r:container_t:s0:c2.c6"), spec))
                .contains("c2.c6");
        assertThat(excess(Isolations.ordinary().label("system_u:system_r:container_t:s0-s0:c0.c1023"), spec))
                .contains("c0.c1023");
        assertThat(excess(Isolations.ordinary().label("unconfined (enforce)"), spec))
                .contains("unconfined");
        assertThat(excesses(Isolations.ordinary(), spec)).isEmpty();
    }

    @Test
    void findsAnotherSecurityLabel() {
        Isolations spec = Isolations.ordinary().label("cri-containerd.apparmor.d");

        assertThat(excess(Isolations.ordinary().label("unconfined"), spec)).contains("security label unconfined");
        assertThat(excesses(Isolations.ordinary().label("cri-containerd.apparmor.d (enforce)"), spec))
                .isEmpty();
        assertThat(excesses(Isolations.ordinary(), spec)).isEmpty();
    }

    @Test
    void findsARootThatCanBeWrittenAgainstTheSpecification() {
        Isolations spec = Isolations.ordinary().inDetail().readOnlyRoot();

        assertThat(excess(Isolations.ordinary().inDetail(), spec)).contains("can be written");
        assertThat(excesses(Isolations.ordinary().inDetail().readOnlyRoot(), spec))
                .isEmpty();
        assertThat(excesses(Isolations.ordinary(), spec)).isEmpty();
    }

    @Test
    void findsDevicesBeyondTheSpecification() {
        Isolations spec = Isolations.ordinary().device("c 10:229");

        assertThat(excess(Isolations.ordinary().device("b 8:0").device("c 10:229"), spec))
                .contains("the devices b 8:0")
                .doesNotContain("10:229");
        assertThat(excesses(Isolations.ordinary().device("c 1:3").device("c 5:2"), spec))
                .isEmpty();
    }

    @Test
    void findsMountsOfTheNodeBeyondTheSpecification() {
        Isolations spec = Isolations.ordinary().inDetail().at("/srv", "/data", true);

        assertThat(excess(Isolations.ordinary().inDetail().at("/etc", "/host", true), spec))
                .contains("the node's /etc at /host");
        assertThat(excess(Isolations.ordinary().inDetail().at("/srv", "/data", false), spec))
                .contains("/data to be written");
        assertThat(excesses(
                        Isolations.ordinary()
                                .inDetail()
                                .at("/srv", "/data", true)
                                .at("/srv/a", "/data/a", true),
                        spec))
                .isEmpty();
    }

    @Test
    void aLinkInTheImageMakesNoOtherMount() {
        Isolations spec = Isolations.ordinary()
                .inDetail()
                .at("/usr/lib/modules", "/lib/modules", true)
                .at("/srv", "/run/srv", false);

        assertThat(excesses(
                        Isolations.ordinary()
                                .inDetail()
                                .at("/usr/lib/modules", "/usr/lib/modules", true)
                                .at("/srv", "/var/run/srv", false),
                        spec))
                .isEmpty();
        assertThat(excess(Isolations.ordinary().inDetail().at("/usr/lib/modules", "/usr/lib/modules", false), spec))
                .contains("/usr/lib/modules to be written");
        assertThat(excess(Isolations.ordinary().inDetail().at("/etc", "/usr/lib/modules", true), spec))
                .contains("the node's /etc at /usr/lib/modules");
    }

    private static String excess(Isolations seen, Isolations spec) {
        return JUDGE.only("VDT-1050", seen.seenAgainst(spec)).message();
    }

    private static List<Finding> excesses(Isolations seen, Isolations spec) {
        return JUDGE.judge("VDT-1050", seen.seenAgainst(spec));
    }

    @Test
    void isSilentWhereTheKernelShowsTheSameOrLess() {
        Isolations spec = Isolations.ordinary().adding(Capability.NET_ADMIN).sharing(NamespaceKind.NETWORK);
        Isolations same = Isolations.ordinary().adding(Capability.NET_ADMIN).sharing(NamespaceKind.NETWORK);

        assertThat(JUDGE.judge("VDT-1050", same.seenAgainst(spec))).isEmpty();
        assertThat(JUDGE.judge("VDT-1050", Isolations.ordinary().seenAgainst(spec)))
                .isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-1050", Isolations.ordinary().noNewPrivileges().seenAgainst(spec)))
                .isEmpty();
    }

    @Test
    void isSilentWhereNothingIsKnownToCompare() {
        Isolations wide = Isolations.ordinary().privileged();

        assertThat(JUDGE.judge("VDT-1050", wide.seenIn(Source.KERNEL))).isEmpty();
        assertThat(JUDGE.judge(
                        "VDT-1050",
                        Isolations.ordinary()
                                .seenAgainst(Isolations.ordinary().noNewPrivileges(), Credentials.UNKNOWN)))
                .isEmpty();
    }
}
