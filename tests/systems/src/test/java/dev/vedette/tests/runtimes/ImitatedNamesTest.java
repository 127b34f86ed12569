package dev.vedette.tests.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A container makes a group that has another container's name, moves in, and does there what is found. */
@OnAttackRange
class ImitatedNamesTest {
    private final AttackRange range;

    ImitatedNamesTest(AttackRange range) {
        this.range = range;
    }

    /** In one container for all shapes: making one takes longer than all of it. */
    @ParameterizedTest
    @ValueSource(strings = {"by moving itself", "by a child that is born there"})
    void nobodyBecomesAnotherByAName(String way) {
        Workload victim = range.ordinary();
        Workload attacker = range.privileged();
        List<String> shapes = List.of(
                        "kubepods/pod1/ID",
                        "kubepods/besteffort/pod1/crio-ID",
                        "kubepods.slice/kubepods-pod1.slice/cri-containerd-ID.scope",
                        "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/crio-ID.scope",
                        "kubepods-pod1.slice:cri-containerd:ID",
                        "docker/ID",
                        "system.slice/docker-ID.scope",
                        "machine.slice/libpod-ID.scope",
                        "vedette-imitation/libpod-ID",
                        "system.slice/web.service/libpod-payload-ID",
                        "user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope",
                        "vedette-imitation/made-up-ID.scope",
                        "k8s.io/ID")
                .stream()
                .map(shape -> shape.replace("ID", victim.id()))
                .toList();

        attacker.does("mkdir /cg && mount -t cgroup2 none /cg").worked();
        try {
            for (int i = 0; i < shapes.size(); i++) {
                attacker.does(imitation(way, shapes.get(i), "/run/busybox-imitation-" + i))
                        .worked();
            }
        } finally {
            attacker.does("umount /cg").worked();
        }

        for (int i = 0; i < shapes.size(); i++) {
            String program = "/run/busybox-imitation-" + i;
            var unused = attacker.isFound(
                    "VDT-3004", Severity.HIGH, finding -> finding.evidence().containsValue(program));
        }
        List<Finding> laidAtItsDoor = range.findings().of(victim.id()).stream()
                .filter(finding -> finding.evidence().toString().contains("imitation-"))
                .toList();
        assertThat(laidAtItsDoor).as(Findings.described(laidAtItsDoor)).isEmpty();
    }

    /** The group is removed again, and those above it that have become empty. */
    private static String imitation(String way, String shape, String program) {
        String deed = "cp /bin/busybox " + program + " && " + program + " true";
        String enter = "echo 0 >/cg/" + shape + "/cgroup.procs";
        String inside = way.equals("by moving itself")
                ? "sh -c '" + enter + " && " + deed + "'"
                : "sh -c '" + enter + " && sh -c \"" + deed + "\"'";
        return "mkdir -p /cg/" + shape + " && " + inside + "; rc=$?; cd /cg && rmdir -p " + shape
                + " 2>/dev/null; exit $rc";
    }
}
