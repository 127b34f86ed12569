package dev.vedette.sensor.identity.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkloadNameTest {
    @Test
    void deploymentRatherThanItsReplicaSet() {
        assertThat(WorkloadName.of("shop-7d4b9c6f5-x2k9q", Map.of("pod-template-hash", "7d4b9c6f5")))
                .isEqualTo("shop");
    }

    @Test
    void replicaSetOfItsOwnKeepsItsName() {
        assertThat(WorkloadName.of("shop-x2k9q", Map.of("pod-template-hash", "other")))
                .isEqualTo("shop");
    }

    @Test
    void statefulSetWithoutTheOrdinal() {
        assertThat(WorkloadName.of(
                        "db-0",
                        Map.of("statefulset.kubernetes.io/pod-name", "db-0", "controller-revision-hash", "db-1")))
                .isEqualTo("db");
    }

    @Test
    void daemonSetWithoutTheRandomTail() {
        assertThat(WorkloadName.of("kube-proxy-7xk2p", Map.of("controller-revision-hash", "5d8")))
                .isEqualTo("kube-proxy");
    }

    @Test
    void cronJobRatherThanItsJobs() {
        assertThat(WorkloadName.of("backup-28911240-x2k9q", Map.of("batch.kubernetes.io/job-name", "backup-28911240")))
                .isEqualTo("backup");
        assertThat(WorkloadName.of("once-x2k9q", Map.of("job-name", "once"))).isEqualTo("once");
    }

    @Test
    void podOfItsOwnIsItsOwnWorkload() {
        assertThat(WorkloadName.of("shop-bcdfg", Map.of("app", "shop"))).isEqualTo("shop-bcdfg");
    }
}
