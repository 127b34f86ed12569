package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.Workload;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** VDT-1001 to VDT-1008: isolation that was given away when the container was made. */
@OnAttackRange
class PostureTest {
    private final AttackRange range;

    PostureTest(AttackRange range) {
        this.range = range;
    }

    @Test
    void privilegedContainerIsFound() {
        range.privileged().isFound("VDT-1001", Severity.HIGH);
    }

    @Test
    void privilegeByItsPartsIsFound() {
        Workload workload = range.workload(UnaryOperator.identity(), container -> container.addCapability("ALL"));

        workload.isFound("VDT-1001", Severity.HIGH);
        workload.isSilentOn("VDT-1006");
    }

    @Test
    void ordinaryContainerGivesNothingAway() throws IOException {
        Path folder = range.folder();
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container
                        .runtimeSeccomp()
                        .dropCapability("NET_RAW")
                        .mount(Path.of("/etc/localtime"), "/etc/localtime", true)
                        .mount(Path.of("/etc/ssl/certs"), "/etc/ssl/certs", true)
                        .mount(folder, "/data", false));

        workload.isSilentOn("VDT-1001", "VDT-1002", "VDT-1003", "VDT-1006", "VDT-1007", "VDT-1008", "VDT-1050");
    }

    @Test
    void nodesPidNamespaceIsFoundAndNothingElse() {
        Workload workload = range.workload(PodRequest::hostPid, ContainerRequest::runtimeSeccomp);

        workload.isFound("VDT-1002", Severity.HIGH);
        workload.isSilentOn("VDT-1001", "VDT-1003", "VDT-1006", "VDT-1050", "VDT-2017");
    }

    @Test
    void nodesNetworkIsFoundAndNothingElse() {
        Workload workload = range.workload(PodRequest::hostNetwork, ContainerRequest::runtimeSeccomp);

        workload.isFound("VDT-1003", Severity.MEDIUM);
        workload.isSilentOn("VDT-1001", "VDT-1002", "VDT-1006", "VDT-1050");
    }

    @ParameterizedTest
    @CsvSource({"SYS_ADMIN, HIGH", "SYS_PTRACE, HIGH", "NET_ADMIN, MEDIUM"})
    void capabilityBeyondTheDefaultIsFound(String capability, Severity severity) {
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().addCapability(capability));

        var found = workload.isFound("VDT-1006", severity);
        assertThat(found.message()).contains(capability);
    }

    @ParameterizedTest
    @CsvSource({"/etc, false, HIGH", "/etc, true, MEDIUM", "/var/lib, false, HIGH", "/dev, true, MEDIUM"})
    void sensitivePlaceOfTheNodeIsFound(Path place, boolean readOnly, Severity severity) {
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(place, "/innocent", readOnly));

        var found = workload.isFound("VDT-1007", severity);
        assertThat(found.evidence()).containsEntry("path on the node", place.toString());
    }

    @Test
    void sensitivePlaceBehindALinkIsFound() throws IOException {
        Path link = Files.createSymbolicLink(range.folder().resolve("data"), Path.of("/etc"));
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(link, "/data", true));

        workload.isFound("VDT-1007", Severity.MEDIUM);
    }

    @Test
    void runtimesSocketIsFoundUnderAnotherName() {
        Path socket = range.containerd().endpoint().socket();
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(socket, "/tmp/app.sock", true));

        workload.isFound("VDT-1008", Severity.CRITICAL);
    }

    @Test
    void directoryAboveTheUsualSocketsIsFound() {
        Workload workload = range.workload(
                UnaryOperator.identity(),
                container -> container.runtimeSeccomp().mount(Path.of("/run"), "/data", true));

        workload.isFound("VDT-1008", Severity.CRITICAL);
    }

    @Test
    void anotherSocketIsSilent() throws IOException {
        Path socket = range.folder().resolve("app.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Workload workload = range.workload(
                    UnaryOperator.identity(),
                    container -> container.runtimeSeccomp().mount(socket, "/tmp/app.sock", true));

            workload.isSilentOn("VDT-1008", "VDT-1007");
        }
    }
}
