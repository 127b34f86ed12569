package dev.vedette.policy.admitted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.model.AdmittedContainer;
import dev.vedette.policy.model.AdmittedPod;
import dev.vedette.policy.model.Capability;
import dev.vedette.policy.model.CapabilitySet;
import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.NamespaceKind;
import org.junit.jupiter.api.Test;

class ManifestAdmissionTest {
    @Test
    void aManifestThatSaysNothingAllowsTheDefaults() throws Exception {
        AdmittedContainer main = only("{\"containers\":[{\"name\":\"main\",\"image\":\"x:1\"}]}");

        assertThat(main.privileged()).isFalse();
        assertThat(main.capabilities()).isEqualTo(CapabilitySet.RUNTIME_DEFAULT);
        assertThat(main.hostNamespaces()).containsExactlyInAnyOrder(NamespaceKind.CGROUP, NamespaceKind.USER);
        assertThat(main.seccompMode()).isEqualTo(-1);
        assertThat(main.uid()).isEqualTo(-1);
        assertThat(main.masked()).isTrue();
        assertThat(main.deviceClaims()).isFalse();
    }

    @Test
    void readsWhatAContainerIsAllowedAndWhatItInherits() throws Exception {
        AdmittedContainer main = only("""
                {"hostPID": true, "hostNetwork": true, "hostUsers": false,
                 "securityContext": {"runAsUser": 7, "runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
                 "volumes": [{"name": "logs", "hostPath": {"path": "/var/run/../log/"}}, {"name": "data",
                   "persistentVolumeClaim": {"claimName": "d"}}],
                 "containers": [{"name": "main", "image": "x:1",
                   "volumeMounts": [{"name": "logs", "mountPath": "/logs/", "readOnly": true},
                     {"name": "data", "mountPath": "/data"}],
                   "securityContext": {"runAsUser": 8, "allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true,
                     "procMount": "Unmasked", "appArmorProfile": {"type": "Localhost", "localhostProfile": "tight"},
                     "capabilities": {"drop": ["ALL"], "add": ["net_admin"]}},
                   "resources": {"limits": {"cpu": "1", "hugepages-2Mi": "2Mi"}}}]}""");

        assertThat(main.hostNamespaces())
                .containsExactlyInAnyOrder(
                        NamespaceKind.CGROUP, NamespaceKind.PID, NamespaceKind.NETWORK, NamespaceKind.UTS);
        assertThat(main.uid()).isEqualTo(8);
        assertThat(main.notRoot()).isTrue();
        assertThat(main.seccompMode()).isEqualTo(2);
        assertThat(main.noNewPrivileges()).isTrue();
        assertThat(main.readOnlyRoot()).isTrue();
        assertThat(main.masked()).isFalse();
        assertThat(main.profile()).isEqualTo("localhost/tight");
        assertThat(main.capabilities()).isEqualTo(CapabilitySet.of(Capability.NET_ADMIN));
        assertThat(main.mounts())
                .containsExactly(
                        new HostMount("/log", "/var/run/../log/", "/logs", true, false),
                        new HostMount("", "", "/data", false, false));
        assertThat(main.deviceClaims()).isFalse();
    }

    @Test
    void whatTheKubeletMakesItselfBringsNothingOfTheNode() throws Exception {
        AdmittedContainer main = only("""
                {"volumes": [{"name": "a", "emptyDir": {}}, {"name": "b", "configMap": {"name": "c"}},
                   {"name": "c", "secret": {"secretName": "s"}}, {"name": "d", "projected": {"sources": []}},
                   {"name": "e", "downwardAPI": {}}, {"name": "f", "csi": {"driver": "d"}}],
                 "containers": [{"name": "main", "volumeMounts": [{"name": "a", "mountPath": "/a"},
                   {"name": "b", "mountPath": "/b"}, {"name": "c", "mountPath": "/c"},
                   {"name": "d", "mountPath": "/d"}, {"name": "e", "mountPath": "/e"},
                   {"name": "f", "mountPath": "/f"}]}]}""");

        assertThat(main.mounts()).containsExactly(new HostMount("", "", "/f", false, false));
    }

    @Test
    void privilegedIsEverything() throws Exception {
        AdmittedContainer main =
                only("{\"containers\":[{\"name\":\"main\",\"securityContext\":{\"privileged\":true}}]}");

        assertThat(main.capabilities()).isEqualTo(CapabilitySet.ALL);
        assertThat(main.seccompMode()).isZero();
        assertThat(main.masked()).isFalse();
    }

    @Test
    void devicesOfPlugInsAndClaimsAreExpected() throws Exception {
        assertThat(only("{\"containers\":[{\"resources\":{\"limits\":{\"example.com/gpu\":1}}}]}")
                        .deviceClaims())
                .isTrue();
        assertThat(only("{\"containers\":[{\"resources\":{\"claims\":[{\"name\":\"gpu\"}]}}]}")
                        .deviceClaims())
                .isTrue();
        assertThat(only("{\"containers\":[{\"volumeDevices\":[{\"name\":\"d\",\"devicePath\":\"/dev/xvda\"}]}]}")
                        .deviceClaims())
                .isTrue();
    }

    @Test
    void initAndEphemeralContainersCountToo() throws Exception {
        AdmittedPod pod = pod("""
                {"initContainers": [{"name": "a"}], "containers": [{"name": "b"}], "ephemeralContainers": [{"name": "c"}]}""");

        assertThat(pod.containers()).extracting(AdmittedContainer::name).containsExactly("a", "b", "c");
    }

    @Test
    void theDigestIsOfTheContentNotOfTheOrder() throws Exception {
        String one = pod("{\"a\":1,\"containers\":[{\"name\":\"m\",\"image\":\"i\"}]}")
                .digest();

        assertThat(pod("{\"containers\":[{\"image\":\"i\",\"name\":\"m\"}],\"a\":1}")
                        .digest())
                .isEqualTo(one)
                .matches("sha256:[0-9a-f]{64}");
        assertThat(pod("{\"containers\":[{\"image\":\"j\",\"name\":\"m\"}],\"a\":1}")
                        .digest())
                .isNotEqualTo(one);
    }

    private static AdmittedContainer only(String spec) throws Exception {
        return pod(spec).containers().getFirst();
    }

    private static AdmittedPod pod(String spec) throws Exception {
        return ManifestAdmission.of(
                new JsonMapper().readTree("{\"metadata\":{\"uid\":\"u\",\"name\":\"web\"},\"spec\":" + spec + "}"),
                "shop",
                7);
    }
}
